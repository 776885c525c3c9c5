"""The engine of the keyword index: terms in, passages by BM25 out. This file alone knows tantivy.

A passage is known by the version of its article (`articles.version`, never given twice) and by its
place in it. Terms come ready from `index/text/terms.py` and are split at blanks alone. What tantivy
commits is on the disk whole or not at all, whatever is killed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import StoreDamagedError, StoreError

if TYPE_CHECKING:
    import tantivy

# A passage is scored by its own words and, with this weight, by them together with title,
# publisher and author, which are the same for all passages of an article and must not outweigh
# what one passage says. RealTimeQA 2022 (195 questions, 4,908 articles, 2026-11), MRR@10 of
# articles, keywords alone and fused with dense search: .599 and .644 at 0.2, .602 and .643 at 0.33,
# .606 and .639 at 0.5, .610 and .637 at 1 (standard error .029). Title, publisher and author as a
# field of their own: .596 and .635 at 0.15, .597 and .632 at 0.25, .586 and .624 at 0.5.
WHOLE_WEIGHT = 0.33

# A passage is one number to the engine: its version, and its place in the low bits.
PLACE_BITS = 20
PLACE_MASK = (1 << PLACE_BITS) - 1

_WRITER_BYTES = 48_000_000  # tantivy's least is 15 MB; a batch of 2,048 passages needs 2
_FOOTER_MAGIC = 1337  # the last four bytes of each file of tantivy 0.2x, before them a length
_NO_DAY = 0  # of an article of unknown date: before every day


@dataclass(frozen=True)
class Entry:
    """A passage as the engine takes it. `body` and `about` are terms, blank-separated: of the
    passage, and of what says which article it is of. `publishers` are the keys that a filter
    compares, the days ISO dates or None.
    """

    version: int
    place: int
    article_id: str
    body: str
    about: str
    publishers: tuple[str, ...] = ()
    first_day: str | None = None
    last_day: str | None = None


@dataclass(frozen=True)
class Narrowing:
    """Which passages may be found; each field that is None lets everything by. Days are ISO dates:
    `after` and `until` inclusive, `before` exclusive; `until` alone lets the undated by.
    """

    after: str | None = None
    before: str | None = None
    until: str | None = None
    publishers: Collection[str] | None = None
    article_ids: Collection[str] | None = None


@dataclass(frozen=True)
class Hit:
    """A passage that was found, and its BM25 score (larger is better)."""

    version: int
    place: int
    score: float


class Engine:
    """One index, in a folder or in memory. Searching is safe from any thread, and finds what was
    committed when it was opened or reloaded last; one thread writes.
    """

    def __init__(self, index: tantivy.Index, folder: Path | None) -> None:
        """Use `create` or `open`."""
        import tantivy

        index.config_reader("manual")
        blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("whitespace", blanks)
        self.folder = folder
        self._index = index
        self._schema = index.schema
        self._writer: tantivy.IndexWriter | None = None
        self._searcher = index.searcher()

    @classmethod
    def create(cls, folder: Path | None) -> Engine:
        """A new index in an empty folder, or, without one, in memory."""
        import tantivy

        if folder is None:
            return cls(tantivy.Index(_schema()), None)
        with _told(folder):
            folder.mkdir(parents=True)
            return cls(tantivy.Index(_schema(), path=str(folder)), folder)

    @classmethod
    def open(cls, folder: Path) -> Engine:
        """The index in a folder. Raises StoreDamagedError when it can't be read."""
        import tantivy

        with _told(folder):
            return cls(tantivy.Index.open(str(folder)), folder)

    # --- writing ------------------------------------------------------------------------------

    def add(self, entries: Iterable[Entry]) -> int:
        """Add passages; gives their number. They are found once they are committed and reloaded."""
        import tantivy

        count = 0
        with _told(self.folder):
            writer = self._writing()
            for entry in entries:
                row = {
                    "version": entry.version,
                    "passage": entry.version << PLACE_BITS | entry.place,
                    "article": entry.article_id,
                    "publisher": list(entry.publishers),
                    "first_day": _number(entry.first_day),
                    "last_day": _number(entry.last_day),
                    "body": entry.body,
                    "whole": f"{entry.body} {entry.about}",
                }
                # With the schema: else a number is taken for another type and the writer dies.
                writer.add_document(tantivy.Document.from_dict(row, self._schema))
                count += 1
        return count

    def delete(self, versions: Iterable[int]) -> None:
        """Take out all passages of these versions that were added before."""
        import tantivy

        with _told(self.folder):
            for version in versions:
                # By a query: tantivy 0.27 takes the number of a term for a signed one and finds
                # nothing, without an error.
                of_this = tantivy.Query.term_query(self._schema, "version", version)
                self._writing().delete_documents_by_query(of_this)

    def commit(self) -> None:
        """Have everything since the last commit on the disk, and found from now on."""
        with _told(self.folder):
            self._writing().commit()
        self.reload()

    def close(self) -> None:
        """Let go of the files."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            with _told(self.folder):
                writer.wait_merging_threads()

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            # One thread: the order of what scores the same is then that in which it was added.
            self._writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
            # A commit that was killed leaves files of names that the next commit gives again:
            # tantivy 0.27 overwrites none ("FileAlreadyExists"), and takes them away only later.
            self._writer.garbage_collect_files()
        return self._writer

    # --- reading ------------------------------------------------------------------------------

    def reload(self) -> None:
        """See what another process has committed."""
        with _told(self.folder):
            self._index.reload()
            self._searcher = self._index.searcher()

    def count(self) -> int:
        """How many passages there are."""
        return int(self._searcher.num_docs)

    def search(
        self, terms: Sequence[str], limit: int, narrowing: Narrowing | None = None
    ) -> list[Hit]:
        """At most `limit` passages that hold any of the terms, best first. Each field is scored by
        BM25 (k1 1.2, b 0.75) with its own length, and the scores are added (WHOLE_WEIGHT).
        """
        import tantivy

        if not terms:
            return []
        with _told(self.folder):
            query = self._any_of(terms)
            if narrowing is not None:
                must = [(tantivy.Occur.Must, q) for q in self._filters(narrowing)]
                query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *must])
            searcher = self._searcher
            found = searcher.search(query, limit, count=False).hits
            passages = searcher.fast_field_values("passage", [at for _, at in found])
        hits = [
            Hit(int(number) >> PLACE_BITS, int(number) & PLACE_MASK, float(score))
            for number, (score, _) in zip(passages, found, strict=True)
            if number is not None
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.version, hit.place))

    def versions_with(self, terms: Sequence[str]) -> set[int]:
        """The versions of which a passage holds any of the terms."""
        from tantivy import Occur, Query

        if not terms:
            return set()
        with _told(self.folder):
            held = [Query.term_query(self._schema, "whole", t, "basic") for t in set(terms)]
            query = Query.boolean_query([(Occur.Should, one) for one in held])
            found = self._passages(Query.const_score_query(query, 1.0))
        return {number >> PLACE_BITS for number in found}

    def passages(self) -> set[tuple[int, int]]:
        """(version, place) of every passage that can be found."""
        import tantivy

        with _told(self.folder):
            found = self._passages(tantivy.Query.all_query())
        return {(number >> PLACE_BITS, number & PLACE_MASK) for number in found}

    def is_intact(self) -> bool:
        """Whether each file is as it was written, by the checksum at its end."""
        if self.folder is None:
            return True
        try:
            listed = json.loads((self.folder / "meta.json").read_text(encoding="utf-8"))
            segments = [s["segment_id"].replace("-", "") for s in listed["segments"]]
            files = [path for name in segments for path in self.folder.glob(f"{name}.*")]
            return all(_matches_its_checksum(path) for path in files)
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def _passages(self, query: tantivy.Query) -> list[int]:
        searcher = self._searcher
        found = searcher.search(query, max(1, searcher.num_docs), count=False).hits
        numbers = searcher.fast_field_values("passage", [at for _, at in found])
        return [int(number) for number in numbers if number is not None]

    def _any_of(self, terms: Sequence[str]) -> tantivy.Query:
        from tantivy import Occur, Query

        parts = []
        for term in dict.fromkeys(terms):  # terms as they are: there is no syntax to be taken for
            parts.append((Occur.Should, Query.term_query(self._schema, "body", term, "freq")))
            whole = Query.term_query(self._schema, "whole", term, "freq")
            parts.append((Occur.Should, Query.boost_query(whole, WHOLE_WEIGHT)))
        return Query.boolean_query(parts)

    def _filters(self, narrowing: Narrowing) -> Iterator[tantivy.Query]:
        """What must hold; it adds nothing to the score."""
        from tantivy import FieldType, Query

        def within(
            name: str, low: int | None, high: int | None, *, included: bool
        ) -> tantivy.Query:
            return Query.range_query(
                self._schema, name, FieldType.Unsigned, low, high, include_upper=included
            )

        wanted = []
        if narrowing.after is not None:
            wanted.append(within("last_day", _number(narrowing.after), None, included=True))
        if narrowing.before is not None:
            day = _number(narrowing.before)
            wanted.append(within("first_day", _NO_DAY + 1, day, included=False))
        if narrowing.until is not None:
            wanted.append(within("first_day", None, _number(narrowing.until), included=True))
        for name, values in (
            ("publisher", narrowing.publishers),
            ("article", narrowing.article_ids),
        ):
            if values is not None:
                wanted.append(Query.term_set_query(self._schema, name, sorted(values)))
        return (Query.const_score_query(query, 0.0) for query in wanted)


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in ("body", "whole"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("article", "publisher"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("version", indexed=True)
    for name in ("passage", "first_day", "last_day"):
        builder.add_unsigned_field(name, fast=True)
    return builder.build()


def _number(day: str | None) -> int:
    """An ISO date as a number that sorts as it does."""
    return int(day.replace("-", "")) if day else _NO_DAY


@contextmanager
def _told(folder: Path | None) -> Iterator[None]:
    """Errors of tantivy in the words of this product. A panic of its Rust code is none of Python's
    exceptions, and means files that are not as it wrote them.
    """
    try:
        yield
    except (StoreError, MemoryError):
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        text = f"{type(error).__name__}: {error}"[:300]
        if "os error 28" in text or "os error 122" in text or "No space left" in text:
            raise StoreError(
                f"{folder}: the disk is full; free some space and run the command again. "
                "Everything reported done is kept."
            ) from error
        raise StoreDamagedError(
            f"{folder}: the keyword index can't be read or written ({text}). Run `dateline "
            "doctor`, which builds it anew from the catalog."
        ) from error


def _matches_its_checksum(path: Path) -> bool:
    """Each file ends with a JSON footer that has its CRC-32, the footer's length, and a number."""
    data = path.read_bytes()
    if len(data) < 8 or int.from_bytes(data[-4:], "little") != _FOOTER_MAGIC:
        return False
    end = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    try:
        return end >= 0 and json.loads(data[end:-8])["crc"] == zlib.crc32(data[:end])
    except (ValueError, KeyError, TypeError):
        return False
