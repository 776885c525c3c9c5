"""Words of talk in the words of news."""

from __future__ import annotations

import pytest

from qa.question.wording.plain_words import in_words_of_news


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Who came after Halloran?", "Who succeeded Halloran?"),
        ("What was called off in Quarrow?", "What was cancelled in Quarrow?"),
        ("How cold was it in Aldern?", "What was the temperature in Aldern?"),
        ("Why did the firm go under?", "Why did the firm go bankrupt?"),
    ],
)
def test_talk_is_put_in_the_words_of_news(typed: str, written: str) -> None:
    assert in_words_of_news(typed) == written


def test_other_words_stay() -> None:
    assert (
        in_words_of_news("Who signed the backing document?") == "Who signed the backing document?"
    )
