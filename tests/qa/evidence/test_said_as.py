"""Rows of tables, turns of transcripts and posts of live pages: read and said in full, the quote
verbatim.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.ingest import index_articles
from index.settings import IndexSettings
from index.text.split import split_article
from index.types import Article
from index.vectors.embed import HashingEmbedder
from qa.answer.draft import draft_statements
from qa.evidence.dated_text import ADDED
from qa.evidence.said_as import read_as, say
from qa.evidence.sentences import EvidenceSentence
from qa.evidence.windows import window_of
from qa.pipeline import QAPipeline
from tests.qa.test_pipeline import Fixed

TALK = """Interview: City Hour

ANCHOR (PIA HOLM): Welcome. Mayor, why is the lake closed?

ELMER: Because of algae. We measured three times the allowed amount.

HOLM: When will it open again?

ELMER: In June. If the rain helps us, a little earlier.
"""
TABLE = """Lund voted for a new council on Sunday.

| Party | Seats | Share |
|---|---|---|
| Rose List | 7 | 12% |
| Lake List | 9 | 16% |

The council meets in May.
"""


def article_of(text: str) -> Article:
    return Article("0" * 12, "a.txt", text, "hash")


def drafted(text: str, words: str) -> tuple[str, list[str]]:
    """What a statement on the sentence with those words says, and its quotes."""
    article = article_of(text)
    passages = split_article(article, lambda t: len(t.split()), chunk_tokens=100, max_tokens=200)
    passage, (start, end) = next(
        (p, s) for p in passages for s in p.sentences if words in text[slice(*s)]
    )
    found = EvidenceSentence(article, passage, start, end, 0.9)
    (draft,) = draft_statements([found], {article.article_id: passages})
    return draft.text, [text[q.start_char : q.end_char] for q in draft.quotes]


def test_a_row_is_said_with_its_headings_and_quoted_as_it_stands() -> None:
    said, quotes = drafted(TABLE, "Lake List")
    assert said == "Lake List: 9 seats, 16% share."
    assert quotes == ["| Lake List | 9 | 16% |", "| Party | Seats | Share |"]


def test_a_later_sentence_of_a_turn_names_its_speaker() -> None:
    said, quotes = drafted(TALK, "If the rain")
    assert said == "Elmer: If the rain helps us, a little earlier."
    assert quotes == ["If the rain helps us, a little earlier.", "ELMER: In June."]
    assert drafted(TALK, "In June") == ("ELMER: In June.", ["ELMER: In June."])


def test_who_is_called_him_is_named_once() -> None:
    text = (
        "The lake is closed, Ada Lind said.\n\nThe water was green.\n\nNobody swam.\n\n"
        "It rained.\n\nAccording to her, the lake opens in June."
    )
    said, _ = drafted(text, "According to her")
    assert said == "According to Ada Lind, the lake opens in June."


def test_who_speaks_is_named_where_a_long_quotation_ends() -> None:
    text = (
        "Otto Brem said nothing at first.\n\nAda Lind would not rule it out.\n\n"
        '"Nothing has been decided at this point. The council would permit it. The second '
        'paper would permit it. But nothing has been decided by us yet," Lind told reporters.'
    )
    said, quotes = drafted(text, "Nothing has been decided at this point")
    assert said.startswith('Lind: "Nothing') or "Lind told reporters" in said
    assert any("Lind told reporters" in quote for quote in quotes)


def test_nobody_is_named_where_it_may_be_another() -> None:
    text = (
        "The dam is safe, Otto Brem said.\n\nIt was built by the father of Ada Lind Hansen.\n\n"
        '"We told them not to come back. We have the keys," he told reporters.'
    )
    said, _ = drafted(text, "We have the keys")
    assert not said.startswith("Otto Brem:")


def test_an_answer_is_read_with_its_question() -> None:
    article = article_of(TALK)
    start = TALK.index("ELMER: In June.")
    assert read_as(article, start, start + 15) == "When will it open again? Mayor Elmer: In June."
    asks = TALK.index("HOLM: When")
    assert read_as(article, asks, asks + 30) == "Holm: When will it open again?"
    assert read_as(article_of("The council met."), 0, 16) is None


def test_a_window_keeps_the_places_of_its_sentences() -> None:
    article = article_of(TALK)
    passages = split_article(article, lambda t: len(t.split()), chunk_tokens=100, max_tokens=200)
    text, local, absolute = window_of(passages[-1], article, passages)
    assert len(local) == len(absolute)
    assert all(text[a:b].endswith(TALK[c:d].split(": ")[-1]) for (a, b), (c, d) in zip(
        local, absolute, strict=True
    ))  # fmt: skip


def test_a_post_is_said_with_its_time() -> None:
    text = (
        "Strike live\n\nFollow the strike as it happens.\n\n20:10\n\nThe minister steps in.\n\n"
        "15:55\n\nThe union says no.\n\n11:20\n\nThe firm offers more.\n"
    )
    article = Article(
        "0" * 12, "a.txt", text, "hash", published_at="2023-05-04", published_precision="day"
    )
    start = text.index("The firm")
    said = say(article, start, start + len("The firm offers more.")).text
    assert said == "The firm offers more. (posted at 11:20 on May 4, 2023)"
    assert ADDED.search(said)


@pytest.mark.parametrize(
    ("publisher", "found"),
    [("Lake Herald", 3), ("The Lake Herald", 3), ("lakeherald.com", 3), ("Lake Post", 1)],
)
def test_one_publisher_under_its_names_and_its_site(
    tmp_path: Path, make_pipeline: Callable[..., QAPipeline], publisher: str, found: int
) -> None:
    rows = [
        '{"text": "The dam of Lund leaks.", "url": "https://www.lakeherald.com/1"}',
        '{"text": "The mill of Lund shut.", "url": "https://lakeherald.com/2", '
        '"publisher": "The Lake Herald"}',
        '{"text": "The quay of Lund opens.", "publisher": "Lake Herald"}',
        '{"text": "The lake of Lund froze.", "publisher": "Lake Post"}',
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(rows))
    embedder, home = HashingEmbedder(), tmp_path / "home"
    index_articles(
        [tmp_path / "in.jsonl"], IndexSettings(home=home, embedder=embedder.name), embedder=embedder
    )
    pipeline = make_pipeline(Fixed(1.0), home=home)
    answer = pipeline.ask("What happened in Lund?", publishers=[publisher])
    assert answer.coverage.articles == found
    assert len(answer.coverage.publishers) == 1
    assert len(pipeline.library.catalog.coverage().publishers) == 2
    counted = pipeline.ask("How many articles are from the Lake Herald?")
    assert counted.text.startswith("3 of 4 articles")
