"""A saved conversation: sources by number, and nothing in it that acts."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from qa.types import Answer
from tests.ui.fakes import HOSTILE_TEXT, bridge_answer, hostile_answer, refusal
from tests.ui.story import differing_answer, hostile_in_every_form, timeline_answer
from tests.ui.tags import Tags
from ui.page.conversation import Conversation, Exchange
from ui.page.export import to_html, to_markdown


def conversation(*answers: Answer) -> Conversation:
    return Conversation(tuple(Exchange(a.question, "", a, ended=True) for a in answers))


def test_each_answer_has_its_numbered_sources() -> None:
    text = to_markdown(conversation(bridge_answer("When?"), refusal("Who?")))
    assert text.index("## When") < text.index(r"\[1\] Harbour bridge") < text.index("## Who")
    assert r"> The bridge closes on 3 May\, the mayor said\." in text
    assert r"https\:\/\/news\.example\/harbour" in text and r"\. ferry\.txt" in text
    page = to_html(conversation(bridge_answer("When?")))
    assert '<a href="#source-1-1">[1]</a>' in page and 'id="source-1-2"' in page
    assert 'href="https://news.example/harbour?a=1&amp;b=2"' in page
    assert "default-src 'none'" in page and "/articles/" not in page + text


def test_timelines_and_disagreements_are_saved_once() -> None:
    text = to_markdown(conversation(timeline_answer("When?"), differing_answer("Who?")))
    told = text.split("**Sources**")[0]
    assert r"- **14 March 2022** Some 3\,800 commuters" in told and told.count("mooring") == 1
    assert r"- **13 March 2022** Alleged by the union\: A manager" in told
    side = r"- **12\,000 commuters** \(Example Wire\, 14 March 2022\) The strike has"
    assert told.count(side) == 1
    page = to_html(conversation(timeline_answer("When?")))
    assert "<li><b>14 March 2022</b> <bdi>Some 3,800 commuters" in page
    assert "<li><b>12,000 commuters</b><br>Example Wire, 14 March 2022" in page
    assert 'police said. <a href="#source-1-2">[2]</a>' in page


def test_a_question_without_answer_is_left_out() -> None:
    asked = Conversation((Exchange("crash", "<b>x</b>", ended=True),))
    assert "crash" not in to_markdown(asked) and "crash" not in to_html(asked)


@given(st.one_of(st.just(HOSTILE_TEXT), st.text()))
def test_nothing_in_it_acts(words: str) -> None:
    every_form = hostile_in_every_form(words + HOSTILE_TEXT)
    saved = conversation(hostile_answer(words + HOSTILE_TEXT), every_form)
    tags = Tags()
    tags.feed(to_html(saved))
    known = "html head meta title style body section h1 h2 h3 p br a b ol ul li bdi blockquote"
    assert tags.tags <= set(known.split())
    assert not any(name.startswith("on") or name in ("src", "data") for name in tags.attributes)
    assert all(link.startswith("#source-") for link in tags.links)
    text = to_markdown(saved)
    assert not re.search(r"(?<!\\)[<`$|~]|(?<!\\)!\[|(?<!\\)\]\(|://", text)
