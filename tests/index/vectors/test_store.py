"""Nearest passages: exact and by Chroma alike, fresh, filtered, and clear when damaged."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.errors import StoreDamagedError, StoreMismatchError, StoreNotFoundError
from index.ingest import index_articles, remove_article
from index.library import Library, open_library
from index.lock import write_lock
from index.settings import IndexSettings
from index.vectors import nearest, store
from index.vectors.embed import HashingEmbedder
from index.vectors.nearest import PassageStore

QUESTIONS = [
    "When did they meet in Istanbul?",
    "Who signed the decree?",
    "sanctions against Russia",
]

# Both ways to search: everything by Chroma, everything by comparing.
WAYS = [pytest.param(0, id="chroma"), pytest.param(10**9, id="exact")]


def reading(library: Library, exact_below: int) -> PassageStore:
    return PassageStore(library.catalog, library.settings, exact_below=exact_below)


def by_hand(library: Library, vector: NDArray[np.float32]) -> dict[str, float]:
    return {
        passage.passage_id: float(library.embedder.encode([passage.text])[0] @ vector)
        for article in library.catalog.articles()
        for passage in library.catalog.passages_of(article.article_id)
    }


@pytest.mark.parametrize("exact_below", WAYS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_are_cosines_and_the_best_come_first(
    library: Library, exact_below: int, question: str
) -> None:
    vector = library.embedder.encode_query(question)
    found = reading(library, exact_below).query(vector, 7)
    expected = by_hand(library, vector)
    assert len(found) == 7
    for passage_id, score in found:
        assert score == pytest.approx(expected[passage_id], abs=1e-5)
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert scores == pytest.approx(sorted(expected.values(), reverse=True)[:7], abs=1e-5)


@pytest.mark.parametrize("exact_below", WAYS)
def test_a_filter_searches_the_chosen_articles_only(library: Library, exact_below: int) -> None:
    vector = library.embedder.encode_query(QUESTIONS[0])
    chosen = {library.catalog.articles()[1].article_id, library.catalog.articles()[4].article_id}
    found = reading(library, exact_below).query(vector, 1000, chosen)
    expected = {i: s for i, s in by_hand(library, vector).items() if i[:12] in chosen}
    assert dict(found) == pytest.approx(expected, abs=1e-5)
    assert reading(library, exact_below).query(vector, 5, set()) == []
    assert reading(library, exact_below).query(vector, 5, {"unknown"}) == []


def test_a_wide_filter_is_asked_of_chroma_and_a_narrow_one_is_not(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    whole = nearest.search_chroma

    def note(*arguments):  # type: ignore[no-untyped-def]
        asked.append(arguments[3])
        return whole(*arguments)

    monkeypatch.setattr(nearest, "search_chroma", note)
    vector = library.embedder.encode_query(QUESTIONS[0])
    ids = [article.article_id for article in library.catalog.articles()]
    expected = by_hand(library, vector)
    for chosen, limit, ways in [(set(ids[:4]), 3, 1), (set(ids[:1]), 300, 0)]:
        asked.clear()
        found = reading(library, 0).query(vector, limit, chosen)
        best = sorted((s for i, s in expected.items() if i[:12] in chosen), reverse=True)[:limit]
        assert [score for _, score in found] == pytest.approx(best, abs=1e-5)
        assert len(asked) == ways


def test_an_index_rebuilt_with_another_embedder_while_open_is_noticed(
    own_settings: IndexSettings,
) -> None:
    class Other(HashingEmbedder):
        def __init__(self) -> None:
            super().__init__()
            self.name = "other"

    opened = open_library(own_settings)
    vector = opened.embedder.encode_query(QUESTIONS[0])
    opened.store.query(vector, 1)
    index_articles([], own_settings, embedder=Other(), rebuild=True)
    with pytest.raises(StoreMismatchError, match="open it again"):
        opened.store.query(vector, 1)


@pytest.mark.parametrize("exact_below", WAYS)
def test_wrong_arguments_are_refused(library: Library, exact_below: int) -> None:
    asked = reading(library, exact_below)
    with pytest.raises(ValueError, match="limit = 0"):
        asked.query(library.embedder.encode_query("x"), 0)
    with pytest.raises(ValueError, match=r"\(3,\)"):
        asked.query(np.ones(3, dtype=np.float32), 1)


def test_an_empty_index_finds_nothing(empty_settings: IndexSettings, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    index_articles([folder], empty_settings, prune=True)
    opened = open_library(empty_settings)
    assert opened.store.query(opened.embedder.encode_query("x"), 5) == []
    assert opened.store.count() == 0


@pytest.mark.parametrize("exact_below", WAYS)
def test_removed_and_added_passages_are_seen_at_once(
    own_settings: IndexSettings, exact_below: int, tmp_path: Path
) -> None:
    opened = open_library(own_settings)
    asked = reading(opened, exact_below)
    vector = opened.embedder.encode_query("zebras graze quietly")
    gone = opened.catalog.articles()[0].article_id
    assert gone in {i[:12] for i, _ in asked.query(vector, 1000)}
    remove_article(gone, own_settings)
    assert gone not in {i[:12] for i, _ in asked.query(vector, 1000)}
    new = tmp_path / "zebra.txt"
    new.write_text("Zebras graze quietly. Nobody disturbs them at the river.")
    index_articles([new], own_settings)
    best = asked.query(vector, 3)[0][0]
    assert "Zebras graze quietly" in opened.catalog.passages([best])[0].text


def _in_another_process(code: str, *arguments: str) -> str:
    """What the code prints. Raises CalledProcessError when it fails."""
    root = Path(__file__).resolve().parents[3]
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"},
    ).stdout


_INDEX = """
import sys; from pathlib import Path
from index.ingest import index_articles; from index.settings import IndexSettings
index_articles([Path(sys.argv[2])], IndexSettings(home=Path(sys.argv[1]), embedder="hashing"))
"""


@pytest.mark.slow
@pytest.mark.parametrize("exact_below", WAYS)
def test_what_another_process_writes_is_seen(
    own_settings: IndexSettings, exact_below: int, tmp_path: Path
) -> None:
    opened = open_library(own_settings)
    asked = reading(opened, exact_below)
    vector = opened.embedder.encode_query("zebras graze quietly")
    asked.query(vector, 3)  # Chroma is open now
    new = tmp_path / "zebra.txt"
    new.write_text("Zebras graze quietly. Nobody disturbs them at the river.")
    _in_another_process(_INDEX, str(own_settings.home), str(new))
    best = asked.query(vector, 3)[0][0]
    assert "Zebras graze quietly" in opened.catalog.passages([best])[0].text


def test_a_question_during_writing_neither_waits_nor_opens_chroma(
    own_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("Chroma was opened beside a writer")

    monkeypatch.setattr(store, "open_client", refuse)
    opened = open_library(own_settings)
    vector = opened.embedder.encode_query(QUESTIONS[0])
    with write_lock(own_settings.home):
        found = reading(opened, 0).query(vector, 5)
    assert dict(found) == pytest.approx(dict(reading(opened, 10**9).query(vector, 5)))


def test_a_truncated_file_is_told_before_it_can_crash_the_process(
    own_settings: IndexSettings,
) -> None:
    file = next((own_settings.home / "chroma").glob("*/data_level0.bin"))
    file.write_bytes(file.read_bytes()[:1000])
    opened = open_library(own_settings)
    with pytest.raises(StoreDamagedError, match="dateline doctor"):
        reading(opened, 0).query(opened.embedder.encode_query("x"), 1)


def test_a_garbled_database_is_told(own_settings: IndexSettings) -> None:
    (own_settings.home / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    opened = open_library(own_settings)
    with pytest.raises(StoreDamagedError, match="dateline doctor"):
        reading(opened, 0).query(opened.embedder.encode_query("x"), 1)


def test_an_index_of_other_settings_is_refused(seed_settings: IndexSettings) -> None:
    for changed, name in [
        (replace(seed_settings, embedder="bundled"), "embedder = hashing"),
        (replace(seed_settings, chunk_tokens=64), "chunk_tokens = 128"),
    ]:
        with pytest.raises(StoreMismatchError, match=f"{name}.*--rebuild"):
            open_library(changed)
        with pytest.raises(StoreMismatchError, match="--rebuild"):
            index_articles([Path(__file__).parents[3] / "seeds"], changed)
    with pytest.raises(StoreMismatchError, match=r"dimension = 256.*dimension = 64"):
        open_library(seed_settings, embedder=HashingEmbedder(dimension=64))


def test_no_index_yet(empty_settings: IndexSettings) -> None:
    with pytest.raises(StoreNotFoundError, match="dateline index"):
        open_library(empty_settings)
    assert not empty_settings.home.exists()


def test_opening_for_a_question_imports_nothing_heavy(seed_settings: IndexSettings) -> None:
    code = """
import sys; from pathlib import Path
from index.library import open_library; from index.settings import IndexSettings
opened = open_library(IndexSettings(home=Path(sys.argv[1]), embedder="hashing"))
opened.store.query(opened.embedder.encode_query("x"), 3)
print(*{"chromadb", "torch", "llama_index", "onnxruntime", "gradio"} & set(sys.modules))
"""
    assert _in_another_process(code, str(seed_settings.home)).strip() == ""
