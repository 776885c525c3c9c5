"""A line without an end, as of a table or a code, takes no longer for each of its figures."""

from __future__ import annotations

import time

import pytest

from index.types import Article
from qa.answer.asserted import asserted_by
from qa.answer.figures import figures_of
from qa.answer.wording import without_dateline


@pytest.mark.timeout(20)  # they took minutes when each figure read the whole line
def test_long_lines_are_read() -> None:
    assert len(figures_of("Jon Lund 7 minutes, " * 4000)) == 4000
    assert without_dateline("A" * 100_000 + " is a code.").startswith("AAA")


@pytest.mark.timeout(20)
def test_a_long_gap_is_read_once() -> None:
    text = "Jon Lund, the mayor," + " " * 20_000 + "of Bergen" + " " * 20_000 + "said it was out."
    asserted_by(Article("a", "/a.txt", text, "h"), [(0, len(text))], (0, len(text)))
    near = "The mayor of Bergen, Jon Lund,   said it was out."
    by = asserted_by(Article("a", "/a.txt", near, "h"), [(0, len(near))], (0, len(near)))
    assert by is not None and by.name == "Jon Lund"


@pytest.mark.timeout(60)
def test_a_paragraph_of_many_sentences_is_not_read_for_each() -> None:
    sentence = "“It rained. "
    text = sentence * 8_000
    spans = [(at, at + len(sentence) - 1) for at in range(0, len(text), len(sentence))]
    article = Article("a", "/a.txt", text, "h")
    began = time.process_time()
    for span in spans:
        asserted_by(article, spans, span)
    assert time.process_time() - began < 10


def test_a_dateline_may_name_its_year() -> None:
    assert without_dateline("OSLO, 9 November 2026 — The dam broke.") == "The dam broke."
    assert without_dateline("NORREY, July 2 (NAP) - The dam broke.") == "The dam broke."
