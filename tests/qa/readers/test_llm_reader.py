"""The LLM reader: whatever a model writes, only supported sentences come out, on true quotes."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.answer.draft import DraftStatement, Quote
from qa.errors import ReaderUnavailableError
from qa.readers.extractive import NumberedPassage
from qa.readers.llm import LLMHandle, load_llm
from qa.readers.llm_call import Message
from qa.readers.llm_reader import LLMReader
from qa.readers.llm_text import Written, written_sentences
from qa.settings import Settings
from tests.qa.readers.passages import FERRIES, numbered

BRIDGE = (
    "Kari Lind met Prime Minister Jonas Berg in Oslo on March 29. "
    "Berg said the bridge to Vask will open in June."
)


PASSAGES = numbered(FERRIES, BRIDGE)
INSTEAD = DraftStatement("Word for word.", (Quote("a1", 17, 40, 1.0),), 1.0)


def writes(text: str, *, size: int = 7) -> LLMHandle:
    """A model that writes `text`, a few characters at a time."""

    def stream(messages: Sequence[Message]) -> Iterator[str]:
        for i in range(0, len(text), size):
            yield text[i : i + size]

    return LLMHandle("scripted", stream)


def read(
    text: str,
    *,
    passages: Sequence[NumberedPassage] = PASSAGES,
    extractive: Sequence[DraftStatement] = (),
) -> list[DraftStatement]:
    return list(LLMReader(writes(text)).read("Who?", passages, extractive, ()))


def quoted(statement: DraftStatement) -> list[str]:
    texts = {p.article.article_id: p.article.text for p in PASSAGES}
    return [texts[q.article_id][q.start_char : q.end_char] for q in statement.quotes]


def test_halves_of_characters_are_joined_or_replaced() -> None:
    """JSON can hold them, UTF-8 can't."""
    [written, *_] = written_sentences(["The ferry \ud83d\ude00 runs \ud800 again. "])
    assert written.text == "The ferry 😀 runs \ufffd again."


# --- sentences and their quotes -------------------------------------------------------------


def test_each_sentence_stands_on_the_sentence_that_says_it() -> None:
    found = read("Norlys rejected an offer of $40 million [1]. Lind met Berg in Oslo [2].")
    assert [s.text for s in found] == [
        "Norlys rejected an offer of $40 million.",
        "Lind met Berg in Oslo.",
    ]
    assert quoted(found[0]) == [FERRIES.split(" Its")[0]]
    assert quoted(found[1]) == [BRIDGE.split(" Berg said")[0]]
    assert all(0 < s.support <= 1 for s in found)


def test_a_wrong_marker_does_not_mislead() -> None:
    (found,) = read("Lind met Berg in Oslo on March 29 [1].")
    assert found.quotes[0].article_id == "a2"


def test_unsupported_sentences_are_dropped_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "qa.readers.llm_reader")
    found = read("The bridge will open in July [2]. The bridge to Vask will open in June [2][9].")
    assert [s.text for s in found] == ["The bridge to Vask will open in June."]
    assert "1 sentences kept, 1 not supported" in caplog.text
    assert "1 markers invented" in caplog.text


def test_the_article_sentences_stand_in_when_nothing_is_left() -> None:
    assert read("The queen opened the bridge in 1890. [1]", extractive=[INSTEAD]) == [INSTEAD]
    assert read("NOT_IN_ARTICLES", extractive=[INSTEAD]) == [INSTEAD]
    assert read("", extractive=[INSTEAD]) == [INSTEAD]


def test_a_refusal_without_evidence_is_a_refusal() -> None:
    assert read("NOT_IN_ARTICLES") == []


def test_no_passages_means_no_call() -> None:
    def stream(messages: Sequence[Message]) -> Iterator[str]:
        raise AssertionError("called")

    assert list(LLMReader(LLMHandle("m", stream)).read("Who?", [], [INSTEAD], ())) == [INSTEAD]


def test_a_pronoun_brings_the_sentence_that_names_her() -> None:
    (found,) = read("Kari Lind said 300 people work on the ships.")
    assert "300 people" in " ".join(quoted(found))
    assert "Kari Lind" in " ".join(quoted(found))


def test_the_same_thing_is_said_once() -> None:
    found = read("Lind met Berg in Oslo [2]. In Oslo, Lind met Berg [2]. Lind met Berg in Oslo.")
    assert len(found) == 1


def test_at_most_four_statements() -> None:
    passages = numbered(*(f"Town {n} elected Mayor Number{n} in June." for n in "ABCDEFG"))
    text = " ".join(f"Town {n} elected Mayor Number{n} in June." for n in "ABCDEFG")
    assert len(read(text, passages=passages)) == 4


def test_statements_come_while_the_model_still_writes() -> None:
    asked: list[str] = []

    def stream(messages: Sequence[Message]) -> Iterator[str]:
        for piece in ("Lind met Berg in Oslo [2]. ", "The ", "bridge ", "opens."):
            asked.append(piece)
            yield piece

    first = next(LLMReader(LLMHandle("m", stream)).read("Who?", PASSAGES, (), ()))
    assert first.text == "Lind met Berg in Oslo."
    assert len(asked) < 4


def test_a_model_that_judges_support_is_heard() -> None:
    class Never:
        def support(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
            return [0.0] * len(pairs)

    reader = LLMReader(writes("Norlys rejected an offer of $40 million."), Never())
    assert list(reader.read("Who?", PASSAGES, [INSTEAD], ())) == [INSTEAD]


# --- hostile text ---------------------------------------------------------------------------


def test_markup_links_and_control_characters_are_gone() -> None:
    (found,) = read(
        "<b>Lind</b> met **Berg** in [Oslo](https://evil.example/x)\x1b[31m\u202e on March 29 "
        "![p](https://evil.example/p.png)<script>alert('x')</script>[2]."
    )
    assert found.text.startswith("Lind met Berg in Oslo")
    for bad in ("<", ">", "](", "http", "alert", "\x1b", "\u202e", "*"):
        assert bad not in found.text


@pytest.mark.parametrize(
    "marker",
    ["[2]", "[Passage 2]", "[2, 99]", "【2†source】", "(passage 2)", "[^2]", "[1-2]", "[ 2 ]"],
)
def test_markers_of_every_make_are_taken_out(marker: str) -> None:
    for text in (f"Lind met Berg in Oslo {marker}.", f"Lind met Berg in Oslo. {marker}"):
        (written,) = written_sentences(iter(text))
        assert written.text == "Lind met Berg in Oslo."
        assert 2 in written.numbers


def test_endless_text_ends() -> None:
    def forever(sentence: str) -> Iterator[str]:
        for _ in range(100_000):
            yield sentence
        raise AssertionError("never stopped")

    assert len(list(written_sentences(forever("Round and round. ")))) == 1
    assert len(list(written_sentences(forever("no end in sight ")))) == 0
    numbers = (f"Ship {i} sailed. " for i in range(100_000))
    assert len(list(written_sentences(numbers))) <= 12


@pytest.mark.parametrize("scrap", ["![", "[1,", "<a ", "one ", "! ", "<think>", '"', "1. "])
def test_a_flood_of_signs_is_over_soon(scrap: str) -> None:
    started = time.monotonic()
    assert list(written_sentences(scrap for _ in range(20_000))) == []
    assert time.monotonic() - started < 20


def test_thoughts_of_a_reasoning_model_are_not_shown() -> None:
    pieces = iter("<think>Lind met Berg. Maybe. [1]</think>Berg spoke. [2]")
    assert list(written_sentences(pieces)) == [Written("Berg spoke.", (2,))]
    assert list(written_sentences(iter("Berg spoke. [2] <think>Lind met Berg. On"))) == [
        Written("Berg spoke.", (2,))
    ]


@given(st.text(max_size=400), st.integers(min_value=1, max_value=50))
def test_any_text_comes_out_plain_however_it_is_cut(text: str, size: int) -> None:
    pieces = [text[i : i + size] for i in range(0, len(text), size)]
    for written in written_sentences(pieces):
        assert "\n" not in written.text
        assert "<" not in written.text
        assert not any(f"[{n}]" in written.text for n in range(10))


SCRAPS = [
    "Lind ",
    "met Berg ",
    "in Oslo",
    ". ",
    "[1]",
    "[77]",
    "not ",
    "300 ",
    "<b>",
    "\n",
    "June ",
]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(SCRAPS), max_size=30).map("".join))
def test_every_quote_is_true_and_every_statement_has_one(text: str) -> None:
    spans = {p.article.article_id: p.passage for p in PASSAGES}
    for statement in read(text):
        assert statement.quotes
        for quote in statement.quotes:
            passage = spans[quote.article_id]
            assert passage.start_char <= quote.start_char < quote.end_char <= passage.end_char


# --- real models ----------------------------------------------------------------------------


def smollm() -> LLMHandle:
    pytest.importorskip("xllamacpp")
    try:
        return load_llm(Settings(reader="llm", llm="smollm2", llm_timeout_seconds=600))
    except ReaderUnavailableError as error:
        pytest.skip(str(error))


def assert_honest(statements: Sequence[DraftStatement]) -> None:
    assert statements
    for statement in statements:
        assert statement.support >= 0.5
        assert quoted(statement)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_smollm2_in_process_shows_only_what_is_supported() -> None:
    handle = replace(smollm(), output_tokens=60)
    reader = LLMReader(handle)
    assert reader.name == "llm:smollm2"
    assert reader.notice is None
    question = "Where did Kari Lind meet Jonas Berg?"
    assert_honest(list(reader.read(question, PASSAGES[1:], [INSTEAD], ())))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_an_openai_compatible_server_runs_the_whole_reader() -> None:
    """xllamacpp's own HTTP server, reached through LlamaIndex's OpenAI adapter."""
    xllamacpp = pytest.importorskip("xllamacpp")
    from qa.readers.llm import _smollm2_path

    smollm()
    params = xllamacpp.CommonParams()
    params.model.path = str(_smollm2_path())
    params.n_ctx = 2048
    params.n_parallel = 1
    params.cpuparams.n_threads = 2
    params.verbosity = -1
    params.n_predict = 60
    server = xllamacpp.Server(params)
    chosen = Settings(
        reader="llm",
        llm="openai:smollm2",
        llm_base_url=server.listening_address,
        llm_timeout_seconds=500,
    )
    reader = LLMReader(load_llm(chosen))
    assert reader.notice is None
    pieces = list(reader.read("Who rejected the offer?", PASSAGES[:1], [INSTEAD], ()))
    assert_honest(pieces)


def test_a_bare_word_is_shown_as_the_sentence_that_it_stands_in() -> None:
    (found,) = read("300 [1]")
    assert found.text == "She said 300 people work on the ships."
    assert read("Jonas Nobody [1]") == []


def test_what_the_article_calls_it_is_quoted_from_the_sentence_before() -> None:
    text = "The ship Solan left Oslo. Nobody was hurt. A fire broke out in the galley at noon."

    class Believes:
        def support(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
            return [0.9 if "galley" in passage else 0.1 for _, passage in pairs]

    reader = LLMReader(writes("A fire broke out in the galley of the Solan [1]."), Believes())
    (found,) = reader.read("Where was the fire?", numbered(text), (), ())
    whole = "News of the day\n\n" + text
    quotes = [whole[q.start_char : q.end_char] for q in found.quotes]
    assert any("Solan" in quote for quote in quotes) and any("galley" in q for q in quotes)
