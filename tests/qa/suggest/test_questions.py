"""Questions that a collection invites: each stands on what the catalog shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest

from index.catalog.rows import Headline
from index.types import Article, Passage
from qa.suggest.questions import (
    NOTES_SECONDS,
    Suggestion,
    collection_notes,
    suggest_questions,
    suggestions_about,
)
from tests.clock import own_seconds

REPORTS = (
    ("Selby Mail", "2021-05-03", "Ammonia leak at Selby dairy", "The leak drove 1,400 residents "
     "from their homes on Monday."),
    ("The Courant", "2021-05-04", "Ammonia leak empties a quarter", "Police moved 900 residents."),
    ("Wire North", "2021-05-09", "Ammonia leak: the last return", "Some 300 residents still wait."),
    ("Selby Mail", "2021-05-20", "Night trains return to Selby", "“Trains run,” Odda Verran said."),
)  # fmt: skip


class Catalog:
    """Holds reports as (publisher, day, title, text), the newest first."""

    def __init__(self, *reports: tuple[str, str | None, str, str]) -> None:
        self.held = [
            Article(
                f"a{n}", f"{n}.txt", f"{title}\n\n{text}", str(n), title=title, publisher=publisher,
                published_at=day, published_precision="day" if day else "unknown",
            )
            for n, (publisher, day, title, text) in enumerate(reports)
        ]  # fmt: skip
        self.held.sort(key=lambda article: article.published_at or "", reverse=True)

    def headlines(self, most: int) -> list[Headline]:
        return [
            Headline(a.article_id, a.title, a.publisher, a.published_at, a.published_precision)
            for a in self.held[:most]
        ]

    def article(self, article_id: str) -> Article | None:
        return next((a for a in self.held if a.article_id == article_id), None)

    def passages_of(self, article_id: str) -> list[Passage]:
        article = self.article(article_id)
        assert article
        start = article.text.index("\n\n") + 2
        text = article.text[start:]
        spans = ((start, len(article.text)),)
        return [Passage("p", article_id, 0, start, len(article.text), text, spans)]

    def vocabulary(self) -> SimpleNamespace:
        return SimpleNamespace(is_name=lambda word: word in ("Selby", "Odda", "Verran"))


def asked(*reports: tuple[str, str | None, str, str], n: int = 9) -> list[str]:
    return suggest_questions(Catalog(*reports), n)  # type: ignore[arg-type]


def test_a_story_of_several_outlets_and_days_is_asked_about_in_every_way() -> None:
    assert asked(*REPORTS) == [
        "What happened in May 2021?",
        "How did the number of residents change?",
        "Where do reports on the ammonia leak differ?",
        "What is the latest on the ammonia leak?",
        "Summarise the reports on the ammonia leak.",
        "What did Odda Verran say?",
        "What do you have?",
    ]
    assert asked(*REPORTS, n=2) == asked(*REPORTS)[:2] and asked(*REPORTS, n=0) == []


def changed(field: int, *values: str | None) -> Iterator[tuple[str, str | None, str, str]]:
    for report, value in zip(REPORTS, values, strict=True):
        row: list[str | None] = [*report]
        row[field] = value
        yield tuple(row)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("reports", "missing"),
    [
        (changed(1, "2021-05-03", "2021-06-04", "2021-07-09", "2021-08-20"), "What happened"),
        (changed(1, None, None, None, None), "What happened"),
        (changed(1, None, None, None, None), "latest"),
        (changed(3, "1,400 left.", "900 left.", "300 left.", "None."), "How did the number"),
        (changed(3, *["It moved 900 residents."] * 4), "How did the number"),
        (changed(3, "Took 3 hours.", "2019 elections.", "Took 9 hours.", "2020 elections."), "How"),
        (changed(1, "2021-05-03", "2021-05-14", "2021-05-25", "2021-05-26"), "differ"),
        (changed(0, *["Selby Mail"] * 4), "differ"),
        (changed(2, "Leak", "Leaks", "Return", "Trains"), "Summarise"),
    ],
)  # fmt: skip
def test_what_the_collection_cannot_answer_is_not_asked(
    reports: Iterator[tuple[str, str | None, str, str]], missing: str
) -> None:
    found = asked(*reports)
    assert not any(missing in question for question in found), found


def test_an_empty_collection_invites_nothing() -> None:
    assert asked() == []


def test_questions_on_an_article_are_on_its_topics_with_the_form_they_ask_for() -> None:
    catalog = Catalog(*REPORTS)
    found = list(suggestions_about(catalog, ["a1"]))  # type: ignore[arg-type]
    assert Suggestion("Where do reports on the ammonia leak differ?", "comparison") in found
    assert Suggestion("What happened in May 2021?", "timeline") in found
    assert list(suggestions_about(catalog, ["elsewhere"])) == []  # type: ignore[arg-type]


def test_what_was_found_is_said_when_there_is_something_and_time() -> None:
    assert collection_notes(Catalog(*REPORTS)) == (  # type: ignore[arg-type]
        "Going by the headlines, 1 story is told by more than one outlet.",
    )
    assert collection_notes(Catalog(*REPORTS[2:])) == ()  # type: ignore[arg-type]
    many = Catalog()
    some = Headline("a", "", "Mail", "2021-05-03", "day")
    held = [
        replace(some, article_id=str(n), title=f"Alder{n} birch{n // 2} cedar{n // 3} drops elm{n}")
        for n in range(5_000)
    ]
    many.headlines = lambda most: held[:most]  # type: ignore[method-assign]
    with own_seconds() as seconds:
        collection_notes(many)  # type: ignore[arg-type]
        assert seconds() < 2 * NOTES_SECONDS + 0.1
