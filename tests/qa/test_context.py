"""A quote can be read alone: quotations are whole and pronouns are explained."""

from __future__ import annotations

from index.types import Article
from qa.context import Widened, widen


def article(*sentences: str) -> tuple[Article, list[tuple[int, int]]]:
    text, spans = "", []
    for sentence in sentences:
        text += " " if text else ""
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence
    return Article("a", "a.txt", text, "hash"), spans


def quoted(*sentences: str, at: int) -> tuple[str, Widened]:
    made, spans = article(*sentences)
    wide = widen(made, spans, spans[at])
    return made.text[wide.start_char : wide.end_char], wide


def test_a_sentence_that_stands_alone_stays_alone() -> None:
    text, wide = quoted("Rain fell.", "The minister signed the decree on Tuesday.", at=1)
    assert text == "The minister signed the decree on Tuesday." and wide.speaker is None


def test_an_open_quotation_is_completed() -> None:
    text, _ = quoted("“We stay.", "We give up nothing,” Mayor Smith said.", "Rain fell.", at=0)
    assert text == "“We stay. We give up nothing,” Mayor Smith said."
    text, _ = quoted('"We stay.', 'We give up nothing," Mayor Smith said.', at=1)
    assert text == '"We stay. We give up nothing," Mayor Smith said.'


def test_he_is_named_by_the_sentence_before() -> None:
    text, wide = quoted("On Monday Prime Minister Jane Doe spoke.", "She rejected the deal.", at=1)
    assert text.startswith("On Monday") and text.endswith("the deal.") and wide.speaker is None


def test_he_is_named_outside_the_quote_when_the_name_is_further_up() -> None:
    text, wide = quoted(
        "The ball is in their court, the minister, Sergei Lavrov, said on Thursday.",
        "It rained all day.",
        "“We will see,” he declared.",
        at=2,
    )
    assert text == "“We will see,” he declared."
    assert wide.speaker == "Sergei Lavrov" and wide.named_at is not None


def test_at_most_three_sentences() -> None:
    many = ["“One."] + [f"Part {n}." for n in range(8)] + ["End,” Smith said."]
    text, _ = quoted(*many, at=0)
    assert text == "“One. Part 0. Part 1."


def test_a_heading_between_is_not_jumped() -> None:
    made = Article("a", "a.txt", "Jane Doe spoke. HEADING She left.", "h")
    wide = widen(made, [(0, 15), (24, 33)], (24, 33))
    assert made.text[wide.start_char : wide.end_char] == "She left."


def test_the_middle_of_a_long_quotation_names_its_speaker() -> None:
    text, wide = quoted(
        "We are talking, said Russian President Jane Doe to journalists.",
        '"Of course we want it.',
        "It is impossible.",
        "Let them talk.",
        'We need more," the President said.',
        at=2,
    )
    assert text == "It is impossible." and wide.speaker == "Jane Doe"


def test_a_forgotten_quotation_mark_does_not_swallow_the_next_paragraph() -> None:
    text = "He warned of “destruction of the people.\n\nRain fell in the north.\n\nIt was cold."
    made = Article("a", "a.txt", text, "h")
    spans = [(0, 40), (42, 65), (67, 79)]
    assert widen(made, spans, spans[0]).end_char == 40
