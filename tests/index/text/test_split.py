"""Sentences and passages: true offsets, nothing lost, nothing glued."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.marking.mark_spans import mark_spans
from index.readers import read_file
from index.settings import IndexSettings
from index.text.lines import is_blank
from index.text.split import sentence_spans, split_article
from index.types import Article, Span

SEEDS = Path(__file__).parents[3] / "seeds"


def count_words(text: str) -> int:
    """A tokenizer for tests: words, each piece of eight characters counting as one token."""
    return sum((len(word) + 7) // 8 for word in text.split())


def article_of(text: str, spans: tuple[Span, ...] | None = None) -> Article:
    return Article(
        "0123456789ab",
        "a.txt",
        text,
        "hash",
        spans=mark_spans(text) if spans is None else spans,
    )


def sentences_of(text: str, language: str = "en") -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text, 0, len(text), language)]


# --- sentences ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He came. She left.", ["He came.", "She left."]),
        (  # each sentence of a quotation is one; the attribution stays with the last
            "“We won. We did it,” noted Mr. Smith (Trump). Next.",
            ["“We won.", "We did it,” noted Mr. Smith (Trump).", "Next."],
        ),
        ("“Never!” Zelensky said. He left.", ["“Never!” Zelensky said.", "He left."]),
        ("“Why now?” asked the mayor.", ["“Why now?” asked the mayor."]),
        (  # a sentence of its own after a closed quotation, though it has a verb of saying
            "He called it “a lie.” Putin said nothing new was planned.",
            ["He called it “a lie.”", "Putin said nothing new was planned."],
        ),
        (  # a stop in the middle of a machine-translated sentence
            "“It's irresponsible,” Zelensky said. during a press conference.",
            ["“It's irresponsible,” Zelensky said. during a press conference."],
        ),
        ("The U.S. Senate met Ms. Ford on Jan. 6. It rained.", None),
        ("Said Rep. Hakeem Jeffries, D-N.Y., on Monday. Then he left.", None),
        ("“I spoke to him (…), it was good,” he said. Then more.", None),
        ("It's over.” He left.", ["It's over.”", "He left."]),
        ("We lost. ” He left.", ["We lost. ”", "He left."]),
        (
            "The law passed.The president signed it.",
            ["The law passed.", "The president signed it."],
        ),
        ("• Complain in writing. You can.", ["• Complain in writing.", "You can."]),
        ("It fell.[12] It rose.", ["It fell.[12]", "It rose."]),
        (
            "He said: 'It is. But we go.' She left.",
            ["He said: 'It is.", "But we go.'", "She left."],
        ),
        ("你好。再见。“是的。”他说。", ["你好。", "再见。", "“是的。”", "他说。"]),
        ("Привет. Как дела? Хорошо.", ["Привет.", "Как дела?", "Хорошо."]),
        ("مرحبا. كيف حالك؟ نعم۔ هذا.", ["مرحبا.", "كيف حالك؟", "نعم۔", "هذا."]),
        ("Good 😀. Bad 🇺🇦!", ["Good 😀.", "Bad 🇺🇦!"]),
        ("One line\nAnother line", ["One line", "Another line"]),
        ("A first line.\r\n\r\nA second.\r\n", ["A first line.", "A second."]),
        ("It went on\nand on. Then.", ["It went on\nand on.", "Then."]),
        (
            " \u00a0\u200bHe came.\u2028She left.\x0bThey.\ufeff ",
            ["He came.", "She left.", "They."],
        ),
    ],
)
def test_sentences(text: str, expected: list[str] | None) -> None:
    found = sentences_of(text)
    if expected is None:  # two sentences: only the last stop but one ends a sentence
        assert len(found) == 2, found
    else:
        assert found == expected


def test_a_wrapped_text_is_read_as_paragraphs() -> None:
    """Lines filled to a column go on; a short last line and a blank line end a paragraph."""
    lines = [
        "The president said on Monday that the talks which had begun in March",
        "would not go on, because the other side had broken what it promised.",
        "Russia denied this. The talks had been held in Istanbul, where both",
        "Ukraine and Russia sent their foreign ministers, in the presence of",
        "guests from many other countries who had come to see them succeed.",
    ]
    text = "\n".join(lines) + "\n\nAnother paragraph begins here and\nends here."
    found = sentences_of(text)
    assert [sentence.split()[0] for sentence in found] == ["The", "Russia", "The", "Another"]


# Pieces that make sentence splitting hard, mixed at random.
PIECES = [
    "He said", "U.S.", "Mr.", "“", "”", '"', "'", "(…)", "...", "…", ".", "!", "?", ",", " ",
    "\n", "\r\n", "\n\n", "\u00a0", "\u2028", "\u2029", "\x0b", "\x0c", "\u200b", "\ufeff", "\t",
    "Zelensky", "said", "kyiv", "Привет", "Это.", "مرحبا", "؟", "你好", "。", "😀", "👨‍👩‍👧",
    "e\u0301", "- ", "• ", "[1]", "3.5", "D-N.Y.", "x" * 60, "https://example.org/a.b?c=d",
    "Read more", "Tags: a, b", "By Jane Doe", "(Reuters) -", "Title of it", "– Sub heading –",
    "1.", "\x1c", "\x85", "a)", "The end.The start",
]  # fmt: skip
hard_texts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=200)


@settings(max_examples=400, deadline=None)
@given(hard_texts)
@example("“A b.” “C d.” ” ")
def test_sentences_tile_the_text(text: str) -> None:
    """Each character that shows lies in exactly one sentence, and no sentence has blank ends."""
    position = 0
    for start, end in sentence_spans(text, 0, len(text)):
        assert position <= start < end <= len(text)
        assert all(is_blank(character) for character in text[position:start])
        assert not is_blank(text[start]) and not is_blank(text[end - 1])
        position = end
    assert all(is_blank(character) for character in text[position:])


# --- passages -------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(hard_texts, st.integers(1, 40), st.integers(1, 60))
def test_passages_hold_their_promises(text: str, chunk_tokens: int, max_tokens: int) -> None:
    article = article_of(text)
    passages = split_article(article, count_words, chunk_tokens=chunk_tokens, max_tokens=max_tokens)
    covered = [0] * len(text)
    for span in article.spans:
        for place in range(span.start_char, span.end_char):
            covered[place] += 1
    for number, passage in enumerate(passages):
        assert text[passage.start_char : passage.end_char] == passage.text
        assert passage.ordinal == number
        assert passage.passage_id.startswith(f"{article.article_id}:{number}:")
        assert passage.sentences[0][0] == passage.start_char
        assert passage.sentences[-1][1] == passage.end_char
        assert count_words(passage.text) <= max_tokens or len(passage.text) == 1
        if passage.kind == "body":
            for start, end in passage.sentences:
                for place in range(start, end):
                    covered[place] += 1
    for place, times in enumerate(covered):
        assert times == 1 or (times == 0 and is_blank(text[place])), (place, text[place])


@given(st.integers(3, 30), st.integers(0, 1))
def test_no_passage_is_over_the_limit_with_a_tokenizer_that_does_not_add_up(
    max_tokens: int, extra: int
) -> None:
    """Some tokenizers need more tokens for a whole than for its parts."""

    def count(text: str) -> int:
        return len(text.split()) + extra * text.count(". ")

    text = "One two three four. Five six. Seven eight nine ten eleven. Twelve."
    for passage in split_article(
        article_of(text, ()), count, chunk_tokens=max_tokens, max_tokens=max_tokens
    ):
        assert count(passage.text) <= max_tokens


def test_a_long_sentence_is_cut_at_clauses_and_nothing_is_lost() -> None:
    text = "; ".join(f"clause {number} says a thing" for number in range(200)) + "."
    passages = split_article(article_of(text, ()), count_words, chunk_tokens=20, max_tokens=30)
    assert len(passages) > 30
    assert "".join(p.text for p in passages).replace(" ", "") == text.replace(" ", "")
    assert all(p.text.endswith((";", ".")) for p in passages)


def test_an_unbroken_word_is_cut_between_characters_but_not_inside_one() -> None:
    text = "e\u0301" * 500
    passages = split_article(
        article_of(text, ()), lambda t: len(t) // 4 + 1, chunk_tokens=8, max_tokens=8
    )
    assert "".join(p.text for p in passages) == text
    assert not any(p.text.startswith("\u0301") for p in passages)


def test_paragraphs_stay_whole_where_they_fit() -> None:
    """Two paragraphs of 6 words in passages of 8: one each, not 8 + 4."""
    text = "One two three. Four five six.\n\nSeven eight nine. Ten eleven twelve."
    passages = split_article(article_of(text, ()), count_words, chunk_tokens=8, max_tokens=50)
    assert [p.text for p in passages] == text.split("\n\n")


def test_metadata_lines_come_first_and_body_passages_never_enter_them() -> None:
    article = read_file(next(SEEDS.glob("003_*")), settings=IndexSettings(home=Path("unused")))
    passages = split_article(article, count_words, chunk_tokens=100, max_tokens=200)
    kinds = [passage.kind for passage in passages]
    assert kinds == sorted(kinds, key=lambda kind: kind == "body")
    body = "\n".join(passage.text for passage in passages if passage.kind == "body")
    for marked in ("North Korean “losses”", "Series of attacks", "PREV", "NEXT", "Solana"):
        assert marked not in body


def test_limits_below_one_are_refused() -> None:
    with pytest.raises(ValueError, match="max_tokens = 0"):
        split_article(article_of("A b."), count_words, chunk_tokens=5, max_tokens=0)


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem[:3])
def test_seed_sentences_read_like_sentences(path: Path) -> None:
    """Each begins like a sentence and has its stop, but where the text breaks off."""
    article = read_file(path, settings=IndexSettings(home=Path("unused")))
    for passage in split_article(article, count_words, chunk_tokens=100, max_tokens=200):
        if passage.kind != "body":
            continue
        for start, end in passage.sentences:
            sentence = article.text[start:end]
            assert re.match(r"[“\"']?[A-Z0-9]", sentence), sentence
            assert sentence.endswith((".", "”", '"', "'", "suggests that there is")), sentence
