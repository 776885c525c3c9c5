"""Retrieval measured stage by stage, on three made-up articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.adapters.realtimeqa import NewsArticle, read_articles
from eval.adapters.rows import AdapterError
from eval.asking.homes import HomeError
from eval.measure.news_home import open_news, with_days
from eval.measure.retrieval import main, read_rankings
from index.ingest import index_articles
from index.types import ArticleFilter
from qa.evidence.retrieve import retrieve
from qa.question.query import prepare
from qa.settings import Settings
from tests.eval.published import ARTICLES, write_bench, write_rows


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    return write_bench(tmp_path / "bench")


@pytest.mark.usefixtures("no_real_model")
def test_each_stage_has_its_figures_and_each_question_its_row(
    bench: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, out, rows = tmp_path / "home", tmp_path / "out.json", tmp_path / "rows.jsonl"
    stored = tmp_path / "stored.json"
    stored.write_text(json.dumps({"20220114_0": ["rt00002", "rt00000", "rt00002"]}))
    options = [
        "--bench", str(bench), "--home", str(home), "--embedder", "hashing", "--reranker", "none",
        "--out", str(out), "--rows", str(rows), "--quickstart", str(stored),
    ]  # fmt: skip
    assert main(options) == 0
    printed = capsys.readouterr().out
    assert "2 questions with gold articles; 3 articles" in printed
    figures = json.loads(out.read_text())["figures"]
    assert list(figures) == [
        "keyword", "plain fusion", "product, retrieved", "product, reranked",
        "LlamaIndex quickstart",
    ]  # fmt: skip
    assert figures["keyword"]["MRR@10"]["value"] == 1.0
    assert figures["product, reranked"]["Hit@1"]["value"] == 1.0
    assert figures["LlamaIndex quickstart"]["MRR@10"]["value"] == 0.25  # 1/2 and nothing
    asked = [json.loads(line) for line in rows.read_text().splitlines()]
    assert [row["rank"]["LlamaIndex quickstart"] for row in asked] == [2, None]
    assert str(tmp_path) not in out.read_text()


@pytest.mark.usefixtures("no_real_model")
def test_asked_as_of_its_day_a_question_is_shown_nothing_later(bench: Path, tmp_path: Path) -> None:
    later = {**ARTICLES[0], "id": "rt00003", "title": "A year on", "published": "2023-01-12"}
    later["url"] = "https://www.example.org/2023/01/harbour"
    later["text"] = f"{later['text']} The harbour had cost more than that."
    write_rows(bench / "realtimeqa-2022" / "articles.jsonl.gz", (*ARTICLES, later))
    first = {}
    for asked in ([], ["--as-asked"]):
        rows = tmp_path / "rows.jsonl"
        options = [
            "--bench", str(bench), "--home", str(tmp_path / "home"), "--embedder", "hashing",
            "--reranker", "none", "--rows", str(rows), *asked,
        ]  # fmt: skip
        assert main(options) == 0
        row = json.loads(rows.read_text().splitlines()[0])
        first[bool(asked)] = {s: {title for _, title in ids} for s, ids in row["first"].items()}
    assert "A year on" in first[False]["keyword"] & first[False]["product, retrieved"]
    assert not any("A year on" in titles for titles in first[True].values())


def test_an_index_of_other_articles_is_refused(bench: Path, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", embedder="hashing")
    articles = read_articles(bench)
    news = open_news(articles, settings)
    by_day = with_days(news, articles).catalog
    earlier = by_day.article_ids(ArticleFilter(before="2022-03-03"))
    assert {news.bench_ids[key] for key in earlier} == {"rt00000", "rt00001"}
    assert by_day.article_ids(ArticleFilter(after="2022-03-03")) == set(news.bench_ids) - earlier
    assert news.searches == "keyword"  # hashing knows no meaning
    news.close()
    other = NewsArticle("rt9", "https://www.example.org/9", "T", "Text.", (), "2022-05-05")
    with pytest.raises(HomeError, match="1 of 4 articles are not in this index"):
        open_news([*articles, other], settings)


@pytest.mark.parametrize(("searches", "rankings"), [("keyword", {"keyword"}), ("dense", {"dense"})])
def test_one_search_can_be_switched_off(
    bench: Path, tmp_path: Path, searches: str, rankings: set[str]
) -> None:
    news = open_news(
        read_articles(bench),
        Settings(home=tmp_path / "home", embedder="hashing"),
        searches=searches,
    )
    try:
        query = prepare("Who cut the ribbon of the harbour?", news.library.catalog.vocabulary())
        found = retrieve(query, news.library, limit=3)
        assert {name for passage in found for name, _ in passage.ranks} == rankings
    finally:
        news.close()


@pytest.mark.parametrize("content", ["[]", "{", '{"q": "a"}'])
def test_a_stored_ranking_of_another_shape_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "ranking.json"
    path.write_text(content)
    with pytest.raises(AdapterError, match=r"ranking\.json"):
        read_rankings(path)


@pytest.mark.usefixtures("no_real_model")
def test_an_article_is_known_by_its_page_whatever_part_its_address_names(
    bench: Path, tmp_path: Path
) -> None:
    rows = [{**row, "url": f"{row['url']}#live-{n}"} for n, row in enumerate(ARTICLES)]
    write_rows(bench / "realtimeqa-2022" / "articles.jsonl.gz", rows)
    settings = Settings(home=tmp_path / "one-file", embedder="hashing", reranker="none")
    index_articles([bench / "realtimeqa-2022" / "articles.jsonl.gz"], settings.index)
    news = open_news(read_articles(bench), settings)
    assert sorted(news.bench_ids.values()) == sorted(str(row["id"]) for row in rows)
    news.close()
