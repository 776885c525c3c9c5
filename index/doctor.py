"""Is the index whole? Finds what is wrong between catalog and vectors, and mends it.

The catalog is the truth: whatever the vector store lacks, has too much or has wrong is taken
from it. Chroma's native code can crash the process on a damaged file, so it is first opened in
a process of its own (`vectors/probe.py`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.catalog.catalog import Catalog
from index.errors import StoreDamagedError
from index.intake.write_session import IndexWriter, open_for_writing
from index.settings import IndexSettings
from index.vectors.store import check_files, vectors_cut_off

# Loading 100,000 vectors takes some seconds; only a hang takes this long.
PROBE_SECONDS = 600


@dataclass(frozen=True)
class DoctorReport:
    """What was found. `mended` is the part of `problems` that is mended now; `left` the part
    that isn't, each with the next step.
    """

    articles: int
    passages: int
    problems: tuple[str, ...]
    mended: tuple[str, ...]

    @property
    def left(self) -> tuple[str, ...]:
        """Problems that a person must see to."""
        return tuple(problem for problem in self.problems if problem not in self.mended)


def check_index(settings: IndexSettings, *, mend: bool = True) -> DoctorReport:
    """Check the whole index, and mend what can be mended (unless `mend` is false).

    Raises StoreNotFoundError when there is no index and StoreLockedError while another process
    writes to it. A damaged catalog is a problem of the report.
    """
    try:
        Catalog.open(settings.home, url=settings.catalog_url).close()
        with open_for_writing(settings) as writer:
            found = _Findings(mend)
            _check_catalog(writer, found)
            _check_vectors(writer, settings, found)
        catalog = Catalog.open(settings.home, url=settings.catalog_url)
        counts = catalog.article_count(), catalog.passage_count()
        catalog.close()
    except StoreDamagedError as error:
        return DoctorReport(0, 0, (str(error),), ())
    return DoctorReport(*counts, tuple(found.problems), tuple(found.mended))


class _Findings:
    """Collects problems; mends each as it is found."""

    def __init__(self, mend: bool) -> None:
        self._mend = mend
        self.problems: list[str] = []
        self.mended: list[str] = []

    def add(self, problem: str, mend: Callable[[], object] | None = None) -> None:
        """Note a problem, and set it right by `mend`."""
        self.problems.append(problem)
        if mend is not None and self._mend:
            mend()
            self.mended.append(problem)


def _check_catalog(writer: IndexWriter, found: _Findings) -> None:
    catalog = writer.catalog
    for line in catalog.problems():
        found.add(
            f"catalog: {line}. Run `dateline index --rebuild PATH` with the articles' folder."
        )
    if catalog.keywords.is_damaged():
        found.add("the keyword index doesn't match the passages", catalog.keywords.rebuild)
    if not catalog.clusters_are_current():
        found.add("copies were not looked for in every article", catalog.rebuild_clusters)
    wrong = catalog.articles_with_wrong_vectors()
    if wrong:
        found.add(
            f"{len(wrong)} articles have vectors of another length in the catalog "
            f"({', '.join(wrong[:3])}); `dateline remove` and index them again."
        )


def _check_vectors(writer: IndexWriter, settings: IndexSettings, found: _Findings) -> None:
    catalog = writer.catalog
    meta = catalog.meta()
    if "collection" not in meta:
        return  # nothing was ever stored
    if vectors_cut_off(meta):
        found.add("writing vectors was interrupted", writer.rebuild_vectors)
    pending, stale = len(catalog.pending()), len(catalog.stale_ids())
    if pending or stale:
        found.add(
            f"an interrupted run left {pending} unfinished articles and {stale} old vectors",
            writer.repair,
        )
    if vectors_cut_off(meta) and not found.mended:
        return  # opening them might crash
    try:
        check_files(settings.home, settings, catalog.meta())
    except StoreDamagedError as error:
        found.add(str(error).partition(". Run")[0], writer.rebuild_vectors)
        if not found.mended:
            return  # opening them would change them
    writer.close()  # the probe must be alone with the files
    result = _probe(settings)
    if isinstance(result, str):
        found.add(f"the vector store can't be read ({result})", writer.rebuild_vectors)
        return
    wrong = result["missing"] + result["different"]
    if wrong:
        found.add(
            f"{len(result['missing'])} passages lack their vector and "
            f"{len(result['different'])} have another in the vector store",
            lambda: writer.add_vectors(list(catalog.known_vectors(wrong).items())),
        )
    if result["extra"]:
        found.add(
            f"the vector store has {len(result['extra'])} vectors of no passage",
            lambda: writer.delete_vectors(result["extra"]),
        )


def _probe(settings: IndexSettings) -> dict[str, list[str]] | str:
    """Compare both sides in another process: ids that are missing, extra or different; or,
    when it failed or died, why.
    """
    values: dict[str, Any] = {**asdict(settings), "home": str(settings.home.absolute())}
    package = Path(__file__).resolve().parent.parent
    search = os.pathsep.join([str(package), *filter(None, [os.environ.get("PYTHONPATH")])])
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "found.json"
        try:
            run = subprocess.run(
                [sys.executable, "-m", "index.vectors.probe", str(out)],
                env={**os.environ, "PYTHONPATH": search},
                input=json.dumps(values),  # no argument: addresses may hold a password
                capture_output=True,
                text=True,
                errors="replace",
                timeout=PROBE_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"no answer within {PROBE_SECONDS} s"
        if run.returncode == 0:
            found: dict[str, list[str]] | str = json.loads(out.read_text(encoding="utf-8"))
            return found
        if run.returncode < 0:
            return f"reading it crashed with signal {-run.returncode}"
        last = run.stderr.strip().splitlines()[-1:] or [f"exit status {run.returncode}"]
        return last[0][:300]
