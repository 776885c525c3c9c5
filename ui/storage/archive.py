"""What the page remembers in the home: answers, by the key of their link, and who asked them when.

A kept answer is shown again as it was given, citations and all; nothing is asked anew. Everything
is bounded, the oldest goes first. A home that can't be written (or a damaged file) means that
nothing is kept, never that a question fails.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.types import Answer
from ui.render.filters import NO_FILTERS, Filters, filters_of

ARCHIVE_FILE = "page.db"
MOST_ANSWERS = 2_000
MOST_CONVERSATIONS = 50  # of one person
MOST_CONVERSATIONS_IN_ALL = 2_000
MOST_KEYS = 50  # answers of one conversation
TITLE_CHARS = 120
_KEY = re.compile(r"[0-9a-f]{32}")
_SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS answers (
    number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, at INTEGER NOT NULL,
    document TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS conversations (
    number INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL, key TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL, title TEXT NOT NULL, answers TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS conversations_owner ON conversations (owner, at);
"""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class KeptAnswer:
    """An answer as it was given, under which filters, with what the search made of the question's
    words (`hints`).
    """

    key: str
    answer: Answer
    hints: tuple[str, ...] = ()
    filters: Filters = NO_FILTERS


@dataclass(frozen=True)
class KeptConversation:
    """A conversation of the past: its first question as `title`, when it was last added to (in
    seconds since 1970), and the keys of its answers, oldest first.
    """

    key: str
    title: str
    at: int
    answers: tuple[str, ...] = ()


def new_key() -> str:
    """A key that can't be guessed: whoever has it may read what it names."""
    return secrets.token_hex(16)


def is_key(text: str) -> bool:
    """Whether `text` has the form of a key."""
    return _KEY.fullmatch(text) is not None


class Archive:
    """The archive of one home. Safe from any thread; opens the file anew for each call."""

    def __init__(self, home: Path) -> None:
        self._path = home / ARCHIVE_FILE

    def keep_answer(
        self, answer: Answer, hints: Sequence[str] = (), filters: Filters = NO_FILTERS
    ) -> str:
        """Keep an answer and give its key; "" when it can't be kept."""
        key = new_key()
        parts = {"answer": answer.to_dict(), "hints": list(hints), "filters": filters.arguments}
        document = json.dumps(parts)
        kept = self._write(
            (
                "INSERT INTO answers (key, at, document) VALUES (?, ?, ?)",
                (key, int(time.time()), document),
            ),
            (
                "DELETE FROM answers WHERE number <= (SELECT max(number) FROM answers) - ?",
                (MOST_ANSWERS,),
            ),
        )
        return key if kept else ""

    def answer(self, key: str) -> KeptAnswer | None:
        """The answer of a key, None when it isn't kept (any more)."""
        rows = self._rows("SELECT document FROM answers WHERE key = ?", key) if is_key(key) else []
        if not rows:
            return None
        try:
            document = json.loads(rows[0][0])
            hints = tuple(str(hint) for hint in document["hints"])
            asked = document["filters"]
            filters = filters_of(*(asked.get(n) for n in ("after", "before", "publishers")))
            return KeptAnswer(key, Answer.from_dict(document["answer"]), hints, filters)
        except (
            AttributeError,
            KeyError,
            TypeError,
            ValueError,
        ) as error:  # of a Dateline with other fields
            _log.warning("kept answer %s can't be read: %r", key, error)
            return None

    def keep_conversation(self, owner: str, key: str, title: str, answers: Sequence[str]) -> None:
        """Keep (or bring up to date) a conversation of `owner`; another's is left alone."""
        keys = [answer for answer in answers if is_key(answer)][-MOST_KEYS:]
        if not (owner and keys and is_key(key)):
            return
        title = title.encode("utf-8", "replace").decode()[:TITLE_CHARS]
        self._write(
            (
                "INSERT INTO conversations (owner, key, at, title, answers) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (key) DO UPDATE SET at = excluded.at, title = excluded.title, "
                "answers = excluded.answers WHERE owner = excluded.owner",
                (owner, key, int(time.time()), title, json.dumps(keys)),
            ),
            (
                "DELETE FROM conversations WHERE owner = ?1 AND number NOT IN (SELECT number FROM "
                "conversations WHERE owner = ?1 ORDER BY at DESC, number DESC LIMIT ?2)",
                (owner, MOST_CONVERSATIONS),
            ),
            (
                "DELETE FROM conversations WHERE number <= "
                "(SELECT max(number) FROM conversations) - ?",
                (MOST_CONVERSATIONS_IN_ALL,),
            ),
        )

    def conversations(self, owner: str) -> list[KeptConversation]:
        """Those of `owner`, the latest first."""
        rows = self._rows(
            "SELECT key, title, at, answers FROM conversations WHERE owner = ? "
            "ORDER BY at DESC, number DESC",
            owner,
        )
        return [_conversation(row) for row in rows]

    def conversation(self, owner: str, key: str) -> KeptConversation | None:
        """One of `owner`'s, None when there is none such."""
        rows = self._rows(
            "SELECT key, title, at, answers FROM conversations WHERE owner = ? AND key = ?",
            owner,
            key,
        )
        return _conversation(rows[0]) if rows else None

    def forget(self, owner: str, key: str) -> None:
        """Let go of a conversation of `owner`, and of its answers with it."""
        kept = self.conversation(owner, key)
        if kept is not None:
            self._write(
                ("DELETE FROM conversations WHERE key = ?", (key,)),
                (
                    "DELETE FROM answers WHERE key IN (SELECT value FROM json_each(?))",
                    (json.dumps(kept.answers),),
                ),
            )

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        if not self._path.is_file():
            return []
        try:
            with closing(sqlite3.connect(self._path, timeout=5.0)) as database:
                return database.execute(query, values).fetchall()
        except sqlite3.Error as error:
            _log.warning("%s: can't be read (%s)", self._path, error)
            return []

    def _write(self, *statements: tuple[str, tuple[str | int, ...]]) -> bool:
        """All of them or none; False for none."""
        try:
            with closing(sqlite3.connect(self._path, timeout=5.0)) as database:
                database.executescript(_SCHEMA)
                with database:
                    for statement, values in statements:
                        database.execute(statement, values)
            return True
        except sqlite3.Error as error:
            _log.warning("%s: nothing is kept (%s)", self._path, error)
            return False


def _conversation(row: tuple[Any, ...]) -> KeptConversation:
    key, title, at, answers = row
    return KeptConversation(key, title, at, tuple(json.loads(answers)))
