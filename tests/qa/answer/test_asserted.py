"""Who says a sentence, from its words and those around it."""

from __future__ import annotations

import pytest

from index.types import Article
from qa.answer.asserted import asserted_by
from qa.answer.by_role import name_of_role


def said(text: str, *, of: str) -> str | None:
    """Who asserts the sentence that begins with `of`; sentences end where a line or ". " does."""
    spans, start = [], 0
    for piece in text.replace("\n", "\n\0").replace(". ", ". \0").split("\0"):
        if piece.strip():
            spans.append((start, start + len(piece.rstrip())))
        start += len(piece)
    article = Article("a", "a", text, "", title="T")
    span = next(s for s in spans if text[slice(*s)].startswith(of))
    by = asserted_by(article, spans, span)
    return by.name if by else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"It helps nobody," spokesman Grant Tully said in a statement.', "Grant Tully"),
        ("The US secretary of state, Hilda Crane, said the vote was fine.", "Hilda Crane"),
        ('"This well is evil," moaned analyst Byron Krol.', "Byron Krol"),
        (
            '"We support it," Bill Frank, chair of the board and partner of Indigo, the firm’s '
            "largest owner, said on Monday.",
            "Bill Frank",
        ),
        ('"He is free," Ward’s brother, David, said in an email.', "David"),
        ("It was over, according to what Mira Holt told a reporter.", "Mira Holt"),
        ("Mira Holt assured the town that nobody would leave.", "Mira Holt"),
        ("The mayor, Dawn Reed, condemned the raid.", "Dawn Reed"),
        ("Security chief Oleg Bram pressed the allies to begin talks.", "Oleg Bram"),
        ("After meeting Holt, Mira Venn described her as a friend of the town.", "Mira Venn"),
    ],
)
def test_the_speaker_of_a_sentence(text: str, name: str) -> None:
    assert said(text, of=text[:8]) == name


def test_the_state_says_nothing_by_its_name() -> None:
    assert said("The state paid the firm 310 million.", of="The state") is None


def test_speech_of_several_sentences_is_of_who_began_it() -> None:
    text = (
        '"We are glad," Ward\'s sister, Mary, said. "But it may go on.\n'
        '"It is what we wish for too. She is free. And Paul is still there."\n'
        "On Thursday, coach Dawn Reed said she was moved."
    )
    assert said(text, of="And Paul") == "Mary"


def test_a_role_is_given_its_name() -> None:
    text = (
        "Head coach Vanessa Nye spoke first. The coach said it was late. Mark Low, a guard, left."
    )
    at = name_of_role("the coach", text, text.index("The coach"))
    assert at is not None and text[slice(*at)] == "Vanessa Nye"
    guard = name_of_role("the guard", text, 0)
    assert guard is not None and text[slice(*guard)] == "Mark Low"
    assert name_of_role("the police", text, 0) is None
    assert name_of_role("Vanessa Nye", text, 0) is None
