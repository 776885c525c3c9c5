"""Drafts ask for what a sentence says, carry it, and are kept only when a person says so."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.drafting.draft import Draft, draft_article, spread
from eval.drafting.rules import draft_sentence
from eval.drafting.terminal import Sitting
from eval.questions.question_set import Question, load_questions
from index.types import Article, Passage
from tests.eval.fakes import MET, RAIN, SHELF, TEXT, WHEN, answered


@pytest.mark.parametrize(
    ("sentence", "kind", "question", "answer"),
    [
        (
            "On September 30, a ceremony was held in the Kremlin.",
            "when", "When was a ceremony held in the Kremlin?", "September 30",
        ),
        (
            "The bridge over the Wend was opened to cars on 3 May 2021 after a delay.",
            "when", "When was the bridge over the Wend opened to cars after a delay?", "3 May 2021",
        ),
        (
            "In 2016, the county banned trawling near the coast, which helped.",
            "when", "When was it that the county banned trawling near the coast?", "2016",
        ),
        (
            "About 2,000 people were invited to the opening of the bridge.",
            "how_many", "How many people were invited to the opening of the bridge?", "About 2,000",
        ),
        (
            "The bridge will carry 6,500 vehicles a day.",
            "how_many", "How many vehicles will the bridge carry a day?", "6,500",
        ),
        (
            "The ferry was restored in Saltmarsh by volunteers.",
            "where", "Where was the ferry restored by volunteers?", "Saltmarsh",
        ),
        (
            "Ines Karlsen rejected the charge against her county, and went home.",
            "who", "Who rejected the charge against her county?", "Ines Karlsen",
        ),
        (
            "Mayor Ines Karlsen said that the bridge was paid for from another fund.",
            "who_said", "Who said that the bridge was paid for from another fund?",
            "Mayor Ines Karlsen",
        ),
        (
            "“The bridge was paid for from another fund,” said Ines Karlsen.",
            "who_said", "Who said “The bridge was paid for from another fund”?", "Ines Karlsen",
        ),
    ],
)  # fmt: skip
def test_a_sentence_is_turned_around(sentence: str, kind: str, question: str, answer: str) -> None:
    assert (kind, question, answer) in draft_sentence(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The order was signed after he declared on Friday that the land was theirs.",
        "It rained.",
        "Officials said nothing.",
    ],
)
def test_what_belongs_to_another_clause_is_left_alone(sentence: str) -> None:
    assert [kind for kind, _, _ in draft_sentence(sentence) if kind != "who"] == []


@given(st.text(max_size=400))
@settings(deadline=None)  # a busy machine is slow, not wrong
def test_any_text_may_come(text: str) -> None:
    for _, question, answer in draft_sentence(text):
        assert question.endswith("?") and answer


@pytest.mark.parametrize("text", ["A " * 5000 + ".", "a, " * 5000, "On May 3, " + "x " * 5000])
def test_long_text_takes_no_long_time(text: str) -> None:
    assert list(draft_sentence(text)) == []


def article_of(text: str) -> tuple[Article, Passage]:
    article = Article("b1", "/in/b.txt", text, "hash")
    ends = [i + 1 for i, c in enumerate(text) if c == "."]
    starts = [0, *(e + 1 for e in ends[:-1])]
    spans = tuple(zip(starts, ends, strict=True))
    return article, Passage("p", "b1", 0, 0, len(text), text, spans)


def test_a_draft_carries_its_quote_and_needs_no_other_sentence() -> None:
    text = (
        "Ines Karlsen opened the new bridge over the Wend yesterday. She opened the old school on "
        "the hill too. Then Tomas Brandt praised his old ferry before the people of Low Harrow."
    )
    article, passage = article_of(text)
    drafts = draft_article(article, [passage, replace(passage, kind="byline")])
    assert [d.question for d in drafts] == ["Who opened the new bridge over the Wend yesterday?"]
    assert drafts[0].quote in text and drafts[0].article == "b.txt"
    question = drafts[0].as_question("new-001")
    assert question.accepted_answers == ("Ines Karlsen",) and question.answerable


def test_no_article_and_no_kind_fills_the_set() -> None:
    def drafts(article: str, kinds: Sequence[str]) -> list[Draft]:
        return [Draft(k, f"{article} {k} {n}?", "a", "q", article) for n, k in enumerate(kinds)]

    one, two = drafts("one", ["who", "who", "who", "when"]), drafts("two", ["who"])
    assert [(d.article, d.kind) for d in spread([one, two], 3)] == [
        ("one", "who"), ("two", "who"), ("one", "when"),
    ]  # fmt: skip
    assert len(spread([one, one], 9)) == 4  # no question twice


DRAFT = replace(WHEN, id="new-001", tags=("drafted",))


def sit(
    tmp_path: Path, typed: str, *drafts: Question, accept_all: bool = False
) -> tuple[str, Path]:
    shown: list[str] = []
    out = tmp_path / "set.jsonl"
    lines = io.StringIO(typed)
    sitting = Sitting(out, SHELF, lambda _: answered(MET), lines.readline, shown.append, accept_all)
    sitting.go_through(drafts)
    return "".join(shown), out


def test_accepting_keeps_the_draft_and_shows_what_dateline_says(tmp_path: Path) -> None:
    shown, out = sit(tmp_path, "a\n", DRAFT)
    assert "When did they meet?" in shown and "(as drafted)" in shown and MET in shown
    assert load_questions(out) == (DRAFT,)


def test_dropping_and_quitting_keep_nothing(tmp_path: Path) -> None:
    for typed in ("d\nq\n", "q\n", "", "what?\nd\n"):
        assert not sit(tmp_path, typed, DRAFT, DRAFT)[1].exists()


def test_a_draft_is_edited_before_it_is_kept(tmp_path: Path) -> None:
    _, out = sit(tmp_path, f"e\nWhat was the weather?\nrain | rained\n{RAIN}\na\n", DRAFT)
    [kept] = load_questions(out)
    assert kept.question == "What was the weather?" and kept.accepted_answers == ("rain", "rained")
    assert kept.gold_evidence[0][0].quote == RAIN and kept.gold_evidence[0][0].article == "a.txt"


def test_a_draft_becomes_a_question_that_nothing_answers(tmp_path: Path) -> None:
    _, out = sit(tmp_path, "e\nWho sang?\n-\na\n", DRAFT)
    [kept] = load_questions(out)
    assert kept.expected_status == "not_in_articles" and kept.gold_evidence == ()


def test_words_of_no_article_are_not_kept(tmp_path: Path) -> None:
    shown, out = sit(tmp_path, "e\n\n\nThey never met.\na\nd\n", DRAFT)
    assert "No article has these words" in shown and "no quote" in shown and not out.exists()


def test_a_thumb_without_gold_must_be_edited_first(tmp_path: Path) -> None:
    thumb = Question("t-1", "question", "When did they meet?", None)
    shown, out = sit(tmp_path, f"a\ne\n\nMarch 29\n{MET}\na\n", thumb)
    assert "isn't known" in shown
    assert load_questions(out)[0].accepted_answers == ("March 29",)


def test_accepting_all_tags_what_no_person_read(tmp_path: Path) -> None:
    _, out = sit(tmp_path, "", DRAFT, replace(DRAFT, id="new-002"), accept_all=True)
    assert [q.tags for q in load_questions(out)] == [("drafted", "unreviewed")] * 2


def test_hostile_text_moves_no_cursor(tmp_path: Path) -> None:
    evil = replace(DRAFT, question="When\x1b[2J did\nthey meet?", kind="\x1b]0;x\x07")
    shown, _ = sit(tmp_path, "d\n", evil)
    assert "\x1b" not in shown and "\x07" not in shown


def test_a_set_keeps_what_it_is_given(tmp_path: Path) -> None:
    rich = replace(
        DRAFT, history=(("user", "Hm?"),), after="2022", publishers=("X",),
        gold_articles=("a.txt",),
        accepted_all=(("a", "b"),), split="tune", note="why", expected_status="answered",
    )  # fmt: skip
    _, out = sit(tmp_path, "a\n", rich)
    assert load_questions(out) == (rich,)
    assert json.loads(out.read_text("utf-8"))["filters"]["after"] == "2022"
    assert TEXT in SHELF.by_id["a1"].text
