"""What the page keeps in the home: answers by their key, conversations by whose they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.fakes import HOSTILE_TEXT, bridge_answer, hostile_answer
from ui.storage import archive
from ui.storage.archive import ARCHIVE_FILE, Archive, new_key


def test_an_answer_comes_back_as_it_was_given(tmp_path: Path) -> None:
    kept = Archive(tmp_path)
    answer = hostile_answer(HOSTILE_TEXT + "\ud800")
    key = kept.keep_answer(answer, ["only articles from Reuters"])
    again = Archive(tmp_path).answer(key)
    assert again and again.answer == answer and again.hints == ("only articles from Reuters",)


@pytest.mark.parametrize("key", ["", "a", "A" * 32, "' OR 1=1 --", "../" * 11, "0" * 32, "0" * 999])
def test_other_keys_name_nothing(tmp_path: Path, key: str) -> None:
    kept = Archive(tmp_path)
    assert kept.answer(key) is None
    kept.keep_answer(bridge_answer("q"))
    assert kept.answer(key) is None and kept.conversation("visitor:a", key) is None


def test_conversations_belong_to_their_owner(tmp_path: Path) -> None:
    kept, conversation = Archive(tmp_path), new_key()
    answer = kept.keep_answer(bridge_answer("q"))
    kept.keep_conversation("visitor:a", conversation, "When \ud800?", [answer])
    kept.keep_conversation("visitor:b", conversation, "stolen", [answer])
    [mine] = kept.conversations("visitor:a")
    assert mine.title == "When ??" and mine.answers == (answer,)
    assert kept.conversations("visitor:b") == []
    kept.forget("visitor:b", conversation)
    assert kept.conversation("visitor:a", conversation) and kept.answer(answer)
    kept.forget("visitor:a", conversation)
    assert kept.conversations("visitor:a") == [] and kept.answer(answer) is None


def test_nobodys_conversation_and_one_without_answers_are_not_kept(tmp_path: Path) -> None:
    kept = Archive(tmp_path)
    kept.keep_conversation("", new_key(), "t", [new_key()])
    kept.keep_conversation("visitor:a", new_key(), "t", ["no key"])
    kept.keep_conversation("visitor:a", "no key", "t", [new_key()])
    assert kept.conversations("visitor:a") == kept.conversations("") == []


def test_everything_is_bounded_and_the_oldest_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_ANSWERS", 5)
    monkeypatch.setattr(archive, "MOST_CONVERSATIONS", 3)
    kept = Archive(tmp_path)
    keys = [kept.keep_answer(bridge_answer(f"q{n}")) for n in range(8)]
    assert [bool(kept.answer(key)) for key in keys] == [False] * 3 + [True] * 5
    for n in range(5):
        kept.keep_conversation("visitor:a", new_key(), f"t{n}", keys)
    assert [item.title for item in kept.conversations("visitor:a")] == ["t4", "t3", "t2"]


def test_what_cannot_be_written_or_read_is_not_kept(tmp_path: Path) -> None:
    nowhere = Archive(tmp_path / "missing")
    assert nowhere.keep_answer(bridge_answer("q")) == "" and nowhere.conversations("a") == []
    (tmp_path / ARCHIVE_FILE).write_bytes(b"no database" * 100)
    damaged = Archive(tmp_path)
    assert damaged.keep_answer(bridge_answer("q")) == "" and damaged.answer("0" * 32) is None
