"""Small folders of news: one that answers, and one about the same things that does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.adapters.realtimeqa import read_articles, read_questions
from eval.measure import refusal
from eval.measure.folders import folders_of, found_for
from eval.measure.news_home import open_news
from index.vectors.embed import HashingEmbedder
from qa.evidence.rerank import SimilarityScorer
from qa.question.query import prepare
from qa.settings import Settings
from tests.eval.published import QUESTIONS, write_bench, write_rows


def test_only_one_of_two_folders_holds_the_answer(tmp_path: Path) -> None:
    bench = write_bench(tmp_path / "bench")
    articles = {a.id: a for a in read_articles(bench)}
    news = open_news(list(articles.values()), Settings(home=tmp_path / "h", embedder="hashing"))
    question = read_questions(bench)[0]
    query = prepare(question.question, news.library.catalog.vocabulary())
    folders = folders_of(question, query, articles, news, news.library, 2)
    names = {key: news.bench_ids[key] for key in folders.answering | folders.silent}
    assert {names[key] for key in folders.answering} == {"rt00000", "rt00002"}
    assert "rt00000" not in {names[key] for key in folders.silent} and folders.silent
    scorer = SimilarityScorer(HashingEmbedder().encode)
    finds = [
        found_for(query, news.library, scorer, news.settings, ids)
        for ids in (folders.answering, folders.silent)
    ]
    news.close()
    said = [any("Ada Quist" in s.text for s in found.evidence.sentences) for found in finds]
    assert said == [True, False]


def test_the_command_asks_each_question_of_both_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        refusal, "half_of", lambda key: "choose" if key == "20220114_0" else "report"
    )
    bench, rows = write_bench(tmp_path / "bench"), tmp_path / "rows.jsonl"
    questions = [q | {"retrieved": ["rt00002"]} for q in QUESTIONS]
    write_rows(bench / "realtimeqa-2022" / "questions.jsonl.gz", questions)
    options = [
        "--bench", str(bench), "--home", str(tmp_path / "home"), "--embedder", "hashing",
        "--reranker", "none", "--set", "folder", "--articles", "2", "--rows", str(rows),
    ]  # fmt: skip
    assert refusal.main(options) == 0
    assert "folder: 2 questions, 1 of them answerable" in capsys.readouterr().out
    kept = [json.loads(line) for line in rows.read_text().splitlines()]
    assert [(row["half"], row["answerable"], row["right"]) for row in kept] == [
        ("choose", True, True), ("choose", False, False),
        ("report", True, True), ("report", False, False),
    ]  # fmt: skip
