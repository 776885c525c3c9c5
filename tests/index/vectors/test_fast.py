"""Fast vectors: an index is askable by them, and MiniLM's take over when all are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import library as library_module
from index.catalog.catalog import Catalog
from index.doctor import check_index
from index.errors import StoreMismatchError
from index.ingest import index_articles
from index.intake import fill_vectors
from index.intake.write_session import open_for_writing
from index.library import Library, open_library
from index.settings import IndexSettings
from index.types import Article, Passage
from index.vectors.fast import BEGINNING_TOKENS, FastEncoder, beginning
from index.vectors.fast_search import BEGINNING_WEIGHT, BEGINNING_WEIGHT_FULL
from index.vectors.minilm import BundledEmbedder

pytestmark = pytest.mark.slow  # MiniLM itself

TEXTS = {
    "army": "Troops leave the city\n\nThe army withdrew from the city on Monday. Nobody was hurt.",
    "cars": "Carmaker's shares rise\n\nShares of the carmaker rose. It sold more vans than before.",
    "cup": "A cup for the underdogs\n\nThe club won the cup for the first time. Fans danced.",
}


@pytest.fixture(scope="module")
def embedder() -> BundledEmbedder:
    return BundledEmbedder()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


@pytest.fixture
def fast(tmp_path: Path) -> IndexSettings:
    return IndexSettings(home=tmp_path / "home", vectors="fast")


def opened(settings: IndexSettings, embedder: BundledEmbedder) -> Library:
    return open_library(settings, embedder=embedder)


def titles(library: Library, question: str, **options: object) -> list[str]:
    found = library.nearest(question, 20, **options)  # type: ignore[arg-type]
    articles = [passage_id.split(":")[0] for passage_id, _ in found]
    paths = {a.article_id: Path(a.path).stem for a in library.catalog.articles()}
    return list(dict.fromkeys(paths[article] for article in articles))


def test_an_index_answers_by_fast_vectors_alone(
    files: Path, fast: IndexSettings, embedder: BundledEmbedder
) -> None:
    report = index_articles([files], fast, embedder=embedder)
    assert report.unread_passages == report.passages > 0
    library = opened(fast, embedder)
    assert not library.store.is_complete()
    assert titles(library, "Did the soldiers retreat?")[0] == "army"
    assert titles(library, "Which team became champion?")[0] == "cup"
    (cars,) = [a.article_id for a in library.catalog.articles() if a.path.endswith("cars.txt")]
    assert titles(library, "Did the soldiers retreat?", article_ids={cars}) == ["cars"]
    assert titles(library, "Did the soldiers retreat?", article_ids=set()) == []
    assert check_index(fast).problems == ()
    library.close()


def test_fast_scores_weigh_passage_and_beginning(
    files: Path, fast: IndexSettings, embedder: BundledEmbedder
) -> None:
    index_articles([files], fast, embedder=embedder)
    library, encoder = opened(fast, embedder), FastEncoder(embedder)
    question = "Who won the cup?"
    vector, static = embedder.encode_query(question), encoder.question(question)
    for article in library.catalog.articles():
        passages = library.catalog.passages_of(article.article_id)
        start = embedder.encode_beginnings([beginning(article, passages)], BEGINNING_TOKENS)[0]
        scores = dict(library.nearest(question, 20, {article.article_id}))
        for passage in passages:
            row = np.frombuffer(encoder.passages([passage.text])[0], dtype=np.int8).astype(float)
            expected = (1 - BEGINNING_WEIGHT) * (row @ static) / np.linalg.norm(row)
            expected += BEGINNING_WEIGHT * (start @ vector)
            assert scores[passage.passage_id] == pytest.approx(expected, abs=2e-3)
    library.close()


def test_full_vectors_take_over_when_all_are_there(
    files: Path, fast: IndexSettings, embedder: BundledEmbedder
) -> None:
    index_articles([files], fast, embedder=embedder)
    library = opened(fast, embedder)
    library.nearest("warm", 1)
    report = index_articles([files], replace(fast, vectors="full"), embedder=embedder)
    assert report.unread_passages == 0 and len(report.skipped) == len(TEXTS)
    assert library.store.is_complete()  # the opened library sees it
    vector = embedder.encode_query("Who won the cup?")
    for passage_id, score in library.nearest("Who won the cup?", 20):
        (passage,) = library.catalog.passages([passage_id])
        assert score == pytest.approx(float(embedder.encode([passage.text])[0] @ vector), abs=0.02)
    assert check_index(fast).problems == ()
    library.close()


def test_in_a_large_corpus_beginnings_count_beside_full_vectors(
    files: Path, fast: IndexSettings, embedder: BundledEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_articles([files], replace(fast, vectors="full"), embedder=embedder)
    library = opened(fast, embedder)
    question = "Who won the cup?"
    plain = dict(library.nearest(question, 20))
    monkeypatch.setattr(library_module, "LARGE_PASSAGES", 0)
    vector = embedder.encode_query(question)
    found = library.nearest(question, 20)
    assert [s for _, s in found] == sorted((s for _, s in found), reverse=True)
    assert dict(found).keys() == plain.keys()
    for passage_id, score in found:
        article = library.catalog.article(passage_id.partition(":")[0])
        assert article is not None
        text = beginning(article, library.catalog.passages_of(article.article_id))
        start = float(embedder.encode_beginnings([text], BEGINNING_TOKENS)[0] @ vector)
        expected = (1 - BEGINNING_WEIGHT_FULL) * plain[passage_id] + BEGINNING_WEIGHT_FULL * start
        assert score == pytest.approx(expected, abs=2e-3)
    library.close()


def test_auto_reads_a_small_corpus_whole(
    files: Path, fast: IndexSettings, embedder: BundledEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    auto = replace(fast, vectors="auto")
    monkeypatch.setattr(fill_vectors, "AUTO_PASSAGES", 2)
    assert index_articles([files], auto, embedder=embedder).unread_passages > 2
    monkeypatch.setattr(fill_vectors, "AUTO_PASSAGES", 1_000)
    assert index_articles([files], auto, embedder=embedder).unread_passages == 0


def test_an_interrupted_filling_goes_on(
    files: Path, fast: IndexSettings, embedder: BundledEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_articles([files], fast, embedder=embedder)
    monkeypatch.setattr(fill_vectors, "BLOCK_PASSAGES", 2)

    def stop(done: int, of_all: int) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), open_for_writing(fast) as writer:
        fill_vectors.fill(writer, embedder, stop)
    with open_for_writing(fast) as writer:
        left = writer.catalog.vectors.count_missing()
        # A kill between vector store and catalog: the store knows a vector too many.
        row, passage_id, _ = writer.catalog.vectors.missing(1)[0]
        writer.vectors.add([(passage_id, embedder.encode(["x"])[0].astype("<f4").tobytes())])
    library = opened(fast, embedder)
    assert titles(library, "Did the soldiers retreat?")[0] == "army"
    assert left > 0 and row > 0
    report = index_articles([files], replace(fast, vectors="full"), embedder=embedder)
    assert report.unread_passages == 0
    assert check_index(fast).problems == ()
    library.close()


def test_an_index_without_fast_vectors_gets_them(
    files: Path, fast: IndexSettings, embedder: BundledEmbedder
) -> None:
    index_articles([files], replace(fast, vectors="full"), embedder=embedder)
    with open_for_writing(fast) as writer:
        writer.catalog.vectors.forget_fast()
        writer.catalog.set_meta(fast_model="of an earlier version")
    (files / "rain.txt").write_text("Rain in the north\n\nIt rained for a week. Rivers rose.")
    index_articles([files], fast, embedder=embedder)
    library = opened(fast, embedder)
    assert not library.store.is_complete()
    assert titles(library, "Did the soldiers retreat?")[0] == "army"
    assert titles(library, "Were there floods?")[0] == "rain"
    library.close()


def test_fast_vectors_of_another_model_are_not_compared(
    files: Path, fast: IndexSettings, embedder: BundledEmbedder
) -> None:
    index_articles([files], fast, embedder=embedder)
    with open_for_writing(fast) as writer:
        writer.catalog.set_meta(fast_model="of a later version")
    library = opened(fast, embedder)
    with pytest.raises(StoreMismatchError, match="dateline index"):
        library.nearest("Did the soldiers retreat?", 3)
    library.close()


def test_a_replaced_article_leaves_nothing_behind(
    files: Path, fast: IndexSettings, embedder: BundledEmbedder
) -> None:
    index_articles([files], fast, embedder=embedder)
    (files / "army.txt").write_text("Peace\n\nA treaty was signed at noon. The bells rang.")
    index_articles([files], fast, embedder=embedder)
    catalog = Catalog.open(fast.home)
    assert len(catalog.beginnings()) == len(TEXTS)
    rows = [row for block in catalog.fast_vectors() for row in block]
    assert len(rows) == catalog.passage_count()
    catalog.close()
    library = opened(fast, embedder)
    assert titles(library, "Was a peace treaty signed?")[0] == "army"
    library.close()


def test_the_beginning_is_title_and_body() -> None:
    def passage(kind: str, text: str) -> Passage:
        return Passage("a:0:0", "a", 0, 0, len(text), text, ((0, len(text)),), kind)  # type: ignore[arg-type]

    passages: Sequence[Passage] = [passage("byline", "By A."), passage("body", "Rain fell.")]
    blank = Article("a", "p", "t", "h", "Flood", None, None, (), None, "unknown", "unknown", None)
    assert beginning(blank, passages) == "Flood\nRain fell. "
    assert len(beginning(blank, [passage("body", "rain " * 900)] * 3)) <= 1_000
