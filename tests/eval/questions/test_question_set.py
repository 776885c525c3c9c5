"""The seed set says what the articles say, and a bad set is refused with a reason."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval.asking.chosen import open_set, seeds_folder
from eval.questions.check import problems_of
from eval.questions.question_set import (
    GoldQuote,
    Question,
    QuestionSetError,
    load_questions,
    set_row,
)
from eval.questions.shelf import Shelf
from index.types import Article

QUESTIONS = load_questions()


def shelf_of(texts: dict[str, str]) -> Shelf:
    return Shelf.of(Article(name, f"/in/{name}", text, "hash") for name, text in texts.items())


def seed_texts() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in seeds_folder().glob("*.txt")}


def test_every_quote_of_the_seed_set_stands_in_its_article() -> None:
    assert problems_of(QUESTIONS, shelf_of(seed_texts())) == []


def test_the_seed_set_is_broad() -> None:
    kinds = Counter(q.kind for q in QUESTIONS)
    wanted = {
        "single_fact", "who_said", "several_articles", "time", "paraphrase", "misspelling",
        "follow_up", "metadata", "list", "yes_no", "near_miss", "off_topic", "hostile",
        "about_corpus",
    }  # fmt: skip
    assert set(kinds) == wanted and min(kinds.values()) >= 10
    assert sum(not q.answerable for q in QUESTIONS) >= 60
    assert {q.cluster for q in QUESTIONS} - {None} == set(seed_texts())


def test_the_halves_are_alike_and_make_the_whole() -> None:
    tune, heldout = load_questions(split="tune"), load_questions(split="heldout")
    assert {q.id for q in tune} | {q.id for q in heldout} == {q.id for q in QUESTIONS}
    assert len(tune) + len(heldout) == len(QUESTIONS)
    for kind, status in {(q.kind, q.expected_status) for q in QUESTIONS}:
        halves = [
            sum((q.kind, q.expected_status) == (kind, status) for q in h) for h in (tune, heldout)
        ]
        assert abs(halves[0] - halves[1]) <= 1, (kind, status)


def test_the_digest_changes_with_the_set(tmp_path: Path) -> None:
    copy = tmp_path / "set.jsonl"
    copy.write_text(_line(), encoding="utf-8")
    first = open_set(copy).sha256
    copy.write_text(_line() + " ", encoding="utf-8")
    assert open_set(copy).sha256 != first


def _line(**changes: Any) -> str:
    data = {"id": "a-1", "kind": "time", "question": "When?", "answerable": False,
            "expected_status": "not_in_articles"}  # fmt: skip
    return json.dumps({**data, **changes})


def test_a_question_that_is_written_is_read_again(tmp_path: Path) -> None:
    whole = Question(
        "q", "kind", "Who?", "answered", history=(("user", "Hm?"),), after="2022-01-01",
        accepted_answers=("Ada",), gold_articles=("a.txt",), wrong_answers=("Bo",),
        reference="It was Ada.", tags=("tag",), split="tune", note="why",
    )  # fmt: skip
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(set_row(whole)) + "\n", encoding="utf-8")
    assert load_questions(path) == (whole,)
    assert whole.graded == {"a.txt": 1}


def test_optional_fields_may_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(_line() + "\n\n", encoding="utf-8")
    assert load_questions(path) == (Question("a-1", "time", "When?", "not_in_articles"),)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("not json", "line 1"),
        ("[]", "not a question"),
        (_line(expected_status="perhaps"), "perhaps"),
        (_line(answerable=True), "answerable"),
        (_line(id=3), "3 should be text"),
        (_line(gold_evidence=[[]]), "list of groups"),
        (_line(accepted_answers="yes"), "list of texts"),
        ('{"id": "a"}', "KeyError"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(QuestionSetError, match=reason):
        load_questions(path)


def test_a_missing_file_a_binary_file_and_an_empty_split_are_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match="not readable"):
        load_questions(tmp_path / "none.jsonl")
    binary = tmp_path / "binary.jsonl"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(QuestionSetError, match="not readable"):
        load_questions(binary)
    with pytest.raises(QuestionSetError, match="use one of"):
        load_questions(split="third")  # type: ignore[arg-type]
    path = tmp_path / "set.jsonl"
    path.write_text(_line(split="tune"), encoding="utf-8")
    with pytest.raises(QuestionSetError, match="no questions"):
        load_questions(path, "heldout")


GOOD = Question(
    "q-1", "time", "When did they meet?", "answered",
    accepted_answers=("March 29",), gold_evidence=((GoldQuote("a.txt", "They met on March 29."),),),
)  # fmt: skip
TEXTS = shelf_of({"a.txt": "They met on March 29. It rained."})


def test_a_good_question_has_no_problem() -> None:
    assert problems_of([GOOD], TEXTS) == []


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        (
            replace(GOOD, gold_evidence=((GoldQuote("a.txt", "They met on March 30."),),)),
            "does not contain",
        ),
        (replace(GOOD, gold_evidence=((GoldQuote("b.txt", "They"),),)), "no article"),
        (replace(GOOD, gold_evidence=()), "without evidence"),
        (replace(GOOD, accepted_answers=()), "nothing is accepted"),
        (replace(GOOD, accepted_answers=("April 1",)), "none of"),
        (replace(GOOD, expected_status="about_corpus"), "though no article"),
        (replace(GOOD, expected_status="not_in_articles", gold_evidence=()), "yet accepts"),
    ],
)
def test_a_contradiction_is_found(question: Question, problem: str) -> None:
    assert any(problem in text for text in problems_of([question], TEXTS))


def test_doubles_are_found() -> None:
    assert len(problems_of([GOOD, GOOD], TEXTS)) == 2  # the id, and the question
