"""Watching: what changes is indexed, what is being written is not, and stopping is clean."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.catalog.catalog import Catalog
from index.errors import ArticleFormatError
from index.intake import changes
from index.lock import write_lock
from index.progress import IndexReport
from index.readers import article_id_of
from index.settings import IndexSettings
from index.types import Article
from index.watch import FolderState, Look, watch_articles

STORY = "The {} council met on Tuesday. It agreed on a budget. Nobody objected."


def texts(settings: IndexSettings) -> set[str]:
    catalog = Catalog.open(settings.home, url=settings.catalog_url)
    try:
        return {article.text for article in catalog.articles()}
    finally:
        catalog.close()


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.05)


@contextmanager
def watching(
    paths: list[Path], settings: IndexSettings, **options: object
) -> Iterator[tuple[list[IndexReport], list[str]]]:
    """Watches in a thread; gives what was told and complained. Stops at the end."""
    told: list[IndexReport] = []
    complaints: list[str] = []
    failed: list[BaseException] = []
    stop = threading.Event()

    def run() -> None:
        try:
            watch_articles(
                paths,
                settings,
                stop=stop,
                tell=told.append,
                complain=complaints.append,
                settle_seconds=0.4,
                **options,  # type: ignore[arg-type]
            )
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield told, complaints
    finally:
        stop.set()
        thread.join(60)
    assert not thread.is_alive()
    assert failed == []


@pytest.mark.slow
def test_new_changed_renamed_and_gone_files_are_followed(
    tmp_path: Path, empty_settings: IndexSettings
) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    first = folder / "Bergen.txt"
    first.write_text(STORY.format("Bergen"))
    Catalog.open(empty_settings.home, create=True, url=empty_settings.catalog_url).close()
    with watching([folder], empty_settings, prune=True) as (told, _):
        wait_for(lambda: len(texts(empty_settings)) == 1)
        (folder / "deep" / "Oslo.txt").write_text(STORY.format("Oslo"))
        wait_for(lambda: len(texts(empty_settings)) == 2)
        first.write_text(STORY.format("Bergen city"))
        wait_for(lambda: STORY.format("Bergen city") in texts(empty_settings))
        (folder / "deep").rename(folder / "deeper")
        wait_for(lambda: any(report.moved for report in told))
        first.unlink()
        wait_for(lambda: texts(empty_settings) == {STORY.format("Oslo")})
    assert [len(report.refused) for report in told] == [0] * len(told)
    catalog = Catalog.open(empty_settings.home, url=empty_settings.catalog_url)
    assert [Path(a.path).parent.name for a in catalog.articles()] == ["deeper"]


def brief(look: Look) -> tuple[int, bool, bool]:
    return len(look.ready), look.gone, look.is_calm


def test_a_file_is_taken_when_it_has_come_to_rest(tmp_path: Path) -> None:
    state = FolderState([tmp_path], settle_seconds=0.3)
    assert brief(state.look()) == (0, False, True)
    path = tmp_path / "growing.txt"
    for size in range(4):
        path.write_text("Half of a sen" * (size + 1))
        assert brief(state.look()) == (0, False, False)
        time.sleep(0.05)
    assert not state.is_settled
    time.sleep(0.35)
    look = state.look()
    assert [item.path for item in look.ready] == [path] and look.is_calm
    state.take(look)
    assert state.is_settled and brief(state.look()) == (0, False, True)
    # What is gone may be renamed: not before all is at rest is it taken as gone.
    path.rename(tmp_path / "renamed.txt")
    assert brief(state.look()) == (0, True, False)
    time.sleep(0.35)
    look = state.look()
    assert len(look.ready) == 1 and look.gone and look.is_calm
    state.take(look)
    assert brief(state.look()) == (0, False, True)


def test_what_has_long_been_there_is_taken_at_once(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_text("An old story.")
    os.utime(path, (1, 1))
    assert [item.path for item in FolderState([tmp_path]).look().ready] == [path]


@pytest.mark.slow
def test_while_another_process_writes_the_round_waits(
    tmp_path: Path, empty_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.lock.WAIT_SECONDS", 0.1)
    monkeypatch.setattr("index.watch._RETRY_SECONDS", 0.1)
    path = tmp_path / "single.txt"
    path.write_text(STORY.format("Bergen"))
    Catalog.open(empty_settings.home, create=True, url=empty_settings.catalog_url).close()
    with watching([path], empty_settings) as (told, complaints):
        with write_lock(empty_settings.home):
            wait_for(lambda: len(complaints) > 0)
            assert told == []
        wait_for(lambda: len(texts(empty_settings)) == 1)
    assert "another process" in complaints[0]


def test_a_path_that_does_not_exist_is_an_error(
    tmp_path: Path, empty_settings: IndexSettings
) -> None:
    with pytest.raises(ArticleFormatError, match="nowhere"):
        watch_articles(
            [tmp_path / "nowhere"],
            empty_settings,
            stop=threading.Event(),
            tell=lambda report: None,
            complain=lambda words: None,
        )


def test_a_feed_is_asked_again_and_what_left_it_stays(
    empty_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "http://feed.test/rss"
    editions = [["a", "b"], ["c", "a2", "b"], ["c"]]
    asked: list[str] = []

    def read(url: str, *, settings: IndexSettings) -> Iterator[Article]:
        asked.append(url)
        entries = editions[min(len(asked), len(editions)) - 1]
        if not entries:
            raise ArticleFormatError(f"{url}: can't be fetched")
        for number, name in enumerate(entries, 1):
            text = f"Story {name}. It is told."
            link = f"http://feed.test/{name[0]}"
            yield Article(article_id_of(link), f"{url}#{number}", text, text, url=link)

    monkeypatch.setattr(changes, "read_feed", read)
    with watching([], empty_settings, feeds=[address], feed_seconds=0.2) as (told, _):
        wait_for(lambda: len(asked) >= 4)
    assert [len(r.added) for r in told][:2] == [2, 1]
    assert texts(empty_settings) == {f"Story {name}. It is told." for name in ("a2", "b", "c")}
    catalog = Catalog.open(empty_settings.home, url=empty_settings.catalog_url)
    assert [v.text for v in catalog.old_versions(article_id_of("http://feed.test/a"))] == [
        "Story a. It is told."
    ]
