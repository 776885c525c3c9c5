"""Answers for chat clients: their form, and nothing in them that acts where Markdown is shown."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qa.types import Answer, AssertedBy
from tests.ui.fakes import HOSTILE_TEXT, bridge_answer, hostile_answer, refusal
from ui.export.calm import calm
from ui.services.chat_reply import Chunks, completion
from ui.services.chat_request import without_sources
from ui.services.links import Links

LINKS = Links("http://news.example", has_page=True)


def content(answer: Answer) -> str:
    whole = completion(answer, LINKS, name="x", created=1)
    return str(whole["choices"][0]["message"]["content"])


def streamed(answer: Answer) -> str:
    chunks = Chunks("x", 1)
    lines = [chunks.first(), chunks.text(answer.text), *chunks.last(answer, LINKS)]
    data = [line.removeprefix("data: ") for line in lines]
    assert data.pop() == "[DONE]\n\n"
    deltas = [json.loads(piece)["choices"][0]["delta"] for piece in data]
    return "".join(delta.get("content", "") for delta in deltas)


def tokens(text: str) -> list[Any]:
    found = MarkdownIt("commonmark", {"html": True}).enable(["table"]).parse(text)
    return [inner for token in found for inner in (token, *(token.children or ()))]


def test_the_text_keeps_its_markers_and_the_sources_follow_by_number() -> None:
    answer = bridge_answer("When?")
    said = content(answer)
    assert said.startswith(f"{answer.text}\n\n**Sources**\n")
    assert "\n1. [Harbour bridge to close](http://news.example/#words=a1b2c3d4e5f6." in said
    assert "(The Daily Example, 1 May 2022): “The bridge closes on 3 May, the mayor said.”" in said
    assert "\n2. " in said and "\n3. " not in said


def test_a_marker_is_annotated_where_it_stands() -> None:
    message = completion(bridge_answer("When?"), LINKS, name="x", created=1)["choices"][0][
        "message"
    ]
    for number, found in enumerate(message["annotations"], start=1):
        cited = found["url_citation"]
        assert message["content"][cited["start_index"] : cited["end_index"]] == f"[{number}]"
        assert cited["url"].startswith("http://news.example/#words=")


def test_a_refusal_says_what_lies_nearest_without_numbers() -> None:
    said = content(refusal("Who?"))
    assert "**Nearest in the articles**\n\n- [" in said and not re.search(r"\[\d\]", said)


def test_an_allegation_keeps_who_alleges_it() -> None:
    answer = bridge_answer("When?")
    first = replace(answer.statements[0], asserted_by=AssertedBy("the union", "alleged"))
    said = content(replace(answer, statements=(first, answer.statements[1])))
    assert "(alleged by the union)" in said


@pytest.mark.parametrize("answer", [bridge_answer("a"), refusal("b"), hostile_answer("c")])
def test_streamed_and_whole_are_the_same(answer: Answer) -> None:
    assert streamed(answer) == content(answer)


def test_an_earlier_answer_loses_its_list_of_sources() -> None:
    for answer in (bridge_answer("When?"), refusal("Who?")):
        assert without_sources(content(answer)) == answer.text


def test_prose_stays_as_it_is() -> None:
    prose = 'At 5 < 6 they paid $5 (a "third") [1]; said *so* - no_one #1! [2] C:\\news'
    assert calm(prose) == prose


PIECES = st.sampled_from(
    ["![", "](", "[x]: ", "<", "<img src=http://evil.example/x>", "\\", "`", "```html\n", "\n", "!",
     "[", "]", "(", ")", "http://evil.example", "$$", "~~~", "&lt;", "<http://evil.example>", " "]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=12).map("".join))
def test_nothing_in_it_acts(words: str) -> None:
    answer = hostile_answer(words)
    citation = replace(answer.citations[0], title=words or "x", url=f"http://e.example/{words}")
    answer = replace(answer, text=f"{words}{HOSTILE_TEXT} [1]", citations=(citation,))
    for links in (LINKS, Links("http://news.example"), Links()):
        whole = completion(answer, links, name="x", created=1)["choices"][0]["message"]["content"]
        kinds = [token.type for token in tokens(whole)]
        assert not {"image", "html_inline", "html_block", "fence", "code_inline"} & set(kinds)
        assert kinds.count("link_open") <= 1
        json.dumps(whole).encode()
