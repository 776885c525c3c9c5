"""Questions about the corpus itself are told from questions about the news."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from index.types import Article, ArticleFilter
from qa.forms.corpus import describe_corpus
from qa.question.about_corpus import articles_topic, corpus_question


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Hello!", "greeting"),
        ("Good morning", "greeting"),
        ("thanks a lot", "thanks"),
        ("Thanks, that was helpful.", "thanks"),
        ("Good morning, what can I ask you?", "help"),
        ("Hi there! Which articles do you have?", "contents"),
        ("Who are you?", "help"),
        ("What can I ask?", "help"),
        ("What do you have?", "contents"),
        ("Which articles do you have?", "contents"),
        ("What topics do the articles cover?", "contents"),
        ("List all articles", "contents"),
        ("How many articles are there?", "count"),
        ("How many articles do you have in total?", "count"),
        ("Which publishers are there?", "publishers"),
        ("What sources does this archive contain?", "publishers"),
    ],
)
def test_what_is_about_the_corpus(question: str, kind: str) -> None:
    found = corpus_question(question)
    assert found is not None and found[0] == kind


@pytest.mark.parametrize("name", ["Reuters", "the BBC", "Le Monde"])
def test_a_count_names_its_publisher(name: str) -> None:
    assert corpus_question(f"How many articles are from {name}?") == (
        "count",
        name.removeprefix("the "),
    )


@pytest.mark.parametrize(
    "question",
    [
        "What did Putin say?",
        "How many soldiers are in Kursk?",
        "What do you know about the decree?",
        "Which articles report the decree?",
        "How many articles of the treaty were signed by Putin and when?",
        "Who said hello to Trump?",
        "Hello, who signed the decree?",
        "Thanks! And what did Putin say?",
        "Which sources say that the referendum was a fraud?",
        "",
        "???",
    ],
)
def test_what_is_about_the_news(question: str) -> None:
    assert corpus_question(question) is None


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Which articles report the decree?", "the decree"),
        ("Which of the articles mention September 30?", "September 30"),
        ("Show me all stories about North Korea", "North Korea"),
        ("Do you have any articles on the referendum?", "the referendum"),
        ("What did the articles report?", None),
        ("Who reported the decree?", None),
    ],
)
def test_which_articles_have_a_topic(question: str, topic: str | None) -> None:
    assert articles_topic(question) == topic


class Catalog:
    """Two articles, one of them dated and from Reuters."""

    both = (
        Article("1", "a.txt", "Text one.", "h", title="Rain <b>falls</b>", publisher="Reuters",
                published_at="2022-09-30", published_precision="day"),
        Article("2", "b.txt", "The sun came out over the whole of the north today.", "h"),
    )  # fmt: skip

    @property
    def copies(self) -> SimpleNamespace:
        return SimpleNamespace(independent=lambda where: len(self.articles(where)))

    def articles(self, where: ArticleFilter) -> list[Article]:
        return [
            a
            for a in self.both
            if not where.publishers
            or (a.publisher or "").lower() in map(str.lower, where.publishers)
        ]

    def coverage(self, where: ArticleFilter) -> SimpleNamespace:
        found = self.articles(where)
        dates = sorted(a.published_at for a in found if a.published_at)
        return SimpleNamespace(
            articles=len(found),
            publishers=tuple(sorted({a.publisher for a in found if a.publisher})),
            first_published=dates[0] if dates else None,
            last_published=dates[-1] if dates else None,
            undated=sum(a.published_at is None for a in found),
        )


def test_the_catalog_answers() -> None:
    catalog, everything = Catalog(), ArticleFilter()

    def said(kind: str, publisher: str = "") -> str:
        return describe_corpus(kind, publisher, catalog, everything)  # type: ignore[arg-type]

    assert said("count", "reuters") == "1 article of 2 is from reuters."
    assert said("count", "the Moon") == "0 articles of 2 are from the Moon."
    assert said("count").startswith("There are 2 articles.")
    contents = said("contents")
    assert "“Rain <b>falls</b>”" in contents and "“The sun came out over the whole" in contents
    assert said("publishers") == "Publishers named: Reuters. 1 of 2 do not name one."
    assert "2022-09-30" in said("dates") and "1 of them shows no publication date" in said("dates")
