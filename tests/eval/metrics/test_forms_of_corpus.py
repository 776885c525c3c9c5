"""Is a count, a list or a summary right?"""

from __future__ import annotations

from typing import Any

from eval.metrics.forms import Verdict
from eval.questions.expected import Expected, Told
from qa.types import Answer
from tests.eval.metrics.test_forms import FOURTEEN, NINE, TWELVE, answer, quote, verdict


def corpus(text: str) -> Answer:
    return answer(status="about_corpus", text=text)


def test_the_number_said_first_is_the_count() -> None:
    of = Expected("count", ("about_corpus",), number=4, independent=3)
    labels: dict[str, Any] = {"accepted_answers": ("4",), "expected_status": "about_corpus"}
    assert verdict(corpus("4 of 49 articles mention sheep."), of, **labels).right
    assert not verdict(corpus("4 of 49 articles mention sheep."), of, **labels).strict
    assert verdict(corpus("Four articles, 3 independent."), of, **labels).strict
    assert verdict(corpus("14 articles; 4 of them new."), of, **labels).reason == "says 14, not 4"
    none = Expected("count", ("about_corpus",), number=0)
    assert verdict(corpus("No articles mention cows."), none, expected_status="about_corpus").right


def test_a_list_is_of_exactly_those_articles() -> None:
    of = Expected("list", number=3, articles=("a.txt", "c.txt", "d.txt"), may_list=("b.txt",))
    one_a_copy = verdict(answer(("a", NINE), ("c", FOURTEEN)), of)
    assert (one_a_copy.right, one_a_copy.strict) == (True, False)
    assert verdict(answer(("a", NINE), ("c", FOURTEEN), ("d", FOURTEEN)), of).strict
    assert verdict(answer(("a", NINE), ("b", TWELVE), ("d", FOURTEEN)), of).right
    assert verdict(answer(("c", FOURTEEN)), of).reason == "1 of 3 are not listed: a.txt"
    narrow = Expected("list", number=1, articles=("a.txt",))
    too_many = verdict(answer(("a", NINE), ("b", TWELVE)), narrow)
    assert too_many.reason == "1 too many: Twelve sheep lost"
    by_title = corpus("1 article is from Reuters: “Flood drowns nine” (2023-03-06).")
    of_corpus = Expected("list", ("about_corpus",), number=1, articles=("a.txt",))
    assert verdict(by_title, of_corpus, expected_status="about_corpus").right


def test_a_summary_tells_enough_points_in_few_words() -> None:
    points = (Told(("nine",), (quote("a.txt", NINE),)), Told(("14",), ()), Told(("snow",), ()))
    of = Expected("summary", points=points, at_least=2, at_most_words=15)
    # 7 + 8 words = 15: as many as are allowed
    assert verdict(answer(("a", NINE), ("c", FOURTEEN)), of) == Verdict(True, "", True, False)
    assert verdict(answer(("a", NINE)), of).reason == "1 points, 2 needed; lacks '14'"
    long = answer(("a", NINE), ("b", TWELVE), ("c", FOURTEEN))
    assert verdict(long, of).reason == "21 words, 15 are allowed"


def test_shorter_is_shorter() -> None:
    labels: dict[str, Any] = {"accepted_answers": ("nine",)}
    assert verdict(answer(("a", NINE)), Expected(fewer_words_than=8), **labels).right
    assert not verdict(answer(("a", NINE)), Expected(fewer_words_than=7), **labels).right
