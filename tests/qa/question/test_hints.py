"""Hints prefer articles, narrow only on demand, and are always said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.ingest import index_articles
from index.library import Library, open_library
from index.settings import IndexSettings
from index.types import ArticleFilter
from index.vectors.embed import HashingEmbedder
from qa.evidence.rerank import SimilarityScorer
from qa.pipeline import QAPipeline
from qa.question.hints import Leaning, lean, read_hints, without_hint_words
from qa.question.query import prepare
from qa.settings import Settings
from qa.types import Answer, AnswerReady, EvidenceFound

BRIDGE = "The bridge in Ostrava {}. Repairs of the bridge will take two months, the mayor said."
FILES = {
    "2022-05-03-a.txt": ("Reuters", "closed on Tuesday after cracks were found"),
    "2022-09-20-b.txt": ("CNN", "opened again on Tuesday with a parade"),
    "c.txt": ("", "was painted green by its neighbours"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hints")
    for name, (publisher, what) in FILES.items():
        head = f"---\ntitle: The bridge\npublisher: {publisher}\n---\n\n" if publisher else ""
        (folder / name).write_text(f"{head}{BRIDGE.format(what)}\n", encoding="utf-8")
    embedder = HashingEmbedder()
    settings = IndexSettings(home=folder / "home", embedder=embedder.name)
    index_articles([folder], settings, embedder=embedder)
    return folder / "home"


@pytest.fixture
def library(home: Path) -> Library:
    embedder = HashingEmbedder()
    settings = IndexSettings(home=home, embedder=embedder.name)
    return open_library(settings, embedder=embedder)


def leaning(library: Library, question: str, where: ArticleFilter | None = None) -> Leaning:
    catalog = library.catalog
    hints = read_hints(
        question,
        catalog.sources(),
        catalog.vocabulary(),
        today=date(2026, 11, 1),
        newest=catalog.coverage().last_published,
    )
    return lean(hints, where or ArticleFilter(), catalog)


def names(library: Library, ids: set[str]) -> set[str]:
    return {Path(a.path).name for a in library.catalog.articles() if a.article_id in ids}


def ask(home: Path, question: str, **filters: str) -> tuple[tuple[str, ...], Answer]:
    embedder = HashingEmbedder()
    settings = Settings(home=home, embedder=embedder.name, refuse_below=0.0)
    opened = open_library(settings.index, embedder=embedder)
    pipeline = QAPipeline(settings, opened, scorer=SimilarityScorer(embedder.encode))
    found, *_, ready = pipeline.stream(question, **filters)  # type: ignore[arg-type]
    pipeline.close()
    assert isinstance(found, EvidenceFound) and isinstance(ready, AnswerReady)
    return found.hints, ready.answer


def test_the_catalog_knows_its_sources(library: Library) -> None:
    assert set(library.catalog.sources()) == {"Reuters", "CNN"}


def test_a_demanded_source_narrows_the_search_and_is_said(home: Path) -> None:
    said, answer = ask(home, "What happened to the bridge, according to Reuters?")
    assert said == ("only articles from Reuters",)
    assert answer.coverage.articles == 1
    assert {Path(c.path).name for c in answer.citations} == {"2022-05-03-a.txt"}


def test_a_refusal_says_that_only_one_source_was_searched(home: Path) -> None:
    _, answer = ask(home, "Who is Olga Novak, according to CNN?")
    assert answer.status == "not_in_articles" or answer.citations
    _, answer = ask(home, "Zebra xylophone, according to CNN?", after="2030")
    assert answer.status == "not_in_articles"
    assert "only articles from CNN" in answer.text


def test_a_preferred_source_leaves_every_article_in(library: Library) -> None:
    found = leaning(library, "What did CNN say about the bridge?")
    assert found.where.is_empty and found.only == ""
    assert [names(library, ids) for ids in found.preferred] == [{"2022-09-20-b.txt"}]
    assert found.said == ("articles from CNN first",)


def test_a_date_prefers_articles_of_its_week_and_excludes_none(home: Path) -> None:
    said, answer = ask(home, "Was the bridge painted in September 2022?")
    assert said == ("articles published from 2022-09-01 to 2022-10-07 first",)
    assert answer.coverage.articles == 3
    assert Path(answer.citations[0].path).name == "2022-09-20-b.txt"


def test_asked_as_of_a_day_nothing_later_is_read_and_the_newest_comes_first(home: Path) -> None:
    said, answer = ask(home, "What happened to the bridge?", as_of="2022-09-30")
    assert said == ("articles published from 2022-09-16 on first",)
    assert Path(answer.citations[0].path).name == "2022-09-20-b.txt"
    _, before = ask(home, "What happened to the bridge?", as_of="2022-09-19")
    assert "2022-09-20-b.txt" not in {Path(c.path).name for c in before.citations}
    assert before.coverage.articles == answer.coverage.articles - 1


def test_a_hint_that_fits_no_article_is_left_aside(library: Library) -> None:
    assert leaning(library, "What happened to the bridge in May 1999?") == Leaning(ArticleFilter())


def test_a_filter_that_was_set_outranks_the_question(library: Library) -> None:
    where = ArticleFilter(after="2022-01", publishers=("Reuters",))
    assert leaning(library, "What did CNN report in September 2022?", where) == Leaning(where)


def test_words_of_hints_are_not_searched_for_nor_missed(library: Library) -> None:
    vocabulary = library.catalog.vocabulary()
    query = prepare("What did CNN say this week about the Ostrava bridge?", vocabulary)
    hints = read_hints(
        query.text, ["CNN"], vocabulary, today=date(2022, 9, 21), newest="2022-09-20"
    )
    bare = without_hint_words(query, hints)
    assert "week" not in bare.content_words and "bridge" in bare.content_words
    assert "CNN" in query.names and "CNN" not in bare.names


def test_the_month_of_a_date_is_no_name_to_be_found_near_an_answer(library: Library) -> None:
    vocabulary = library.catalog.vocabulary()
    query = prepare("What opened in Ostrava in September 2022?", vocabulary)
    hints = read_hints(query.text, [], vocabulary, today=date(2022, 9, 21), newest="2022-09-20")
    assert "September" in query.names
    assert without_hint_words(query, hints).names == ("Ostrava",)
