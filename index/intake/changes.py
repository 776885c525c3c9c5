"""What a file brings: which of its articles are new, changed, moved, or known from elsewhere.

An unchanged file is known by size and time, or by its bytes; an article by the fingerprint of its
text and metadata. So a run that was interrupted in the middle of a large file reads it again but
embeds nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from index.byline.possible_days import moment
from index.catalog.catalog import Catalog
from index.catalog.files import Current, FileRead, FileRecord, Member
from index.errors import ArticleFormatError
from index.intake.ahead import Ahead, Item
from index.intake.cutting import Cut
from index.intake.file_reading import Reading, fingerprint_of
from index.intake.file_stamps import hash_file, raw_stamp, same_file, settled
from index.intake.paths import Found
from index.intake.reading_rules import cutting_rules, reading_rules
from index.intake.store_batches import Batch, Incoming
from index.intake.write_session import IndexWriter
from index.progress import Tally, content_bytes
from index.readers import article_id_of, read_feed
from index.settings import IndexSettings
from index.types import Article, Refusal


class Intake:
    """Takes in file by file; `batch` stores."""

    def __init__(
        self,
        writer: IndexWriter,
        settings: IndexSettings,
        batch: Batch,
        tally: Tally,
        catalog: Catalog,
        ahead: Ahead,
        *,
        rebuilt: frozenset[str] = frozenset(),
    ) -> None:
        """`catalog` is read for texts that are stored already, `ahead` reads files;
        `rebuilt` are the articles that a rebuild stores again: each is taken for a new version.
        """
        self._rebuilt = rebuilt
        self._files = writer.catalog.files
        self._writer = writer
        self._settings = settings
        self._batch = batch
        self._tally = tally
        self._catalog = catalog
        self._ahead = ahead
        self._renamed: set[str] = set()
        self._withdrawn: dict[str, str | None] = {}  # id -> when its agency called it back
        self._records = self._files.records()
        self._lost = [r for r in self._records.values() if not Path(r.path).exists()]

    def take_all(self, found: Sequence[Found]) -> None:
        """Take in files, in this order."""
        for item in self._ahead.over(found, self._may_have_changed):
            self.take(item)

    def _may_have_changed(self, item: Found) -> bool:
        """Whether the file will have to be read, as far as can be told without reading it."""
        record = self._records.get(item.name)
        if record is None or record.rules != reading_rules() or self._rebuilt:
            return True
        try:
            return settled(raw_stamp(item.path)) != record.stamp
        except OSError:
            return False

    def take(self, item: Found) -> None:
        """Take in one file."""
        self._tally.begin_file(0 if item.refused else content_bytes(item.path))
        try:
            if item.refused:
                raise ArticleFormatError(item.refused)
            self._take(item.path, item.name)
        except (ArticleFormatError, OSError) as error:
            self._tally.refuse(item.name, str(error).removeprefix(f"{item.name}: "))
        self._tally.end_file()

    def in_order(self, found: Sequence[Found]) -> list[Found]:
        """Files that hold no article known so far go before those that are to be read again: what
        an agency called back in one is not taken in anew from another.
        """
        again = {name for name, record in self._records.items() if not record.rules}
        return sorted(found, key=lambda item: item.name in again)

    def take_feed(self, url: str) -> None:
        """Take in what a feed has now. Entries that it no longer has stay."""
        self._tally.begin_file(0)
        try:
            items = list(read_feed(url, settings=self._settings))  # bounded by the reader
            reading = Reading(url, self._files.members(url), same_bytes=False)
            reading.look_ahead(items)
            self._sort_all(((item, None) for item in items), reading)
            record = FileRecord(url, 0, 0, "", reading_rules())
            self._batch.end_of_file(FileRead(record, frozenset(reading.seen)))
        except ArticleFormatError as error:
            self._tally.refuse(url, str(error).removeprefix(f"{url}: "))
        self._tally.end_file()

    def _take(self, path: Path, name: str) -> None:
        record = self._records.get(name)
        present = raw_stamp(path)
        size, modified = settled(present)
        fresh = record is not None and record.rules == reading_rules() and not self._rebuilt
        if record and fresh and modified and (size, modified) == record.stamp:
            self._skip(name)
            return
        content_hash = ""
        if record is not None and record.content_hash:
            content_hash = hash_file(path)
            if fresh and record.content_hash == content_hash:
                self._files.touch(name, size, modified)
                self._skip(name)
                return
        elif record is None and self._lost:
            content_hash = hash_file(path)
            record = self._rename_to(name, content_hash)
        same_bytes = record is not None and record.content_hash in ("", content_hash)
        reading = Reading(name, self._files.members(name), same_bytes=same_bytes)
        if len(reading.members) > 1 and not same_bytes:
            reading.look_ahead(self._ahead.read(path))
        self._sort_all(self._ahead.articles(path, present), reading)
        content_hash = content_hash or hash_file(path)
        if raw_stamp(path) != present or reading.waits:
            # It changed meanwhile, or may say otherwise later: the next run reads it again.
            modified, content_hash = 0, ""
        new = FileRecord(name, size, modified, content_hash, reading_rules())
        self._batch.end_of_file(FileRead(new, frozenset(reading.seen), reading.displaced()))

    def _rename_to(self, name: str, content_hash: str) -> FileRecord | None:
        """When a file that is gone had these bytes, then `name` is it under a new name: its
        record, else None.
        """
        for record in self._lost:
            if same_file(record.content_hash, content_hash):
                self._batch.flush()
                self._files.rename(record.path, name)
                self._lost.remove(record)
                self._renamed.add(name)
                return record
        return None

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

    def _sort_all(self, items: Iterable[Item], reading: Reading) -> None:
        for item, cut in items:
            if isinstance(item, Refusal):
                reading.waits |= item.waits
                if item.withdraws:
                    self._withdraw(item)
                else:
                    reading.keep(item.name)
                self._tally.refuse(item.name, item.reason)
                continue
            if self._is_withdrawn(item):
                self._tally.refuse(item.path, "called back by its agency, in another file")
                continue
            self._tally.take_text(len(item.text))
            self._sort(self._with_known_id(item, reading), reading, cut)

    def _withdraw(self, refusal: Refusal) -> None:
        """Take out what its agency has called back, unless a newer version was sent since."""
        article_id = refusal.withdraws
        self._withdrawn[article_id] = refusal.withdrawn_at
        if self._batch.holds(article_id):
            self._batch.flush()
        article = self._catalog.article(article_id)
        if article is not None and self._is_withdrawn(article):
            self._writer.remove([article_id])
            self._tally.removed.append(article.path)

    def _is_withdrawn(self, article: Article) -> bool:
        if article.article_id not in self._withdrawn:
            return False
        ours = max(moment(article.updated_at), moment(article.published_at))
        return ours <= moment(self._withdrawn[article.article_id])

    # --- one article --------------------------------------------------------------------------

    def _with_known_id(self, article: Article, reading: Reading) -> Article:
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

    def _sort(self, article: Article, reading: Reading, cut: Cut | None) -> None:
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
            self._batch.add(Incoming(article, reading.file, fingerprint, replaces), cut)
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
            self._batch.add(Incoming(article, reading.file, fingerprint, True, not misread), cut)
        else:
            self._merge(article, reading, fingerprint)

    def _wins(self, article: Article, current: Current, reading: Reading, again: bool) -> bool:
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

    def _merge(self, article: Article, reading: Reading, fingerprint: str) -> None:
        self._writer.catalog.add_other_reading(article, reading.file, fingerprint)
        self._tally.step(article.path, self._tally.merged)
