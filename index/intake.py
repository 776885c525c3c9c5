"""What a file brings: which of its articles are new, changed, moved, or known from elsewhere.

An unchanged file is known by size and time, or by its bytes; an article by the fingerprint of its
text and metadata. So a run that was interrupted in the middle of a large file reads it again but
embeds nothing twice.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from index.batch import Batch, Incoming
from index.catalog import Catalog
from index.catalog_files import Current, FileRead, FileRecord, Member
from index.errors import ArticleFormatError
from index.files import Found
from index.filters import moment
from index.progress import Tally, content_bytes
from index.readers import article_id_of, read_file
from index.rules import cutting_rules, reading_rules
from index.settings import IndexSettings
from index.types import Article, Refusal
from index.writing import IndexWriter

# A file changed within this time of being read may change again without a new time stamp.
_SETTLED_NS = 2_000_000_000


def read_articles(path: Path, *, settings: IndexSettings) -> Iterator[Article | Refusal]:
    """The articles in a file. Raises ArticleFormatError for the file as a whole."""
    yield read_file(path, settings=settings)


class Intake:
    """Takes in file by file; `batch` stores."""

    def __init__(
        self,
        writer: IndexWriter,
        settings: IndexSettings,
        batch: Batch,
        tally: Tally,
        catalog: Catalog,
        *,
        rebuilt: frozenset[str] = frozenset(),
    ) -> None:
        """`catalog` is read for texts that are stored already; `rebuilt` are the articles that a
        rebuild stores again: each is taken for a new version.
        """
        self._rebuilt = rebuilt
        self._files = writer.catalog.files
        self._writer = writer
        self._settings = settings
        self._batch = batch
        self._tally = tally
        self._catalog = catalog
        self._renamed: set[str] = set()
        self._records = self._files.records()
        self._lost = [r for r in self._records.values() if not Path(r.path).exists()]

    def take(self, item: Found) -> None:
        """Take in one file."""
        self._tally.begin_file(0 if item.refused else content_bytes(item.path))
        try:
            if item.refused:
                raise ArticleFormatError(item.refused)
            self._take(item.path, item.name)
        except (ArticleFormatError, OSError) as error:
            self._tally.refuse(item.name, str(error))
        self._tally.end_file()

    def _take(self, path: Path, name: str) -> None:
        record = self._records.get(name)
        size, modified = stamp(path)
        fresh = record is not None and record.rules == reading_rules() and not self._rebuilt
        if record and fresh and modified and (size, modified) == record.stamp:
            self._skip(name)
            return
        content_hash = ""
        if record is None:
            content_hash = self._rename_to(name, path, size)
        elif record.content_hash:
            content_hash = hash_file(path)
            if fresh and record.content_hash == content_hash:
                self._files.touch(name, size, modified)
                self._skip(name)
                return
        reading = _Reading(
            name,
            self._files.members(name),
            same_bytes=record.content_hash in ("", content_hash)
            if record
            else name in self._renamed,
        )
        if len(reading.members) > 1 and not reading.same_bytes:
            reading.look_ahead(read_articles(path, settings=self._settings))
        for article in read_articles(path, settings=self._settings):
            if isinstance(article, Refusal):
                reading.keep(article.name)
                self._tally.refuse(article.name, article.reason)
                continue
            self._tally.take_text(len(article.text))
            self._sort(self._with_known_id(article, reading), reading)
        if not content_hash:
            content_hash = hash_file(path)
        if stamp(path) != (size, modified):
            modified, content_hash = 0, ""  # it changed meanwhile: the next run reads it again
        new = FileRecord(name, size, modified, content_hash, reading_rules())
        self._batch.end_of_file(FileRead(new, frozenset(reading.seen), reading.displaced()))

    def _rename_to(self, name: str, path: Path, size: int) -> str:
        """When a file that is gone had the bytes of `path`, then this is it under a new name.
        Gives the hash of its bytes, "" when no such file comes into question.
        """
        content_hash = ""
        for record in self._lost:
            if record.file_bytes != size or not record.content_hash:
                continue
            content_hash = content_hash or hash_file(path)
            if record.content_hash == content_hash:
                self._batch.flush()
                self._files.rename(record.path, name)
                self._lost.remove(record)
                self._renamed.add(name)
                break
        return content_hash

    def _skip(self, name: str) -> None:
        """Nothing changed in the file; where settings did, its articles are cut anew."""
        rules, language = cutting_rules(self._settings), self._settings.language
        otherwise = self._files.cut_otherwise(name, rules, language)
        for member in self._files.members(name):
            if member.gone:
                continue
            stored = member.article_id in otherwise
            article = self._catalog.article(member.article_id) if stored else None
            if article is None:
                self._tally.step(member.path, self._tally.skipped)
            else:
                self._batch.add(Incoming(article, name, member.fingerprint, True, False))

    # --- one article --------------------------------------------------------------------------

    def _with_known_id(self, article: Article, reading: _Reading) -> Article:
        """Without an address, an article is known by where it stands: it keeps the id that it
        got there, also when its file was renamed, or when it moved inside of its file.
        """
        if article.article_id != article_id_of(article.path):
            reading.addressed.add(article.path)
            return article
        member = reading.find(article.path, fingerprint_of(article))
        if member is not None:
            return replace(article, article_id=member.article_id)
        known = reading.members.get(article.article_id)
        places = self._files.places(article.article_id)
        if (known and not known.gone) or any(place != article.path for place in places):
            # The article that was here first has moved, and takes the id along.
            other = article_id_of(f"{article.path}\n{article.content_hash}")
            return replace(article, article_id=other)
        return article

    def _sort(self, article: Article, reading: _Reading) -> None:
        """Store it, skip it, or note it as another reading of what is stored."""
        if self._batch.holds(article.article_id):
            self._batch.flush()
        fingerprint = fingerprint_of(article)
        current = self._files.current(article.article_id)
        known = reading.members.get(article.article_id)
        member = Member(article.article_id, article.path, fingerprint, False)
        again = reading.see(member)
        if current is None:
            replaces = article.article_id in self._rebuilt
            self._batch.add(Incoming(article, reading.file, fingerprint, replaces))
        elif current.file != reading.file and self._there(current) and known == member:
            self._tally.step(article.path, self._tally.merged)  # as an earlier run found
        elif current.fingerprint == fingerprint and self._is_cut_right(article, current):
            if current.file != reading.file and self._there(current):
                self._merge(article, reading, fingerprint)
            elif current.path != article.path or current.file != reading.file or known != member:
                self._batch.move(reading.file, member)
                self._tally.step(article.path, self._tally.moved)
            else:
                renamed = reading.file in self._renamed
                self._tally.step(
                    article.path, self._tally.moved if renamed else self._tally.skipped
                )
        elif self._wins(article, current, reading, again):
            # What the same bytes were read as before was never published.
            misread = reading.same_bytes and current.file == reading.file
            self._batch.add(Incoming(article, reading.file, fingerprint, True, not misread))
        else:
            self._merge(article, reading, fingerprint)

    def _wins(self, article: Article, current: Current, reading: _Reading, again: bool) -> bool:
        """Whether this reading is to answer in place of the one that is stored: the newer does;
        of two that don't tell, the one that was read later from the same file.
        """
        here = current.file in (None, reading.file)
        if here and current.path == article.path and not again:
            return True
        ours, theirs = (
            max(moment(item.updated_at), moment(item.published_at)) for item in (article, current)
        )
        if ours != theirs:
            return ours > theirs
        if not here:
            return not self._there(current)
        return not again and not self._files.is_old_version(
            article.article_id, article.content_hash
        )

    def _there(self, current: Current) -> bool:
        """Whether the file that answers for an article still exists; a feed's address does."""
        return "://" in (current.file or "") or Path(current.file or current.path).exists()

    def _is_cut_right(self, article: Article, current: Current) -> bool:
        language = article.language or self._settings.language
        return current.cut == cutting_rules(self._settings) + language

    def _merge(self, article: Article, reading: _Reading, fingerprint: str) -> None:
        self._writer.catalog.add_other_reading(article, reading.file, fingerprint)
        self._tally.step(article.path, self._tally.merged)


class _Reading:
    """One file while it is read: what it held before, and what was met in it so far. Articles
    without an address are told apart by where they stand and what they say.
    """

    def __init__(self, file: str, members: list[Member], *, same_bytes: bool) -> None:
        self.file = file
        self.members = {member.article_id: member for member in members}
        self.same_bytes = same_bytes
        self.seen: set[str] = set()
        self.addressed: set[str] = set()  # the paths of articles that have an address
        self._by_path = {member.path: member for member in members if not member.gone}
        self._by_fingerprint = {member.fingerprint: member for member in members}
        self._ahead: set[str] = set()

    def look_ahead(self, articles: Iterator[Article | Refusal]) -> None:
        """Read once in advance: an article that stands further down now is not replaced by what
        took its place.
        """
        self._ahead = {fingerprint_of(a) for a in articles if isinstance(a, Article)}

    def find(self, path: str, fingerprint: str) -> Member | None:
        """The member that an article without an address is: the same one wherever it stood, else
        the one at its path, unless that one has moved.
        """
        same = self._by_fingerprint.get(fingerprint)
        if same is not None and same.article_id not in self.seen:
            return same
        here = self._by_path.get(path)
        if here is None or here.article_id in self.seen or here.fingerprint in self._ahead:
            return None
        return here

    def see(self, member: Member) -> bool:
        """Note an article; gives whether it was met before in this file."""
        again = member.article_id in self.seen
        self.seen.add(member.article_id)
        return again

    def keep(self, path: str) -> None:
        """What stands at `path` can't be read just now; its earlier version stays."""
        if path in self._by_path:
            self.seen.add(self._by_path[path].article_id)

    def displaced(self) -> tuple[str, ...]:
        """Articles that were known by a place alone, where another one with an address stands."""
        return tuple(
            member.article_id
            for member in self.members.values()
            if member.article_id not in self.seen
            and member.path in self.addressed
            and member.article_id == article_id_of(member.path)
        )


def fingerprint_of(article: Article) -> str:
    """Equal for two readings with the same text and metadata, wherever they stand."""
    whole = repr(replace(article, article_id="", path=""))
    return hashlib.blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def hash_file(path: Path) -> str:
    """A hash of a file's bytes; "" for what is no regular file (its reader refuses it)."""
    if not path.is_file():
        return ""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()[:32]


def stamp(path: Path) -> tuple[int, int]:
    """Size and time of a file. One changed a moment ago gets time 0, which never matches: it
    may change again within the same tick of the clock.
    """
    status = path.stat()
    settled = time.time_ns() - status.st_mtime_ns > _SETTLED_NS
    return status.st_size, status.st_mtime_ns if settled else 0
