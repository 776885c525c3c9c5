"""Whatever an article says, the page shows it as words: no tag, link or markup comes out of it."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Article, Span
from qa.types import Disagreement, Side
from tests.ui.fakes import (
    FERRY,
    HARBOUR,
    HOSTILE,
    HOSTILE_TEXT,
    bridge_answer,
    hostile_answer,
    refusal,
)
from ui import render
from ui.wording import printable

# Everything that the renderers themselves write.
TAGS = set("a article bdi br button details div h1 h2 header li mark p span summary ul".split())
ATTRIBUTES = set(
    "aria-label aria-labelledby class dir href id rel role tabindex target type".split()
)


class Seen(HTMLParser):
    """The tags, attributes and words of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.marked = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "br":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data
        if "mark" in self._open:
            self.marked += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def links(self) -> list[str]:
        return [attrs["href"] or "" for tag, attrs in self.tags if tag == "a"]


def assert_only_ours(html: str) -> Seen:
    seen = Seen(html)
    for tag, attributes in seen.tags:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES
    for link in seen.links():
        assert re.fullmatch(r"#words=[\w-]+\.\d+\.\d+", link) or link.startswith(
            ("https://", "http://")
        )
    return seen


@given(st.text() | st.text(alphabet="<>&\"'`*_[]()!#$\\{}|~-+=.:/ \n\r\tahjs1"))
def test_inert_text_has_no_active_character_and_reads_as_before(text: str) -> None:
    html = render.inert(text)
    assert not re.search(r"[<>\"'`*_\[\]()!$\\{}|~\n]", html)
    assert Seen(html).words == printable(text).replace("\r", "")
    assert not Seen(html).tags


def test_hostile_answer_is_only_words() -> None:
    answer = hostile_answer(HOSTILE_TEXT)
    answer = replace(
        answer,
        related=answer.citations,
        disagreements=(Disagreement(HOSTILE_TEXT, (Side(HOSTILE_TEXT, (1, 9)),)),),
        reader=f"llm:{HOSTILE_TEXT}",
    )
    seen = assert_only_ours(render.answer_html(answer))
    assert '<script>alert("script")</script>' in seen.words
    assert "\x1b" not in seen.words


@pytest.mark.parametrize(
    "html",
    [
        render.question_html(HOSTILE_TEXT),
        render.draft_html(HOSTILE_TEXT),
        render.waiting_html(HOSTILE_TEXT),
        render.notice_html(HOSTILE_TEXT),
        render.masthead_html(HOSTILE_TEXT, HOSTILE_TEXT),
        render.article_html(HOSTILE, 0, 20),
    ],
)
def test_hostile_words_are_only_words_everywhere(html: str) -> None:
    assert "onerror" in assert_only_ours(html).words


def test_message_is_one_markdown_block() -> None:
    # A blank line would end the HTML block, and Markdown would go to work on what follows.
    answer = replace(bridge_answer("q"), text="One. [1]\n\n\nTwo. [2]")
    assert "\n" not in render.answer_html(answer)
    assert "\n" not in render.question_html("a\n\nb")


def test_markers_open_the_cited_words_and_unknown_numbers_stay_words() -> None:
    answer = replace(
        bridge_answer("q"), text="Closed. [1] Full. [2] Not cited [12].", short_answer=None
    )
    seen = Seen(render.answer_html(answer))
    first, second = answer.citations
    to_first = f"#words={HARBOUR.article_id}.{first.start_char}.{first.end_char}"
    to_second = f"#words={FERRY.article_id}.{second.start_char}.{second.end_char}"
    # Two markers in the text, then two cards.
    assert seen.links() == [to_first, to_second, to_first, to_second]
    assert "[12]" in seen.words and "[1]" not in seen.words


def test_answer_shows_who_when_and_how_known() -> None:
    words = Seen(render.answer_html(bridge_answer("q"))).words
    assert "Harbour bridge to close" in words
    assert "The Daily Example" in words and "1 May 2022 (date given in the article)" in words
    assert "September 2022 (date inferred)" in words and "publisher unknown" in words
    assert "Publishers named: The Daily Example" in words


def test_refusal_shows_what_lies_nearest_without_markers() -> None:
    html = render.answer_html(refusal("q"))
    assert "Nearest in the articles" in Seen(html).words
    assert "dl-marker" not in html and "dl-card-number" not in html


def test_article_marks_exactly_the_quoted_words() -> None:
    quote = "The bridge closes on 3 May, the mayor said."
    start = HARBOUR.text.index(quote)
    html = render.article_html(HARBOUR, start, start + len(quote))
    seen = assert_only_ours(html)
    assert seen.marked == quote
    assert html.count(f'id="{render.QUOTE_ID}"') == 1
    assert "https://news.example/harbour?a=1&b=2" in seen.links()
    assert "<details" in html  # the long menu folds away


@given(st.data())
def test_article_panel_keeps_every_word_in_order(data: st.DataObject) -> None:
    text = data.draw(st.text(min_size=1, max_size=80))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=6, max_size=6)))
    kinds = data.draw(
        st.lists(st.sampled_from(["boilerplate", "headline"]), min_size=3, max_size=3)
    )
    spans = tuple(
        Span(a, b, kind)
        for (a, b), kind in zip([cuts[0:2], cuts[2:4], cuts[4:6]], kinds, strict=True)
    )
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text) + 5))
    article = Article("abc", "a.txt", text, "0" * 64, title="T", spans=spans)
    seen = Seen(render.article_html(article, start, end))
    body = seen.words.split("date unknown", 1)[1]
    # Pieces are made printable one by one, as their cuts may part an escape sequence.
    points = sorted({0, len(text), start, min(end, len(text)), *cuts})
    pieces = [text[a:b] for a, b in pairwise(points)]
    assert body == "".join(printable(piece) for piece in pieces).replace("\r", "")


def test_quoted_words_in_folded_boilerplate_are_not_folded() -> None:
    menu = HARBOUR.text.index("HOME |")
    html = render.article_html(HARBOUR, menu, menu + 4)
    assert "<details" not in html and Seen(html).marked == "HOME"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "http://",
        "ftp://a/b",
        "http://[",
        None,
    ],
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert Seen(render.article_html(replace(FERRY, url=url), 0, 5)).links() == []


def test_damaged_ids_cannot_leave_their_attribute() -> None:
    answer = bridge_answer("q")
    bad = replace(answer.citations[0], article_id='x" onclick="alert(1)')
    assert_only_ours(render.answer_html(replace(answer, citations=(bad,))))


def test_a_date_that_no_quote_has_is_marked_as_added() -> None:
    answer = bridge_answer("q")
    quote = answer.citations[0].quote
    dated = replace(answer, text=f"It closes on Tuesday (October 4, 2022). [1] {quote} [1]")
    html = render.answer_html(dated)
    assert html.count('class="dl-added"') == 1
    assert "2022" in html.split('class="dl-added">')[1].split("</span>")[0]


def test_a_card_names_who_else_prints_the_words() -> None:
    answer = bridge_answer("q")
    first = replace(answer.citations[0], also_in=("x1", "x2"))
    answer = replace(answer, citations=(first, *answer.citations[1:]))
    html = render.answer_html(answer, outlets={"x1": "CNN", "x2": "<b>USA</b> TODAY"})
    assert "also in CNN and <b>USA</b> TODAY" in assert_only_ours(html).words
    assert "also in 2 more" in Seen(render.answer_html(answer)).words
