"""What is right beyond looking up, on answers made by hand: each verdict can be worked out here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from eval.metrics.forms import Verdict, judge_form
from eval.metrics.gold import Gold
from eval.metrics.record import Record
from eval.metrics.said import numbers_of, says
from eval.questions.expected import Expected, GoldSide, Told
from eval.questions.question_set import GoldQuote, Question
from eval.questions.shelf import Shelf
from index.types import Article
from qa.types import (
    Answer,
    AssertedBy,
    Citation,
    Coverage,
    Disagreement,
    ShortAnswer,
    Side,
    Statement,
    TimelineEntry,
)

NINE = "The flood drowned nine sheep on Monday."
TWELVE = "Twelve sheep drowned, the shepherd said."
FOURTEEN = "The count of drowned sheep rose to 14."
OLD = "In 1950 a flood drowned 200 sheep."
ARTICLES = [
    Article("a", "/x/a.txt", f"{NINE} {OLD}", "a", "Flood drowns nine", publisher="Reuters",
            published_at="2023-03-06"),
    Article("b", "/x/b.txt", TWELVE, "b", "Twelve sheep lost", publisher="CNN",
            published_at="2023-03-06"),
    Article("c", "/x/c.txt", FOURTEEN, "c", "Fourteen now", publisher="Reuters",
            published_at="2023-03-08"),
    Article("d", "/x/d.txt", FOURTEEN, "d", "Fourteen, says wire", publisher="The Guardian",
            published_at="2023-03-08"),
]  # fmt: skip
PLAIN = Expected()
GOLD = Gold.of(Shelf.of(ARTICLES), [("c.txt", "d.txt")])
BY_ID = {article.article_id: article for article in ARTICLES}


def quote(name: str, words: str) -> GoldQuote:
    return GoldQuote(name, words)


def cite(marker: int, key: str, words: str, **changes: Any) -> Citation:
    article = BY_ID[key]
    start = article.text.index(words)
    values: dict[str, Any] = {
        "marker": marker, "article_id": key, "title": article.title,
        "publisher": article.publisher, "author": None, "published_at": article.published_at,
        "published_precision": "day", "published_source": "metadata", "path": article.path,
        "url": None, "quote": words, "start_char": start, "end_char": start + len(words),
        "score": 1.0,
    }  # fmt: skip
    return Citation(**{**values, **changes})


def answer(*told: tuple[str, str], status: Any = "answered", **changes: Any) -> Answer:
    """Statements that are the quotes themselves, as (article, words)."""
    values: dict[str, Any] = {
        "question": "?", "standalone_question": "?", "status": status,
        "text": " ".join(f"{words} [{n}]" for n, (_, words) in enumerate(told, start=1)),
        "statements": tuple(Statement(w, (n,), 1.0) for n, (_, w) in enumerate(told, start=1)),
        "citations": tuple(cite(n, key, w) for n, (key, w) in enumerate(told, start=1)),
        "short_answer": None, "related": (), "coverage": Coverage(4, (), None, None, 0),
        "reader": "extractive",
    }  # fmt: skip
    return Answer(**{**values, **changes})


def verdict(given: Answer | None, expected: Expected = PLAIN, **labels: Any) -> Verdict:
    values: dict[str, Any] = {"expected_status": "answered", **labels}
    question = Question("q", "kind", "?", **values)
    return judge_form(Record(question, given, error=None if given else "broken"), expected, GOLD)


def entry(on: str, text: str, *markers: int) -> TimelineEntry:
    return TimelineEntry(on, "day", text, markers)


REFUSED = answer(status="not_in_articles", text="The articles do not say.")
GONE = Told(("nine",), (quote("a.txt", NINE),), ("2023-03-05", "2023-03-06"))
ROSE = Told(("14",), (quote("c.txt", FOURTEEN),), ("2023-03-08",))


@pytest.mark.parametrize(
    ("text", "words", "is_said"),
    [
        ("14 sheep", "4", False),
        ("4 sheep", "4", True),
        ("a magnitude of 6.1", "6.1", True),
        ("a magnitude of 6.1", "6", False),
        ("61 houses", "6.1", False),
        ("1,148 votes", "148", False),
        ("on Monday (March 6, 2023) by noon", "on Monday by noon", True),
        ("“We’ll rebuild 60 homes”", "we'll rebuild 60", True),
        ("nineteen sheep", "nine", False),
    ],
)
def test_words_and_numbers_stand_as_their_own(text: str, words: str, is_said: bool) -> None:
    assert says(text, words) is is_said


def test_numbers_in_the_order_they_are_said() -> None:
    assert numbers_of("Three of 1,249 articles, none in 2023.") == [3, 1249, 0, 2023]


# --- looking up -----------------------------------------------------------------------------

LOOKED_UP: dict[str, Any] = {
    "accepted_answers": ("nine", "9"),
    "gold_evidence": ((quote("a.txt", NINE),),),
    "wrong_answers": ("200",),
}


def test_an_answer_that_says_it_and_cites_it() -> None:
    found = verdict(answer(("a", NINE)), **LOOKED_UP)
    assert (found.right, found.strict, found.reason) == (True, True, "")


def test_said_elsewhere_is_right_but_not_strictly() -> None:
    labels: dict[str, Any] = {**LOOKED_UP, "accepted_answers": ("Twelve",)}
    found = verdict(answer(("b", TWELVE)), **labels)
    assert (found.right, found.strict) == (True, False)


def test_what_may_not_be_said_beside_what_is_right() -> None:
    found = verdict(answer(("a", NINE), ("a", OLD)), **LOOKED_UP)
    assert (found.right, found.reason) == (False, "says 200")


def test_a_quote_that_is_not_the_articles_words() -> None:
    shifted = answer(("a", NINE), citations=(cite(1, "a", NINE, start_char=1),))
    assert verdict(shifted, **LOOKED_UP).reason == "a quote is not verbatim"


def test_what_is_no_longer_so_may_follow_what_is() -> None:
    labels: dict[str, Any] = {
        "accepted_answers": ("14",),
        "gold_evidence": ((quote("c.txt", FOURTEEN),),),
    }
    expected = Expected(superseded=("nine",))
    assert verdict(answer(("c", FOURTEEN), ("a", NINE)), expected, **labels).right
    first = verdict(answer(("a", NINE), ("c", FOURTEEN)), expected, **labels)
    assert first.reason == "says nine first, which is no longer so"
    short = answer(("c", FOURTEEN), ("a", NINE), short_answer=ShortAnswer("nine", 2, 18, 22))
    assert verdict(short, expected, **labels).right is False


def test_what_a_copy_says_is_as_right() -> None:
    labels: dict[str, Any] = {
        "accepted_answers": ("14",),
        "gold_evidence": ((quote("c.txt", FOURTEEN),),),
    }
    assert verdict(answer(("d", FOURTEEN)), **labels).strict


def test_who_asserts_it_is_asked_strictly() -> None:
    labels: dict[str, Any] = {
        "accepted_answers": ("shepherd",),
        "gold_evidence": ((quote("b.txt", TWELVE),),),
    }
    expected = Expected(asserted_by=AssertedBy("the shepherd", "said"))
    plain = answer(("b", TWELVE))
    assert verdict(plain, expected, **labels) == Verdict(True, lenient=True, strict=False)
    by = Statement(TWELVE, (1,), 1.0, AssertedBy("shepherd", "said"))
    assert verdict(answer(("b", TWELVE), statements=(by,)), expected, **labels).strict


def test_the_day_of_a_weekday() -> None:
    labels: dict[str, Any] = {
        "accepted_all": (("Monday",),),
        "gold_evidence": ((quote("a.txt", NINE),),),
    }
    dated = "The flood drowned nine sheep on Monday (March {}, 2023)."
    for day, right in (("6", True), ("13", False)):
        text = dated.format(day)
        given = answer(("a", NINE), text=text, statements=(Statement(text, (1,), 1.0),))
        assert verdict(given, Expected(dates=("2023-03-06",)), **labels).right is right


def test_a_false_refusal_is_told_apart() -> None:
    found = verdict(REFUSED, **LOOKED_UP)
    assert (found.right, found.false_refusal) == (False, True)


def test_what_cannot_be_scored_is_not_wrong() -> None:
    assert verdict(None).right is None
    lost = verdict(answer(("a", NINE)), gold_evidence=((quote("a.txt", "Not there."),),))
    assert lost.right is None and "not in the index" in lost.reason


# --- near misses ----------------------------------------------------------------------------


def test_a_question_that_is_not_answered() -> None:
    labels: dict[str, Any] = {"expected_status": "not_in_articles", "wrong_answers": ("200",)}
    assert verdict(REFUSED, **labels).right
    assert verdict(answer(("a", OLD)), **labels).right is False
    corrected = Expected(corrected_by=(quote("a.txt", NINE),))
    assert verdict(answer(("a", NINE)), corrected, **labels).right
    assert verdict(answer(("a", NINE), ("a", OLD)), corrected, **labels).right is False


# --- timelines ------------------------------------------------------------------------------


def timeline(*told: tuple[str, str, str]) -> Answer:
    entries = tuple(entry(on, w, n) for n, (on, _, w) in enumerate(told, start=1))
    return answer(*((key, w) for _, key, w in told), form="timeline", timeline=entries)


def test_two_thirds_of_a_timeline_in_order() -> None:
    missed = Told(("rain",), (), ("2023-03-07",))
    three = Expected(timeline=(GONE, missed, ROSE))  # two of three: 2 >= 3 * 2/3
    both = timeline(("2023-03-06", "a", NINE), ("2023-03-08", "c", FOURTEEN))
    assert verdict(both, three) == Verdict(True, lenient=True, strict=True)
    one = verdict(timeline(("2023-03-06", "a", NINE)), three)
    assert one.reason.startswith("1 of 3 entries, 2 needed")
    four = Expected(timeline=(GONE, missed, missed, ROSE))  # two of four: 2 < 2.67, so 3 needed
    assert verdict(both, four).reason.startswith("2 of 4 entries, 3 needed")


def test_the_wrong_order_and_the_wrong_day() -> None:
    two = Expected(timeline=(GONE, ROSE))
    turned = timeline(("2023-03-08", "c", FOURTEEN), ("2023-03-06", "a", NINE))
    assert verdict(turned, two).reason == "1 of 2 entries, 2 needed; order"
    off = timeline(("2023-03-06", "a", NINE), ("2023-03-09", "c", FOURTEEN))
    assert verdict(off, two).right is False
    event = timeline(("2023-03-05", "a", NINE), ("2023-03-08", "c", FOURTEEN))
    assert verdict(event, two).right  # the event's own day is allowed


def test_nothing_of_outside_the_period() -> None:
    of = Expected(timeline=(GONE,), period=("2023-03-01", "2023-03-08"))
    inside = timeline(("2023-03-06", "a", NINE))
    assert verdict(inside, of).right
    late = timeline(("2023-03-06", "a", NINE), ("2023-03-08", "c", FOURTEEN))
    assert verdict(late, of).reason == "2023-03-08 is outside the period"


def test_statements_without_a_timeline_are_read_by_the_day_of_their_source() -> None:
    found = verdict(answer(("a", NINE), ("c", FOURTEEN)), Expected(timeline=(GONE, ROSE)))
    assert (found.right, found.strict) == (True, False)


def test_a_change_told_in_one_sentence() -> None:
    of = Told(("sheep",), (), ("2023-03-06",)), Told(("rose to 14",), (), ("2023-03-07",))
    one = timeline(("2023-03-08", "c", FOURTEEN))
    assert verdict(one, Expected(timeline=of)) == Verdict(True, lenient=True, strict=False)
    of_a_period = Expected(timeline=of, period=("2023-03-01", "2023-04-01"))
    assert verdict(one, of_a_period).right is False
    same = (of[0], of[0])  # one word is no change
    assert verdict(one, Expected(timeline=same)).right is False


def test_a_timeline_that_is_mostly_something_else_is_not_strictly_right() -> None:
    two = [("2023-03-06", "a", NINE), ("2023-03-08", "c", FOURTEEN)]
    other = [("2023-03-06", "b", TWELVE)] * 3  # 2 of 5 are gold
    found = verdict(timeline(two[0], *other, two[1]), Expected(timeline=(GONE, ROSE)))
    assert (found.right, found.strict) == (True, False)


# --- disagreements --------------------------------------------------------------------------

SIDES = (
    GoldSide("nine", ("Reuters",), Told(("nine", "9"), (quote("a.txt", NINE),))),
    GoldSide("Twelve", ("CNN",), Told(("Twelve", "12"), (quote("b.txt", TWELVE),))),
)
DIFFER = Expected(disagreements=(SIDES,))


def shown(*sides: tuple[str, str]) -> tuple[Disagreement, ...]:
    made = [Side(value, value, (outlet,), "2023-03-06", (1,)) for value, outlet in sides]
    return (Disagreement("sheep", tuple(made)),)


def test_both_sides_in_the_text_and_as_sides() -> None:
    told: Sequence[tuple[str, str]] = [("a", NINE), ("b", TWELVE)]
    said_only = verdict(answer(*told), DIFFER)
    assert (said_only.right, said_only.lenient) == (False, True)
    both = shown(("nine sheep", "Reuters"), ("12 sheep", "CNN"))
    assert verdict(answer(*told, disagreements=both), DIFFER).right
    turned = shown(("nine sheep", "CNN"), ("12 sheep", "Reuters"))
    assert verdict(answer(*told, disagreements=turned), DIFFER).right is False
    one = verdict(answer(("a", NINE), disagreements=both), DIFFER)
    assert (one.lenient, one.reason) == (False, "lacks Twelve of CNN")


def test_reports_that_agree() -> None:
    agree = Expected(disagreements=())
    labels: dict[str, Any] = {"accepted_all": (("nine",), ("Twelve",))}
    told: Sequence[tuple[str, str]] = [("a", NINE), ("b", TWELVE)]
    assert verdict(answer(*told), agree, **labels).right
    claimed = answer(*told, disagreements=shown(("nine", "Reuters"), ("12", "CNN")))
    assert verdict(claimed, agree, **labels).reason == "claims a disagreement about sheep"
    assert verdict(answer(("a", NINE)), agree, **labels).reason == "does not say Twelve"
