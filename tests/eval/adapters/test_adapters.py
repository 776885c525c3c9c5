"""Published layouts are read as they are; another layout is refused with its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.adapters.ramdocs import read_ramdocs
from eval.adapters.realtimeqa import (
    holding_answer,
    read_articles,
    read_questions,
    write_articles,
)
from eval.adapters.rows import AdapterError
from eval.adapters.squad import read_squad
from eval.adapters.support import read_support
from index.readers import read_file
from index.settings import IndexSettings
from tests.eval.published import ARTICLES, PARAGRAPH, QUESTIONS, SQUAD, write_bench, write_rows


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    return write_bench(tmp_path / "bench")


def test_news_questions_know_their_articles_and_which_hold_the_answer(bench: Path) -> None:
    articles = {a.id: a for a in read_articles(bench)}
    first, second, ferry, chess = read_questions(bench)
    assert first.own_articles == ("rt00000", "rt00002")
    assert first.month == "2022-01-01"
    assert holding_answer(first, articles) == ("rt00000",)
    assert holding_answer(second, articles) == ("rt00001",)
    assert holding_answer(ferry, articles) == ("rt00002",)
    assert holding_answer(chess, articles) == ()


def test_written_articles_keep_day_address_title_and_words(bench: Path, tmp_path: Path) -> None:
    articles = read_articles(bench)
    write_articles(articles, tmp_path / "pages")
    for article in articles:
        path = tmp_path / "pages" / f"{article.id}.md"
        read = read_file(path, settings=IndexSettings(home=tmp_path))
        assert (read.title, read.published_at, read.url) == (
            article.title, article.published, article.url,
        )  # fmt: skip
        assert article.text in read.text


def test_squad_is_read_flat_and_as_published(bench: Path, tmp_path: Path) -> None:
    flat = read_squad(bench)
    qas = [
        {"question": r["question"], "answers": r["answers"], "is_impossible": not r["answerable"]}
        for r in SQUAD
    ]
    document = {"data": [{"title": "Mills", "paragraphs": [{"context": PARAGRAPH, "qas": qas}]}]}
    published = tmp_path / "dev-v2.0.json"
    published.write_text(json.dumps(document))
    assert read_squad(published) == flat
    assert [q.answerable for q in flat] == [True, False]
    start, words = flat[0].answers[0]
    assert len(flat[0].answers) == 1  # annotators who agree count once
    assert flat[0].context[start : start + len(words)] == words == "Jakob Stamm"


def test_conflicting_documents_and_support_pairs(bench: Path) -> None:
    (conflict,) = read_ramdocs(bench)
    assert [d.type for d in conflict.documents] == ["correct", "misinfo", "noise"]
    assert (conflict.gold_answers, conflict.wrong_answers) == (("Ardin",), ("Bex",))
    pairs = read_support(bench)
    assert {p.source for p in pairs} == {"summedits_x", "wice_x"}
    assert sum(p.supported for p in pairs) == len(pairs) / 2


@pytest.mark.parametrize(
    ("read", "name", "rows", "says"),
    [
        (
            read_articles,
            "realtimeqa-2022/articles",
            [{**ARTICLES[0], "published": "May"}],
            "line 1",
        ),
        (read_articles, "realtimeqa-2022/articles", [ARTICLES[0], ARTICLES[0]], "stands twice"),
        (read_questions, "realtimeqa-2022/questions", [{**QUESTIONS[0], "answer": "x"}], "list of"),
        (read_questions, "realtimeqa-2022/questions", [], "no rows"),
        (read_questions, "realtimeqa-2022/questions", [[1]], "expected an object"),
        (read_squad, "squad2/questions", [{**SQUAD[0], "answerable": False}], "answerable"),
        (
            read_squad,
            "squad2/questions",
            [{**SQUAD[0], "answers": [{"text": "Jakob", "answer_start": 3}]}],
            "doesn't stand at 3",
        ),
        (read_support, "support/pairs", [{"set": "a", "passage": "b", "supported": 1}], "claim"),
        (
            read_ramdocs,
            "ramdocs/questions",
            [{"question": "q", "documents": [{"text": "t", "type": "odd", "answer": ""}]}],
            "'odd'",
        ),
    ],
)
def test_another_layout_is_refused_with_file_and_reason(
    tmp_path: Path, read: Callable[[Path], Any], name: str, rows: list[Any], says: str
) -> None:
    path = write_rows(tmp_path / f"{name}.jsonl", rows)
    with pytest.raises(AdapterError, match=says) as raised:
        read(tmp_path)
    assert path.name in str(raised.value)


@pytest.mark.parametrize("read", [read_articles, read_questions, read_squad, read_support])
def test_a_missing_file_is_named(tmp_path: Path, read: Callable[[Path], Any]) -> None:
    with pytest.raises(AdapterError, match=r"jsonl\.gz: no such file"):
        read(tmp_path)


def test_a_broken_archive_is_named(tmp_path: Path) -> None:
    path = tmp_path / "support" / "pairs.jsonl.gz"
    path.parent.mkdir()
    path.write_bytes(b"\x1f\x8b not gzip")
    with pytest.raises(AdapterError, match="can't be read"):
        read_support(tmp_path)
