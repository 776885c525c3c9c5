"""Articles cut, embedded and stored, some seconds' worth at a time."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from index.catalog.catalog import Catalog
from index.catalog.files import FileRead, Member
from index.catalog.writer import Prepared
from index.intake.cutting import Cut, cutter_of
from index.intake.reading_rules import cutting_rules
from index.intake.write_session import IndexWriter, Move
from index.progress import Tally
from index.settings import IndexSettings
from index.types import Article
from index.vectors.embedder import Embedder
from index.vectors.fast import FastEncoder

logger = logging.getLogger(__name__)

# A batch is committed as a whole: what a kill may cost, and how often a commit is paid for. Its
# size follows the embedder: four seconds of work, between 64 passages and 2,048.
BATCH_SECONDS = 4.0
LEAST_PASSAGES = 64
MOST_PASSAGES = 2_048


@dataclass(frozen=True)
class Incoming:
    """An article to be stored, as `file` has it. `replaces`: an earlier version is stored;
    `keeps_old`: as something that was once published.
    """

    article: Article
    file: str | None
    fingerprint: str
    replaces: bool
    keeps_old: bool = True


_Cuts = dict[str, tuple[Incoming, Cut]]  # by article id


class Batch:
    """Collects what one run stores. What is reported as done has been committed."""

    def __init__(
        self,
        writer: IndexWriter,
        settings: IndexSettings,
        load_embedder: Callable[[], Embedder],
        load_fast: Callable[[], FastEncoder | None],
        tally: Tally,
        known: Catalog,
    ) -> None:
        """`load_embedder` and `load_fast` are called when the first passage needs them. With a
        fast encoder only fast vectors are made here (`fill_vectors.py` adds the others). `known` is
        read for vectors of passages that are stored already; it may be of the state before a
        rebuild.
        """
        self._writer = writer
        self._settings = settings
        self._load_embedder = load_embedder
        self._load_fast = load_fast
        self._tally = tally
        self._known = known
        self._size = LEAST_PASSAGES
        self._began = time.monotonic()
        self._cut: _Cuts = {}
        self._read: list[FileRead] = []
        self._moves: list[Move] = []
        self._keeps_vectors = True
        self._reading = ThreadPoolExecutor(max_workers=1)
        self._beginnings: dict[str, Future[list[bytes]]] = {}

    @property
    def embedder(self) -> Embedder:
        """The embedder of this run."""
        return self._load_embedder()

    def embed_all_anew(self) -> None:
        """No vector that is stored is of this run's embedder."""
        self._keeps_vectors = False

    def holds(self, article_id: str) -> bool:
        """Whether the article waits to be stored."""
        return article_id in self._cut

    def add(self, incoming: Incoming, cut: Cut | None = None) -> None:
        """Store an article soon. It is cut here unless a worker has done so; one that can't be cut
        is refused.
        """
        article = incoming.article
        try:
            cut = cutter_of(self._settings, self.embedder).cut(article) if cut is None else cut
            cut = cut.of(article)
        except Exception as error:  # a fault of ours in one article mustn't lose the others
            logger.exception("%s could not be cut", article.path)
            self._tally.refuse(
                article.path, f"could not be cut into passages ({error}); please report this"
            )
            return
        self._cut[article.article_id] = incoming, cut
        fast = self._load_fast()
        if fast is not None and cut.beginning is None:
            # MiniLM reads beside the cutting of the next articles: onnxruntime lets Python go on.
            self._beginnings[article.article_id] = self._reading.submit(
                fast.beginnings, [(article, cut.passages)]
            )
        self._flush_when_full()

    def move(self, file: str, member: Member) -> None:
        """Record soon that an unchanged article stands at another path, or in another file."""
        self._moves.append((file, member))
        self._flush_when_full()

    def end_of_file(self, read: FileRead) -> None:
        """Record a file as read once its articles are stored."""
        self._read.append(read)
        self._flush_when_full()

    def _flush_when_full(self) -> None:
        passages = sum(len(cut.passages) for _, cut in self._cut.values())
        others = len(self._moves) + len(self._read)
        if passages >= self._size or others >= MOST_PASSAGES:
            self.flush()

    def flush(self) -> None:
        """Embed and store what waits; only then is it reported."""
        prepared = self._embed(self._cut)
        if prepared or self._read or self._moves:
            if prepared:
                self._writer.record(self.embedder)
            self._writer.store(list(prepared.values()), self._read, self._moves)
        stored = sum(len(item.passages) for item in prepared.values())
        for article_id, (incoming, cut) in self._cut.items():
            if article_id in prepared:
                self._tally.passages += len(cut.passages)
                self._tally.unnamed += incoming.article.publisher is None
                self._tally.undated += incoming.article.published_at is None
                kind = self._tally.replaced if incoming.replaces else self._tally.added
                self._tally.step(incoming.article.path, kind)
        self._cut, self._read, self._moves = {}, [], []
        now = time.monotonic()
        if stored:
            wanted = int(stored * BATCH_SECONDS / max(now - self._began, 1e-3))
            self._size = min(MOST_PASSAGES, max(LEAST_PASSAGES, wanted))
        self._began = now

    def _embed(self, cuts: _Cuts) -> dict[str, Prepared]:
        vectors: dict[tuple[str, str], bytes] = {}
        if self._keeps_vectors:
            for article_id, (incoming, _) in cuts.items():
                if incoming.replaces:  # what is unchanged in a changed article keeps its vector
                    for text, vector in self._known.vectors_by_text(article_id).items():
                        vectors[article_id, text] = vector
        fast = self._load_fast()
        if fast is None:
            missing = list(
                dict.fromkeys(
                    (article_id, passage.text)
                    for article_id, (_, cut) in cuts.items()
                    for passage in cut.passages
                    if (article_id, passage.text) not in vectors
                )
            )
            texts = list(dict.fromkeys(text for _, text in missing))  # of copies each once
            try:
                rows = self.embedder.encode(texts)
            except ValueError as error:  # a passage over the window: refuse its article alone
                if len(cuts) == 1:
                    ((incoming, _),) = cuts.values()
                    self._tally.refuse(incoming.article.path, str(error))
                    return {}
                parts = [self._embed({article_id: item}) for article_id, item in cuts.items()]
                return {key: value for part in parts for key, value in part.items()}
            encoded = {
                text: row.astype("<f4").tobytes() for text, row in zip(texts, rows, strict=True)
            }
            vectors |= {key: encoded[key[1]] for key in missing}
        return self._prepare(cuts, vectors, fast)

    def _prepare(
        self,
        cuts: _Cuts,
        vectors: Mapping[tuple[str, str], bytes],
        fast: FastEncoder | None,
    ) -> dict[str, Prepared]:
        """`vectors` by article id and text; with `fast` some may be missing."""
        beginnings: list[bytes | None] = [None] * len(cuts)
        fast_vectors: Iterator[bytes] = iter(())
        if fast is not None:
            beginnings = [
                cut.beginning or self._beginnings.pop(article_id).result()[0]
                for article_id, (_, cut) in cuts.items()
            ]
            lacking = [cut for _, cut in cuts.values() if cut.fast_vectors is None]
            fast_vectors = iter(fast.passages([p.text for cut in lacking for p in cut.passages]))
        rules = cutting_rules(self._settings)
        return {
            article_id: Prepared(
                article=incoming.article,
                passages=cut.passages,
                vectors=tuple(vectors.get((article_id, p.text)) for p in cut.passages),
                fast_vectors=_of_one(cut, fast_vectors) if fast else None,
                beginning=start,
                file=incoming.file,
                fingerprint=incoming.fingerprint,
                cut=rules + (incoming.article.language or self._settings.language),
                keeps_old=incoming.keeps_old,
                stored=cut.stored,
            )
            for (article_id, (incoming, cut)), start in zip(cuts.items(), beginnings, strict=True)
        }


def _of_one(cut: Cut, made: Iterator[bytes]) -> tuple[bytes, ...]:
    """The fast vectors of an article: a worker's, else the next of those that were made here."""
    if cut.fast_vectors is not None:
        return cut.fast_vectors
    return tuple(islice(made, len(cut.passages)))
