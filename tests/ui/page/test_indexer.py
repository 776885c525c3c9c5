"""Indexing beside the page: in a thread, one run at a time, with remove and undo."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.library import Library, open_library
from index.lock import write_lock
from index.settings import IndexSettings
from qa.pipeline import QAPipeline
from qa.settings import Settings
from ui.errors import BadInputError
from ui.page import indexer as module
from ui.page.indexer import Indexer, Run


@pytest.fixture
def own(own_settings: IndexSettings) -> Iterator[Library]:
    opened = open_library(own_settings)
    yield opened
    opened.close()


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_text("Bridge closed\n\nThe Varrick bridge closes on 3 May, the mayor said.\n")
    return path


def finished(indexer: Indexer) -> Run:
    for _ in range(600):
        if indexer.run is not None and indexer.run.is_over:
            return indexer.run
        time.sleep(0.05)
    raise AssertionError("the run does not end")


def test_what_is_added_can_be_asked_removed_and_brought_back(own: Library, article: Path) -> None:
    indexer = Indexer(own)
    pipeline = QAPipeline(Settings(embedder="hashing", reranker="none", refuse_below=0.0), own)
    before = own.catalog.article_count()
    indexer.start([article, article.parent], refused=[("big.txt", "too large")])
    run = finished(indexer)
    assert run.report and [title for _, title, _ in run.taken] == ["Bridge closed"]
    assert ("big.txt", "too large") in run.refused
    answer = pipeline.ask("When does the Varrick bridge close?")
    assert any(c.path == run.taken[0][2] for c in answer.citations)

    indexer.remove(run.taken[0][0])
    assert own.catalog.article_count() == before
    indexer.restore(run.taken[0][0])
    assert finished(indexer).report and own.catalog.article_count() == before + 1
    indexer.remove(run.taken[0][0])
    article.unlink()
    with pytest.raises(BadInputError, match="file is gone"):
        indexer.restore(run.taken[0][0])
    with pytest.raises(BadInputError):
        indexer.restore("never removed")


def test_questions_are_answered_while_a_run_is_under_way(
    own: Library, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    real = module.index_articles

    def slow(*args: Any, **others: Any) -> Any:
        begun.set()
        assert go_on.wait(30)
        return real(*args, **others)

    monkeypatch.setattr(module, "index_articles", slow)
    indexer = Indexer(own)
    indexer.start([article])
    assert begun.wait(30)
    pipeline = QAPipeline(Settings(embedder="hashing", reranker="none"), own)
    assert pipeline.ask("Who signed the decree?").question == "Who signed the decree?"
    with pytest.raises(BadInputError, match="being added"):
        indexer.start([article])
    go_on.set()
    assert finished(indexer).report


def test_another_writer_is_waited_out_and_tried_again(
    own: Library, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.lock.WAIT_SECONDS", 0.2)
    indexer = Indexer(own)
    with write_lock(own.settings.home):
        indexer.start([article])
        run = finished(indexer)
    assert "Another program" in run.error and run.can_retry
    indexer.again()
    assert finished(indexer).report


def test_nothing_to_add_and_inner_errors_are_said_calmly(
    own: Library, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexer = Indexer(own)
    assert indexer.start(refused=[("a", "too large")]).error == "Nothing was taken."

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(module, "index_articles", broken)
    indexer.start([article])
    assert "secret" not in finished(indexer).error and finished(indexer).can_retry
