"""Files in, an index out. Start reading at `index_articles`.

For each batch of articles: read, cut, embed; commit to the catalog as pending; add the vectors
to the vector store; mark as done. A kill between any two steps loses nothing that was reported
done; the next start finishes the rest (`repair`).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.catalog import Catalog
from index.catalog_writer import FileRecord, Prepared
from index.embed import Embedder, load_embedder
from index.errors import ArticleFormatError
from index.files import Found, find_files
from index.library import check_recorded
from index.progress import IndexReport, Progress
from index.readers import read_file
from index.settings import IndexSettings
from index.split import split_article
from index.types import Article, Passage
from index.writing import IndexWriter, open_for_writing, open_or_set_aside

__all__ = ["IndexReport", "Progress", "index_articles", "remove_article", "repair"]

logger = logging.getLogger(__name__)

# Raise it when reading, cleaning, cutting or analysing changes: articles stored under other
# rules are read again although their files didn't change.
RULES = "1"

# A batch is committed as a whole. 32 passages keep the embedder busy and lose little in a kill.
BATCH_PASSAGES = 32

# A file changed within this time of being read may change again without a new time stamp.
_SETTLED_NS = 2_000_000_000


def index_articles(
    paths: Sequence[Path],
    settings: IndexSettings,
    *,
    embedder: Embedder | None = None,
    prune: bool = False,
    rebuild: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> IndexReport:
    """Add or refresh the articles in files and folders; unchanged ones are skipped.

    `prune` removes articles under `paths` whose file is gone. `rebuild` cuts and embeds all
    articles anew, those of the index and those in `paths`, under the present settings; until
    it is finished the old index answers. `embedder` stands in for the one of the settings.

    A file that can't be read is refused with its reason and the run goes on. Raises
    ArticleFormatError when a path doesn't exist or nothing is found, StoreLockedError when
    another process writes, StoreMismatchError, StoreDamagedError, or StoreError (a full disk):
    what was reported done before stays.
    """
    home = settings.home
    found = find_files(paths, allow_missing=prune)
    if not found and not prune and not rebuild:
        names = ", ".join(str(path) for path in paths) or "no path given"
        raise ArticleFormatError(f"{names}: no files here; give a folder with articles in it.")
    run = _Run(settings, embedder, progress, len(found))
    if rebuild:
        open_or_set_aside(settings)
    else:
        Catalog.open(home, create=True).close()
    with open_for_writing(settings) as writer:
        if rebuild and writer.catalog.meta().get("embedder"):
            run.rebuild(writer, found)
        else:
            check_recorded(writer.catalog.meta(), settings, embedder)
            writer.repair()
            run.refresh(writer, found)
            if prune:
                run.prune(writer, [path.absolute().resolve() for path in paths])
    return run.report()


def remove_article(id_or_path: str, settings: IndexSettings) -> Article:
    """Take one article out of the index and give it back.

    Raises StoreError when none or several fit, StoreNotFoundError, StoreLockedError.
    """
    catalog = Catalog.open(settings.home)
    try:
        article = catalog.find_article(id_or_path)
    finally:
        catalog.close()
    with open_for_writing(settings) as writer:
        writer.repair()
        writer.remove([article.article_id])
    return article


def repair(settings: IndexSettings) -> list[str]:
    """Finish what an interrupted run left; gives what was done, in words. Needs no embedder:
    the vectors of pending articles are in the catalog.
    """
    Catalog.open(settings.home).close()
    with open_for_writing(settings) as writer:
        return writer.repair()


class _Run:
    """The state of one run: what was done with each file so far."""

    def __init__(
        self,
        settings: IndexSettings,
        embedder: Embedder | None,
        progress: Callable[[Progress], None] | None,
        total: int,
    ) -> None:
        self._settings = settings
        self._embedder = embedder
        self._progress = progress
        self._total = total
        self._done = self._passages = 0
        self._began = time.monotonic()
        self._added: list[str] = []
        self._replaced: list[str] = []
        self._skipped: list[str] = []
        self._removed: list[str] = []
        self._refused: list[tuple[str, str]] = []

    @property
    def embedder(self) -> Embedder:
        """Loaded when the first passage needs it."""
        if self._embedder is None:
            self._embedder = load_embedder(self._settings.embedder)
        return self._embedder

    def report(self) -> IndexReport:
        return IndexReport(
            added=tuple(self._added),
            replaced=tuple(self._replaced),
            skipped=tuple(self._skipped),
            removed=tuple(self._removed),
            refused=tuple(self._refused),
            passages=self._passages,
            seconds=time.monotonic() - self._began,
        )

    def refresh(self, writer: IndexWriter, found: Sequence[Found]) -> None:
        """Store what is new or changed."""
        known = writer.catalog.files()
        ids = {record.article_id for record in known.values()}
        batch: list[_Cut] = []
        taken: dict[str, str] = {}
        for item in found:
            record = known.get(item.name)
            cut = self._read(writer, item, record)
            if cut is None:
                continue
            article_id = cut.article.article_id
            if article_id in taken:
                self._refuse(item, f"the same article as {taken[article_id]}")
                continue
            taken[article_id] = item.name
            batch.append(cut)
            if sum(len(other.passages) for other in batch) >= BATCH_PASSAGES:
                self._store(writer, batch, ids)
                batch = []
        self._store(writer, batch, ids)

    def rebuild(self, writer: IndexWriter, found: Sequence[Found]) -> None:
        """Cut and embed everything anew: the articles of the index, from their file where it
        is still there, else as stored; and the files in `found`.
        """
        catalog = Catalog.open(self._settings.home)
        records = writer.catalog.files()
        there = {item.name for item in found}
        others = [Found(Path(name)) for name in sorted(set(records) - there)]
        self._total = len(found) + len(others)
        with writer.into_new_collection(self.embedder):
            batch: list[_Cut] = []
            for item in [*found, *others]:
                record = records.get(item.name)
                stored = catalog.article(record.article_id) if record else None
                cut = self._read(writer, item, None, stored)
                if cut is not None:
                    batch.append(cut)
                if sum(len(other.passages) for other in batch) >= BATCH_PASSAGES:
                    self._store(writer, batch, {r.article_id for r in records.values()})
                    batch = []
            self._store(writer, batch, {r.article_id for r in records.values()})
        catalog.close()

    def prune(self, writer: IndexWriter, roots: Sequence[Path]) -> None:
        """Remove the articles under `roots` whose file is gone."""
        gone = [
            record
            for record in writer.catalog.files().values()
            if any(Path(record.path).is_relative_to(root) for root in roots)
            and not Path(record.path).exists()
        ]
        writer.remove([record.article_id for record in gone])
        self._removed += [record.path for record in gone]

    # --- one file -----------------------------------------------------------------------------

    def _read(
        self,
        writer: IndexWriter,
        item: Found,
        record: FileRecord | None,
        stored: Article | None = None,
    ) -> _Cut | None:
        """The file read and cut, or None when it is unchanged or refused. `stored` stands in
        for a file that can't be read any more.
        """
        if item.refused:
            self._refuse(item, item.refused)
            return None
        try:
            size, modified = _stamp(item.path)
            current = record is not None and record.rules == RULES
            if record and current and modified and (size, modified) == record.stamp:
                self._skip(item)
                return None
            article = read_file(item.path, settings=self._settings)
            if record and current and article.content_hash == record.content_hash:
                writer.catalog.touch(record.article_id, size, modified)
                self._skip(item)
                return None
        except (ArticleFormatError, OSError) as error:
            if stored is None:
                self._refuse(item, str(error))
                return None
            article, size, modified = stored, 0, 0
        try:
            passages = split_article(
                article,
                self.embedder.count_tokens,
                chunk_tokens=self._settings.chunk_tokens,
                max_tokens=self.embedder.max_tokens,
                language=self._settings.language,
            )
        except Exception as error:  # a fault of ours in one file mustn't lose the others
            logger.exception("%s could not be cut", item.name)
            self._refuse(item, f"could not be cut into passages ({error}); please report this")
            return None
        if any(article.text[p.start_char : p.end_char] != p.text for p in passages):
            self._refuse(item, "its passages don't match its text; please report this")
            return None
        return _Cut(item, article, tuple(passages), size, modified)

    def _store(self, writer: IndexWriter, batch: Sequence[_Cut], known: set[str]) -> None:
        """Embed and store a batch; only then are its articles reported."""
        prepared = self._embed(writer, batch)
        if prepared:
            writer.record(self.embedder)
            writer.store(list(prepared.values()))
        for cut in batch:
            if cut.article.article_id not in prepared:
                continue
            names = self._replaced if cut.article.article_id in known else self._added
            names.append(cut.item.name)
            self._passages += len(cut.passages)
            self._step(cut.item)

    def _embed(self, writer: IndexWriter, batch: Sequence[_Cut]) -> dict[str, Prepared]:
        passages = {p.passage_id: p.text for cut in batch for p in cut.passages}
        # An unchanged passage of a changed article keeps its vector.
        vectors = writer.catalog.known_vectors(list(passages))
        missing = [passage_id for passage_id in passages if passage_id not in vectors]
        try:
            rows = self.embedder.encode([passages[passage_id] for passage_id in missing])
        except ValueError as error:  # a passage over the window: refuse its article alone
            if len(batch) == 1:
                self._refuse(batch[0].item, str(error))
                return {}
            parts = [self._embed(writer, [cut]) for cut in batch]
            return {key: value for part in parts for key, value in part.items()}
        for passage_id, row in zip(missing, rows, strict=True):
            vectors[passage_id] = row.astype("<f4").tobytes()
        return {
            cut.article.article_id: Prepared(
                article=cut.article,
                passages=cut.passages,
                vectors=tuple(vectors[p.passage_id] for p in cut.passages),
                file_bytes=cut.file_bytes,
                file_modified_ns=cut.file_modified_ns,
                rules=RULES,
            )
            for cut in batch
        }

    def _skip(self, item: Found) -> None:
        self._skipped.append(item.name)
        self._step(item)

    def _refuse(self, item: Found, reason: str) -> None:
        self._refused.append((item.name, reason))
        self._step(item)

    def _step(self, item: Found) -> None:
        self._done += 1
        if self._progress is not None:
            seconds = time.monotonic() - self._began
            self._progress(Progress(self._done, self._total, item.name, self._passages, seconds))


@dataclass(frozen=True)
class _Cut:
    """A file read and cut, not yet embedded."""

    item: Found
    article: Article
    passages: tuple[Passage, ...]
    file_bytes: int
    file_modified_ns: int


def _stamp(path: Path) -> tuple[int, int]:
    """Size and time of a file. One changed a moment ago gets time 0, which never matches: it
    may change again within the same tick of the clock.
    """
    status = path.stat()
    settled = time.time_ns() - status.st_mtime_ns > _SETTLED_NS
    return status.st_size, status.st_mtime_ns if settled else 0
