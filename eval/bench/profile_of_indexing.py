"""Where indexing spends its time, and how it compares with an older commit.

`python -m eval.bench.profile_of_indexing --bench DIR [--articles 2000] [--base FOLDER] [--runs 3]`

Indexes the same articles of RealTimeQA (evenly spread over the year) with `--vectors fast`, each
run in a process of its own and a new home, in turn by this tree and by the one in FOLDER (a
checkout of the commit to compare with; it needs no packages of its own). Printed are, as medians:
seconds until everything is askable, seconds of the processor over all processes, and the most
memory that all processes held at one moment; then the profile of one more run, by stage: of the
process that writes, and of the same work done in it alone.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.adapters.realtimeqa import read_articles, write_articles
from eval.measure.command import table

ROOT = Path(__file__).resolve().parents[2]
_EVERY_SECONDS = 0.2
_RUN = """
import json, resource, sys, time
from pathlib import Path
from index.ingest import index_articles
from index.settings import IndexSettings
began = time.perf_counter()
report = index_articles(
    [Path(sys.argv[1])], IndexSettings(home=Path(sys.argv[2]), vectors="fast")
)
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({
    "seconds": time.perf_counter() - began,
    "cpu": sum(one.ru_utime + one.ru_stime for one in used),
    "articles": len(report.added),
    "passages": report.passages or report.unread_passages,
}))
"""
# What is told apart in a profile: a function, and the file that it stands in.
STAGES = {
    "reading and cleaning": ("read_articles", "readers/__init__.py"),
    "cutting into passages": ("split_article", "text/split.py"),
    "terms, counts of words, packing": ("stored_form", "catalog/insert.py"),
    "fast vectors": ("passages", "vectors/fast.py"),
    "waiting for MiniLM on beginnings": ("_prepare", "intake/store_batches.py"),
    "rows": ("add_pending", "catalog/writer.py"),
    "keyword index": ("add", "keywords/writer.py"),
    "copies": ("add", "copies/clusters.py"),
    "counting the vocabulary": ("_count", "catalog/writer.py"),
    "waiting for workers": ("result", "concurrent/futures/_base.py"),
    "all": ("index_articles", "index/ingest.py"),
}


@dataclass(frozen=True)
class Run:
    """What one run took, all processes together."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    articles: int
    passages: int


def index_once(tree: Path, folder: Path) -> Run:
    """Index `folder` by the code in `tree`, in a new process and a new home."""
    with tempfile.TemporaryDirectory(prefix="dateline-bench-home-") as home:
        process = subprocess.Popen(
            [sys.executable, "-c", _RUN, str(folder), home],
            env={**os.environ, "PYTHONPATH": str(tree)},
            cwd=tree,
            stdout=subprocess.PIPE,
            text=True,
        )
        most = [0.0]
        watcher = threading.Thread(target=_watch, args=(process, most), daemon=True)
        watcher.start()
        out, _ = process.communicate()
        watcher.join()
    if process.returncode:
        raise RuntimeError(f"indexing by {tree} ended with {process.returncode}")
    found = json.loads(out)
    return Run(found["seconds"], found["cpu"], most[0], found["articles"], found["passages"])


def _watch(process: subprocess.Popen[str], most: list[float]) -> None:
    while process.poll() is None:
        most[0] = max(most[0], memory_mb(process.pid))
        time.sleep(_EVERY_SECONDS)


def memory_mb(parent: int) -> float:
    """What a process and its children hold, each page counted once (Linux; else 0)."""
    total = 0.0
    try:
        for line in Path(f"/proc/{parent}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) / 1000
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    except OSError:
        return total
    return total + sum(memory_mb(int(child)) for child in children)


def profile(folder: Path, workers: int | None) -> list[tuple[str, float]]:
    """Seconds of the processor by stage, of this process alone; with `workers` 0 it does all."""
    from index.ingest import index_articles
    from index.intake import workers as processes
    from index.settings import IndexSettings

    before = processes.worker_count
    if workers is not None:
        processes.worker_count = lambda: workers
    profiler = cProfile.Profile(time.process_time)
    try:
        with tempfile.TemporaryDirectory(prefix="dateline-bench-home-") as home, profiler:
            index_articles([folder], IndexSettings(home=Path(home), vectors="fast"))
    finally:
        processes.worker_count = before
    stats = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    found = []
    for stage, (function, file) in STAGES.items():
        seconds = [
            entry[3] for key, entry in stats.items() if key[2] == function and key[0].endswith(file)
        ]
        found.append((stage, sum(seconds)))
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    name = "python -m eval.bench.profile_of_indexing"
    parser = argparse.ArgumentParser(prog=name, description=__doc__)
    parser.add_argument("--bench", type=Path, required=True, help="with realtimeqa-2022/")
    parser.add_argument("--articles", type=int, default=2_000, help="so many (default: 2,000)")
    parser.add_argument("--base", type=Path, help="a checkout of a commit to compare with")
    parser.add_argument("--runs", type=int, default=3, help="of each; the median counts")
    chosen = parser.parse_args(argv)
    if chosen.articles < 1 or chosen.runs < 1:
        parser.error("--articles and --runs are at least 1")
    articles = read_articles(chosen.bench)
    articles = articles[:: max(1, len(articles) // chosen.articles)][: chosen.articles]
    trees = {"this tree": ROOT} | ({"base": chosen.base.resolve()} if chosen.base else {})
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        write_articles(articles, Path(folder))
        runs: dict[str, list[Run]] = {tree: [] for tree in trees}
        for _ in range(chosen.runs):
            for tree, path in trees.items():
                runs[tree].append(index_once(path, Path(folder)))
        print(_table(runs), end="", flush=True)
        helped, alone = (profile(Path(folder), workers) for workers in (None, 0))
    rows = [
        [stage, f"{seconds:.1f}", f"{own:.1f}"]
        for (stage, seconds), (_, own) in zip(helped, alone, strict=True)
    ]
    print(table(["CPU s of the writer, by stage", "with workers", "alone"], rows), end="")
    return 0


def _table(runs: dict[str, list[Run]]) -> str:
    """The medians, and how many times this tree is as fast."""
    rows = []
    ours = runs["this tree"]
    for name, found in runs.items():
        seconds, cpu, peak = (
            statistics.median(getattr(run, field) for run in found)
            for field in ("seconds", "cpu_seconds", "peak_mb")
        )
        rows.append(
            [
                name,
                f"{found[0].articles:,}",
                f"{found[0].passages:,}",
                f"{seconds:.1f}",
                f"{cpu:.1f}",
                f"{peak:.0f}",
                f"{seconds / statistics.median(run.seconds for run in ours):.2f}",
                f"{cpu / statistics.median(run.cpu_seconds for run in ours):.2f}",
            ]
        )
    head = ["", "articles", "passages", "s", "CPU s", "peak MB", "times as long", "times the CPU"]
    return table(head, rows)


if __name__ == "__main__":
    sys.exit(main())
