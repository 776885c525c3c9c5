"""One file while it is read: what it held before, and what is met in it now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from index.catalog.files import Member
from index.readers import article_id_of
from index.types import Article, Refusal


class Reading:
    """One file while it is read: what it held before, and what was met in it so far. Articles
    without an address are told apart by where they stand and what they say.
    """

    def __init__(self, file: str, members: list[Member], *, same_bytes: bool) -> None:
        self.file = file
        self.members = {member.article_id: member for member in members}
        self.same_bytes = same_bytes
        self.waits = False  # what is refused now may be taken later, with the same bytes
        self.seen: set[str] = set()
        self.addressed: set[str] = set()  # the paths of articles that have an address
        self._by_path = {member.path: member for member in members if not member.gone}
        self._by_fingerprint = {member.fingerprint: member for member in members}
        self._ahead: set[str] = set()

    def look_ahead(self, articles: Iterable[Article | Refusal]) -> None:
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
