"""Which files were read, and which articles each of them holds.

A file may hold many articles, and an article (known by its address) may stand in several files.
`articles.file_id` names the one whose reading answers; `members` has them all. Outside of the
tables a file is known by its path. Everything here is a part of the writer's transactions.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.catalog.connection import WritingConnection
from index.database.session import TEXTS


@dataclass(frozen=True)
class FileRecord:
    """What is known of a file, to tell whether it changed. `rules` is empty until it was read to
    its end.
    """

    path: str
    file_bytes: int
    modified_ns: int
    content_hash: str
    rules: str

    @property
    def stamp(self) -> tuple[int, int]:
        """Size and time, to compare."""
        return self.file_bytes, self.modified_ns


@dataclass(frozen=True)
class Member:
    """An article as one file holds it, or held it (`gone`). `path` is that of the article."""

    article_id: str
    path: str
    fingerprint: str
    gone: bool


@dataclass(frozen=True)
class Current:
    """What is stored of a finished article, to compare with what a file brings. `file` is the
    path of the one whose reading this is.
    """

    article_id: str
    file: str | None
    path: str
    content_hash: str
    fingerprint: str
    cut: str
    published_at: str | None
    updated_at: str | None


@dataclass(frozen=True)
class FileRead:
    """A file that was read to its end. `seen` are the articles that were met in it; `displaced`
    those that were known by a place where another one stands now.
    """

    record: FileRecord
    seen: frozenset[str]
    displaced: tuple[str, ...] = ()


class CatalogFiles:
    """The tables `files` and `members`."""

    def __init__(self, connection: WritingConnection) -> None:
        """A part of the catalog that `connection` writes."""
        self._connection = connection
        self._rows = connection.rows
        self._run = connection.run

    # --- what is known ------------------------------------------------------------------------

    def records(self) -> dict[str, FileRecord]:
        """Every file that was read, by path."""
        rows = self._rows("SELECT path, bytes, modified_ns, content_hash, rules FROM files")
        return {row[0]: FileRecord(*row) for row in rows}

    def members(self, file: str) -> list[Member]:
        """What a file holds, and what it no longer does."""
        rows = self._rows(
            "SELECT article_id, m.path, fingerprint, gone FROM files f JOIN members m "
            "USING (file_id) WHERE f.path = ? ORDER BY length(m.path), m.path",
            file,
        )
        return [Member(row[0], row[1], row[2], bool(row[3])) for row in rows]

    def places(self, article_id: str) -> list[str]:
        """The paths where an article stands."""
        return [
            row[0]
            for row in self._rows(
                "SELECT path FROM members WHERE article_id = ? AND NOT gone", article_id
            )
        ]

    def current(self, article_id: str) -> Current | None:
        """What is stored of a finished article."""
        rows = self._rows(
            "SELECT article_id, f.path, a.path, a.content_hash, fingerprint, cut, published_at, "
            "updated_at FROM articles a LEFT JOIN files f USING (file_id) "
            "WHERE article_id = ? AND state = 'done'",
            article_id,
        )
        return Current(*rows[0]) if rows else None

    def cut_otherwise(self, file: str, rules: str, language: str) -> set[str]:
        """Articles of a file whose passages were cut by other rules than `rules`, or, where they
        don't state their own, for another language.
        """
        return {
            row[0]
            for row in self._rows(
                "SELECT article_id FROM files f JOIN articles a USING (file_id) WHERE f.path = ? "
                "AND state = 'done' AND cut <> ? || coalesce(language, ?)",
                file,
                rules,
                language,
            )
        }

    def is_old_version(self, article_id: str, content_hash: str) -> bool:
        """Whether this text of the article was replaced by another."""
        return bool(
            self._rows(
                "SELECT 1 FROM old_versions WHERE article_id = ? AND content_hash = ?",
                article_id,
                content_hash,
            )
        )

    def lost(self, roots: Sequence[Path], there: frozenset[str]) -> list[tuple[str, Member]]:
        """The members under `roots` whose file is gone, or no longer holds them. The files in
        `there` are known to exist.
        """
        lost = []
        for file in self.records():
            if any(Path(file).is_relative_to(root) for root in roots):
                exists = file in there or Path(file).exists()
                lost += [(file, m) for m in self.members(file) if m.gone or not exists]
        return lost

    # --- changes, in a transaction of the writer ----------------------------------------------

    def number(self, file: str) -> int:
        """The number of a file; a new one is taken down as not read yet."""
        rows = self._rows("SELECT file_id FROM files WHERE path = ?", file)
        if rows:
            return int(rows[0][0])
        return self._connection.insert(
            "INSERT INTO files (path, bytes, modified_ns, content_hash, rules) "
            "VALUES (?, 0, 0, '', '')",
            file,
            key="file_id",
        )

    def put(self, file: str, member: Member) -> int:
        """Record an article that a file holds; gives the number of the file."""
        number = self.number(file)
        self._run(
            "INSERT INTO members VALUES (?, ?, ?, ?, ?) ON CONFLICT (file_id, article_id) "
            "DO UPDATE SET path = excluded.path, fingerprint = excluded.fingerprint, "
            "gone = excluded.gone",
            number,
            member.article_id,
            member.path,
            member.fingerprint,
            member.gone,
        )
        return number

    def take_over(self, file: str, member: Member) -> None:
        """The same, and from now on this file's reading of the article answers."""
        self._run(
            "UPDATE articles SET path = ?, file_id = ?, fingerprint = ? WHERE article_id = ?",
            member.path,
            self.put(file, member),
            member.fingerprint,
            member.article_id,
        )

    def finish(self, read: FileRead) -> None:
        """Record that a file was read to its end; what it no longer holds is marked as gone."""
        record, number = read.record, self.number(read.record.path)
        self._run(
            "UPDATE members SET gone = TRUE WHERE file_id = ? AND NOT gone "
            f"AND article_id NOT IN {TEXTS}",
            number,
            json.dumps(sorted(read.seen)),
        )
        self._run(
            "UPDATE files SET bytes = ?, modified_ns = ?, content_hash = ?, rules = ? "
            "WHERE file_id = ?",
            record.file_bytes,
            record.modified_ns,
            record.content_hash,
            record.rules,
            number,
        )
        self._run(
            "DELETE FROM files WHERE file_id = ?1 "
            "AND NOT EXISTS (SELECT 1 FROM members WHERE file_id = ?1)",
            number,
        )

    def touch(self, file: str, file_bytes: int, modified_ns: int) -> None:
        """Record a new size and time of an unchanged file."""
        with self._connection.transaction():
            self._run(
                "UPDATE files SET bytes = ?, modified_ns = ? WHERE path = ?",
                file_bytes,
                modified_ns,
                file,
            )

    def rename(self, old: str, new: str) -> None:
        """A file has another path now; its articles keep their ids. It counts as not read, since
        a name may tell a date.
        """
        with self._connection.transaction():
            number = self.number(old)
            self._run("UPDATE files SET path = ?, rules = '' WHERE file_id = ?", new, number)
            for table in ("members", "articles"):
                self._run(
                    f"UPDATE {table} SET path = ?1 || substr(path, length(?2) + 1) "
                    "WHERE file_id = ?3 AND substr(path, 1, length(?2)) = ?2",
                    new,
                    old,
                    number,
                )

    def mark_unread(self, article_ids: Collection[str]) -> list[str]:
        """Have the files that hold these articles read again; gives their paths."""
        chosen = json.dumps(sorted(article_ids))
        where = f"file_id IN (SELECT file_id FROM members WHERE NOT gone AND article_id IN {TEXTS})"
        with self._connection.transaction():
            self._run(f"UPDATE files SET rules = '' WHERE {where}", chosen)
        return [row[0] for row in self._rows(f"SELECT path FROM files WHERE {where}", chosen)]

    def forget(self, left: Sequence[tuple[str, Member]]) -> set[str]:
        """Members that are no more. Gives the articles whose answering reading is among them;
        other files may still hold them.
        """
        orphans = set()
        with self._connection.transaction():
            for file, member in left:
                current = self.current(member.article_id)
                if current is not None and current.file == file:
                    orphans.add(member.article_id)
                self._run(
                    "DELETE FROM members WHERE file_id = ? AND article_id = ?",
                    self.number(file),
                    member.article_id,
                )
            self._run(
                "DELETE FROM files WHERE NOT EXISTS "
                "(SELECT 1 FROM members WHERE members.file_id = files.file_id)"
            )
        return orphans
