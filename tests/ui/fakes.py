"""A scripted pipeline over three articles in memory, one of them hostile. No model, no files."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from index.catalog.rows import CatalogEntry, Headline
from index.catalog.vocabulary import Vocabulary
from index.errors import StoreError
from index.types import Article, ArticleFilter, Passage, Span
from qa.errors import QuestionError
from qa.settings import Settings
from qa.types import (
    Answer,
    AnswerReady,
    Coverage,
    Event,
    EvidenceFound,
    ShortAnswer,
    Statement,
    TextDelta,
)
from tests.citing import cite

EVIL = "http://evil.example/x"
HOSTILE_TEXT = (
    f'<script>alert("script")</script> <img src="{EVIL}.png" onerror="alert(1)"> '
    f"![pixel]({EVIL}.gif) [click](javascript:alert(2)) <a href='javascript:alert(3)'>go</a> "
    f'<iframe src="{EVIL}"></iframe> <svg onload=alert(4)> ${{alert(5)}} {{{{alert(6)}}}} '
    f'$$\\href{{javascript:alert(7)}}{{x}}$$ "><style>@import "{EVIL}.css"</style> '
    f"</div></details></mark> `code` **bold** {EVIL} www.evil.example \x1b[31mred\x1b]0;title\x07"
)

_FILLER = "\n\n".join(
    f"Paragraph {n}: the harbour council met again and put off its decision until spring."
    for n in range(1, 40)
)
HARBOUR = Article(
    article_id="a1b2c3d4e5f6",
    path="/articles/harbour.txt",
    text=(
        "Harbour bridge to close\n\nHOME | NEWS | SPORT | WEATHER | LOGIN | "
        + "MORE | " * 40
        + "\n\n"
        "By Ada Writer\n\n" + _FILLER + "\n\nThe bridge closes on 3 May, the mayor said. "
        "Ferries will run every ten minutes.\n\n" + _FILLER
    ),
    content_hash="1" * 64,
    title="Harbour bridge to close",
    publisher="The Daily Example",
    author="Ada Writer",
    published_at="2022-05-01",
    published_precision="day",
    published_source="text",
    url="https://news.example/harbour?a=1&b=2",
)
_MENU = HARBOUR.text.index("HOME |")
HARBOUR = replace(
    HARBOUR,
    spans=(
        Span(0, 23, "headline"),
        Span(_MENU, HARBOUR.text.index("\n\nBy Ada"), "boilerplate"),
        Span(HARBOUR.text.index("By Ada"), HARBOUR.text.index("By Ada") + 13, "byline"),
    ),
)
FERRY = Article(
    article_id="b1b2c3d4e5f6",
    path="/articles/ferry.txt",
    text="Ferries are full. \u202e“لا مكان” said a passenger." + "x" * 300,
    content_hash="2" * 64,
    published_at="2022-09",
    published_precision="month",
    published_source="inferred",
)
HOSTILE = Article(
    article_id="c1b2c3d4e5f6",
    path="/articles/<b>hostile</b>.txt",
    text=HOSTILE_TEXT,
    content_hash="3" * 64,
    title=HOSTILE_TEXT,
    publisher='<img src=x onerror="alert(8)">',
    author="<script>alert(9)</script>",
    url="javascript:alert(10)",
)
ARTICLES = (HARBOUR, FERRY, HOSTILE)
COVERAGE = Coverage(3, ("The Daily Example",), "2022-05-01", "2022-09", 1)


def refusal(question: str) -> Answer:
    related = cite(FERRY, "Ferries are full.", 1)
    return Answer(
        question=question,
        standalone_question=question,
        status="not_in_articles",
        text="The articles don't say. The nearest they come is the ferries.",
        statements=(),
        citations=(),
        short_answer=None,
        related=(related,),
        coverage=COVERAGE,
        reader="extractive",
    )


def bridge_answer(question: str) -> Answer:
    first = cite(HARBOUR, "The bridge closes on 3 May, the mayor said.", 1)
    second = cite(FERRY, "Ferries are full.", 2)
    start = HARBOUR.text.index("3 May")
    return replace(
        refusal(question),
        status="answered",
        text="The bridge closes on 3 May, the mayor said. [1] Ferries are full. [2]",
        statements=(
            Statement("The bridge closes on 3 May, the mayor said. [1]", (1,), 0.9),
            Statement("Ferries are full. [2]", (2,), 0.8),
        ),
        citations=(first, second),
        related=(),
        short_answer=ShortAnswer("3 May", 1, start, start + 5),
    )


def harbour_answer(question: str) -> Answer:
    """Two quotes of one article, and one of another."""
    later = cite(HARBOUR, "Ferries will run every ten minutes.", 3)
    answer = bridge_answer(question)
    return replace(
        answer,
        text=f"{answer.text} Ferries will run every ten minutes. [3]",
        citations=(*answer.citations, later),
    )


def hostile_answer(question: str) -> Answer:
    return replace(
        bridge_answer(question),
        text=HOSTILE_TEXT + " [1] [7]",
        statements=(Statement(HOSTILE_TEXT + " [1]", (1,), 0.5),),
        citations=(cite(HOSTILE, HOSTILE_TEXT, 1),),
        short_answer=ShortAnswer("<script>", 1, 0, 8),
    )


class FakeCopies:
    def of_article(self, article_id: str) -> list[str]:
        return []


@dataclass
class FakeCatalog:
    articles_held: tuple[Article, ...] = ARTICLES
    copies: FakeCopies = field(default_factory=FakeCopies)

    def article(self, article_id: str) -> Article | None:
        from tests.ui.story import STORY  # it imports this file

        held = (*self.articles_held, *STORY)  # the story is quoted, not listed
        return next((a for a in held if a.article_id == article_id), None)

    def find_article(self, value: str) -> Article:
        found = [a for a in self.articles_held if a.article_id.startswith(value) or a.path == value]
        if len(found) != 1:
            raise StoreError(f"{value!r} fits {len(found)} articles; see `dateline articles`.")
        return found[0]

    def articles(self, where: ArticleFilter | None = None) -> list[Article]:
        return list(self.articles_held)

    def sources(self) -> tuple[str, ...]:
        return tuple(a.publisher for a in self.articles_held if a.publisher)

    def vocabulary(self) -> Vocabulary:
        return Vocabulary({})

    def passages_of(self, article_id: str) -> list[Passage]:
        return []

    def entries(
        self,
        where: ArticleFilter | None = None,
        *,
        language: str | None = None,
        words: str = "",
        **_: Any,
    ) -> list[CatalogEntry]:
        """Those of the publisher, published on or after, in the language, with the words."""
        where = where or ArticleFilter()
        return [
            CatalogEntry(
                a.article_id, a.title, a.publisher, a.author, a.published_at,
                a.published_precision, a.published_source, a.updated_at, a.language, a.url, a.path,
                copies=0, passages=1, versions=0,
            )
            for a in self.articles_held
            if (not where.publishers or a.publisher in where.publishers)
            and (not where.after or (a.published_at or "") >= where.after)
            and (not language or a.language == language)
            and words.lower() in a.text.lower()
        ]  # fmt: skip

    def headlines(self, most: int) -> list[Headline]:
        return [
            Headline(a.article_id, a.title, a.publisher, a.published_at, a.published_precision)
            for a in self.articles_held[:most]
        ]

    def generation(self) -> int:
        return 1

    def article_count(self) -> int:
        return len(self.articles_held)

    def coverage(self, where: ArticleFilter | None = None) -> Coverage:
        return COVERAGE


@dataclass
class FakeLibrary:
    catalog: Any


class FakePipeline:
    """Answers by a word of the question: bridge, harbour, evil, slow, happened (a timeline),
    differ (a disagreement); anything else is refused.

    `asked` keeps what it was asked: (question, history, the other arguments).
    """

    def __init__(self, settings: Settings | None = None, delta_seconds: float = 0.0) -> None:
        # Without a home of its own nothing is kept: this one can't be written.
        self.settings = settings or Settings(home=Path("/nonexistent/dateline"))
        self.library = FakeLibrary(FakeCatalog())
        self.asked: list[tuple[str, list[tuple[str, str]], dict[str, Any]]] = []
        self._delta_seconds = delta_seconds

    def stream(self, question: str, *, history: Any = None, **others: Any) -> Iterator[Event]:
        if not question.strip() or len(question) > 2000:
            raise QuestionError("The question is empty or too long.")
        turns = [(str(role), str(text)) for role, text in history or []]
        self.asked.append((question, turns, others))
        return self._stream(question)

    def _stream(self, question: str) -> Iterator[Event]:
        from tests.ui.story import differing_answer, timeline_answer  # it imports this file

        if "crash" in question:
            raise RuntimeError("secret detail")
        kind = hostile_answer if "evil" in question else refusal
        kind = bridge_answer if "bridge" in question else kind
        kind = timeline_answer if "happened" in question else kind
        kind = differing_answer if "differ" in question else kind
        answer = (harbour_answer if "harbour" in question else kind)(question)
        yield EvidenceFound(question, answer.citations, answer.coverage)
        for word in answer.text.split(" "):
            time.sleep(1.0 if "slow" in question else self._delta_seconds)
            yield TextDelta(word + " ")
        yield AnswerReady(answer)

    def ask(self, question: str, **others: Any) -> Answer:
        events = list(self.stream(question, **others))
        assert isinstance(events[-1], AnswerReady)
        return events[-1].answer

    def suggestions(self, n: int = 4) -> list[str]:
        return ["When does the bridge close?", f"Is this evil? {HOSTILE_TEXT}"][:n]

    def close(self) -> None:
        pass
