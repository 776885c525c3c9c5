"""Hostile words, a pipeline that says nothing else, and what must hold of a page that has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from playwright.sync_api import Page

from qa.settings import Settings
from qa.types import AnswerReady, Event, EvidenceFound, Form, ShortAnswer, TextDelta
from tests.citing import cite
from tests.ui.fakes import (
    HARBOUR,
    HOSTILE,
    HOSTILE_TEXT,
    FakeCatalog,
    FakeLibrary,
    FakePipeline,
)
from tests.ui.story import hostile_in_every_form

# Beside markup: a word wider than any screen, and controls that turn the direction of what follows.
WORDS = HOSTILE_TEXT + " " + "W" * 1500 + " \u202eturned\u2066 \u200f"
ARTICLE = replace(
    HOSTILE,
    path=f"/articles/{HOSTILE_TEXT.replace('/', '∕')}.txt",
    title=WORDS,
    text=f"{WORDS}\n\n{WORDS * 3}",
    publisher=WORDS,
    author=WORDS,
    language='en" onload="alert(11)',
    published_at="2022-05-02",
    published_source="inferred",
    origins=(("title", WORDS), ("publisher", "<b>")),
)
PUBLISHER = f"{HOSTILE_TEXT[:90]} {'W' * 100}"  # as long as the filter takes
QUESTION = WORDS.replace("\x1b", "").replace("\x07", "")[:1900]


class HostileCatalog(FakeCatalog):
    """Of publishers with hostile names."""

    def sources(self) -> tuple[str, ...]:
        return WORDS, PUBLISHER


class HostilePipeline(FakePipeline):
    """Answers hostile questions with hostile articles, by the hand of a hostile model."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.library = FakeLibrary(HostileCatalog((ARTICLE, HARBOUR)))

    def _stream(self, question: str) -> Iterator[Event]:
        quote = cite(ARTICLE, HOSTILE_TEXT, 1)
        quote = replace(quote, also_in=(HARBOUR.article_id, "<img src=x onerror=alert(12)>"))
        form: Form = "timeline" if "happened" in question else "lookup"
        answer = hostile_in_every_form(WORDS, form)
        short = ShortAnswer("<script>", 1, 0, 8)
        answer = replace(
            answer,
            question=question,
            citations=(quote,),
            related=(quote,),
            short_answer=short,
            timeline=answer.timeline if form == "timeline" else (),
        )
        yield EvidenceFound(question, (quote,), answer.coverage, (WORDS,))
        for word in answer.text.split(" "):
            yield TextDelta(word + " ")
        yield AnswerReady(answer)

    def suggestions(self, n: int = 4) -> list[str]:
        return [QUESTION[:300]]


def assert_whole(page: Page, view: str) -> None:
    """Nothing that an article brought is active, and nothing sticks out of the page."""
    ours = (
        ".dl-answer, .dl-question, .dl-foot, .examples, #dl-following, #dl-chips, #dl-choosing, "
        "#dl-comments, #dl-add-state, #dl-panel, #dl-masthead, #dl-tip"
    )
    active = page.evaluate(
        """(ours) => [...document.querySelectorAll(ours)].flatMap((e) =>
            [...e.querySelectorAll('script, img, iframe, style, object, embed, link, form, ' +
                '[onload], [onerror], [onclick], a[href^="javascript"], svg svg')]
        ).map((e) => e.outerHTML.slice(0, 100))""",
        ours,
    )
    assert not active, f"{view}: {active}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
    for part in ("#dl-chat", "#dl-panel", "#dl-masthead"):
        box = page.locator(part)
        if box.is_visible():
            assert box.evaluate("e => e.scrollWidth <= e.clientWidth + 1"), f"{view}: {part}"
    if not page.evaluate("document.body.matches('.dl-reading') && innerWidth <= 860"):
        page.locator("#dl-ask").scroll_into_view_if_needed()
        box = page.locator("#dl-ask").bounding_box()
        size = page.viewport_size
        assert box and size, view
        assert 0 <= box["x"] <= box["x"] + box["width"] <= size["width"], f"{view}: {box}"
        assert 0 <= box["y"] <= box["y"] + box["height"] <= size["height"], f"{view}: {box}"
    text = page.evaluate("document.body.innerText")
    assert not set(text) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\x1b"), view
