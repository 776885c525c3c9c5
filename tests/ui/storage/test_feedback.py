"""Ratings become questions of a set that the eval accepts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.questions.check import problems_of
from eval.questions.question_set import load_questions
from eval.questions.shelf import Shelf
from tests.ui.fakes import ARTICLES, HOSTILE_TEXT, bridge_answer, refusal
from ui.cli import main
from ui.render.filters import Filters
from ui.storage import feedback
from ui.storage.archive import new_key
from ui.storage.feedback import FEEDBACK_FILE, Feedback, is_complete, record_of


def test_complete_ratings_are_a_valid_question_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = Feedback(tmp_path)
    bridge = bridge_answer("When?")
    kept.put(
        record_of(new_key(), bridge, is_good=True, history=[("user", "a"), ("assistant", "b")])
    )
    kept.put(record_of(new_key(), refusal("Who won?"), is_good=True, comment=HOSTILE_TEXT))
    kept.put(record_of(new_key(), bridge_answer("Why?"), is_good=False, should_refuse=True))
    kept.put(record_of(new_key(), bridge_answer("How?"), is_good=False, filters=Filters("2022")))
    assert main(["feedback", "--home", str(tmp_path)]) == 0
    printed = capsys.readouterr()
    assert "3 usable, 1 waiting" in printed.err
    usable = tmp_path / "rated.jsonl"
    usable.write_text(printed.out, encoding="utf-8")
    questions = load_questions(usable)
    assert problems_of(questions, Shelf.of(ARTICLES)) == []
    assert [q.expected_status for q in questions] == ["answered", *["not_in_articles"] * 2]
    assert questions[0].history == (("user", "a"), ("assistant", "b"))

    assert main(["feedback", "--open", "--home", str(tmp_path)]) == 0
    [waiting] = map(json.loads, capsys.readouterr().out.splitlines())
    assert waiting["question"] == "How?" and waiting["filters"]["after"] == "2022"
    assert not is_complete(waiting)


def test_a_second_word_on_an_answer_replaces_the_first(tmp_path: Path) -> None:
    kept, key = Feedback(tmp_path), new_key()
    assert kept.put(record_of(key, bridge_answer("q"), is_good=True))
    assert kept.put(record_of(key, bridge_answer("q"), is_good=False, comment="x" * 5_000))
    [record] = kept.records()
    assert record["rating"] == "bad" and len(record["comment"]) == feedback.COMMENT_CHARS


def test_the_file_is_bounded_and_survives_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback, "MOST_RECORDS", 3)
    kept = Feedback(tmp_path)
    (tmp_path / FEEDBACK_FILE).write_text('{"id": 1}\n[]\nnot json\n', encoding="utf-8")
    for n in range(5):
        kept.put(record_of(new_key(), refusal(f"q{n}"), is_good=True))
    assert [record["question"] for record in kept.records()] == ["q2", "q3", "q4"]
    assert [path.name for path in tmp_path.iterdir()] == [FEEDBACK_FILE]


def test_a_line_of_no_text_costs_no_other(tmp_path: Path) -> None:
    kept = Feedback(tmp_path)
    assert kept.put(record_of(new_key(), refusal("q0"), is_good=True))
    with (tmp_path / FEEDBACK_FILE).open("ab") as file:
        file.write(b"\x00nonsense\xff\n")
    assert kept.put(record_of(new_key(), refusal("q1"), is_good=True))
    assert [record["question"] for record in kept.records()] == ["q0", "q1"]


def test_what_cannot_be_read_is_not_written_over(tmp_path: Path) -> None:
    kept = Feedback(tmp_path)
    (tmp_path / FEEDBACK_FILE).mkdir()  # opened by nobody
    assert not kept.put(record_of(new_key(), refusal("q"), is_good=True)) and kept.records() == []


def test_where_nothing_can_be_written_nothing_is_promised(tmp_path: Path) -> None:
    kept = Feedback(tmp_path / "missing")
    assert not kept.put(record_of(new_key(), refusal("q"), is_good=True)) and kept.records() == []
