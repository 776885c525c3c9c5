"""Text made safe, addresses that may be opened, and the way that a text is written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ui.seen import Seen
from ui.render.markup import direction, inert, language_attribute, source_link, words_link
from ui.render.wording import printable


@settings(deadline=None)  # a busy machine is slow, not wrong
@given(st.text() | st.text(alphabet="<>&\"'`*_[]()!#$\\{}|~-+=.:/ \n\r\tahjs1"))
def test_inert_text_has_no_active_character_and_reads_as_before(text: str) -> None:
    html = inert(text)
    assert not re.search(r"[<>\"'`*_\[\]()!$\\{}|~\n]", html)
    assert Seen(html).words == printable(text).replace("\r", "")
    assert not Seen(html).tags


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
    assert source_link(url) == ""


def test_a_source_opens_elsewhere_and_is_told_nothing() -> None:
    [(tag, attributes), *_] = Seen(source_link("https://news.example/a?b=1&c=<2>")).tags
    assert tag == "a" and attributes["href"] == "https://news.example/a?b=1&c=<2>"
    assert attributes["rel"] == "noopener noreferrer" and attributes["target"] == "_blank"


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("", "ltr"),
        ("2022: 17", "ltr"),
        ("The bridge closes.", "ltr"),
        ("(Reuters) - يغلق الجسر في الثالث من مايو", "rtl"),
        ("הגשר נסגר", "rtl"),
        ("He said “لا” and left the room.", "ltr"),
    ],
)
def test_direction_is_that_of_most_letters(text: str, way: str) -> None:
    assert direction(text) == way


@pytest.mark.parametrize(
    ("language", "attribute"),
    [
        ("en", ' lang="en"'),
        ("pt-BR", ' lang="pt-BR"'),
        ('en" id="x', ""),
        ("", ""),
        (None, ""),
    ],
)
def test_only_language_tags_become_attributes(language: str | None, attribute: str) -> None:
    assert language_attribute(language) == attribute


def test_damaged_ids_cannot_leave_their_link() -> None:
    assert words_link('x" onclick="alert(1)', 1, 2, (1, 2)) == "#words=xonclickalert1.1.2.1.2"
