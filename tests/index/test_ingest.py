"""Indexing: what is added, replaced, skipped, removed and refused, and that errors are clear."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.catalog.catalog import Catalog
from index.database.sqlite import CATALOG_FILE
from index.doctor import check_index
from index.errors import ArticleFormatError, StoreDamagedError, StoreError
from index.ingest import IndexReport, Progress, index_articles, remove_article, repair
from index.intake import ahead, cutting, reading_rules
from index.library import open_library
from index.settings import IndexSettings
from index.vectors.embed import HashingEmbedder
from tests.index.counting import CountingEmbedder
from tests.index.stories import STORY, write

pytestmark = pytest.mark.usefixtures("compare_in_this_process")


def names(paths: Sequence[str]) -> list[str]:
    return [Path(path).name for path in paths]


def summary(report: IndexReport) -> dict[str, list[str]]:
    """What happened, without what didn't."""
    done = {
        "added": names(report.added),
        "replaced": names(report.replaced),
        "skipped": names(report.skipped),
        "removed": names(report.removed),
        "refused": [f"{Path(path).name}: {reason}" for path, reason in report.refused],
    }
    return {key: value for key, value in done.items() if value}


def test_a_second_run_skips_and_reads_nothing(
    folder: Path, empty_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = index_articles([folder], empty_settings)
    assert summary(first) == {"added": ["Bergen.txt", "Narvik.txt", "Tromso.txt"]}
    assert first.passages == open_library(empty_settings).catalog.passage_count() > 0

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("an unchanged file was read")

    monkeypatch.setattr(ahead, "read_articles", refuse)
    second = index_articles([folder], empty_settings)
    assert summary(second) == {"skipped": ["Bergen.txt", "Narvik.txt", "Tromso.txt"]}
    assert second.passages == 0


def test_a_changed_file_replaces_its_article(folder: Path, empty_settings: IndexSettings) -> None:
    index_articles([folder], empty_settings)
    write(folder / "Narvik.txt", STORY.format("Narvik", 77), age_seconds=50)
    assert summary(index_articles([folder], empty_settings)) == {
        "replaced": ["Narvik.txt"],
        "skipped": ["Bergen.txt", "Tromso.txt"],
    }
    catalog = open_library(empty_settings).catalog
    assert catalog.search(["77"], 5) != []
    assert catalog.search(["1"], 5) == []
    assert check_index(empty_settings).problems == ()


def test_a_file_changed_within_the_tick_of_the_clock_is_noticed(
    folder: Path, empty_settings: IndexSettings
) -> None:
    path = write(folder / "Narvik.txt", STORY.format("Narvik", 11), age_seconds=-60)
    stamp = path.stat()
    index_articles([folder], empty_settings)
    path.write_text(STORY.format("Narvik", 22))  # the same size
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # and the same time
    assert names(index_articles([folder], empty_settings).replaced) == ["Narvik.txt"]


def test_a_touched_file_with_the_same_text_is_skipped(
    folder: Path, empty_settings: IndexSettings
) -> None:
    index_articles([folder], empty_settings)
    os.utime(folder / "Narvik.txt", (1, 1))
    assert len(index_articles([folder], empty_settings).skipped) == 3


def test_unchanged_passages_of_a_changed_article_keep_their_vector(
    tmp_path: Path, empty_settings: IndexSettings
) -> None:
    paragraphs = [f"Paragraph {n} says this and that. " * 20 for n in range(5)]
    path = write(tmp_path / "long.txt", "\n\n".join(paragraphs))
    embedder = CountingEmbedder()
    index_articles([path], empty_settings, embedder=embedder)
    first = len(embedder.texts)
    write(path, "\n\n".join([*paragraphs, "A correction was added."]), age_seconds=5)
    index_articles([path], empty_settings, embedder=embedder)
    assert 0 < len(embedder.texts) - first < first
    assert check_index(empty_settings).problems == ()


def test_articles_stored_under_other_rules_are_read_again(
    folder: Path, empty_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_articles([folder], empty_settings)
    monkeypatch.setattr(reading_rules, "RULES", "next")
    assert len(index_articles([folder], empty_settings).replaced) == 3


def test_prune_removes_what_is_gone_below_the_given_paths_only(
    folder: Path, empty_settings: IndexSettings, tmp_path: Path
) -> None:
    other = write(tmp_path / "other" / "Oslo.txt", STORY.format("Oslo", 5))
    index_articles([folder, other], empty_settings)
    (folder / "Narvik.txt").unlink()
    other.unlink()
    assert "removed" not in summary(index_articles([folder], empty_settings))
    pruned = index_articles([folder], empty_settings, prune=True)
    assert names(pruned.removed) == ["Narvik.txt"]
    assert len(open_library(empty_settings).catalog.articles()) == 3
    # A path that is gone itself can be pruned too.
    assert names(index_articles([other], empty_settings, prune=True).removed) == ["Oslo.txt"]
    assert check_index(empty_settings).problems == ()


def test_two_files_of_one_name_are_two_articles(
    tmp_path: Path, empty_settings: IndexSettings
) -> None:
    for town in ("Bergen", "Narvik"):
        write(tmp_path / "in" / town / "news.txt", STORY.format(town, 1))
    assert len(index_articles([tmp_path / "in"], empty_settings).added) == 2
    assert len(open_library(empty_settings).catalog.articles()) == 2


def test_a_path_given_twice_or_through_a_link_is_one_article(
    folder: Path, empty_settings: IndexSettings
) -> None:
    link = folder.parent / "link"
    link.symlink_to(folder)
    paths = [folder, folder / "Narvik.txt", link, folder / ".." / "articles"]
    assert len(index_articles(paths, empty_settings).added) == 3


def test_folders_hide_what_is_hidden_and_links_do_not_lead_out(
    folder: Path, empty_settings: IndexSettings, tmp_path: Path
) -> None:
    secret = write(tmp_path / "secret.txt", "The secret word is swordfish, and nobody knows it.")
    write(folder / ".hidden.txt", "Hidden. Very hidden.")
    write(folder / ".git" / "notes.txt", "Notes. Many notes.")
    write(folder / "deep" / "er" / "Oslo.txt", STORY.format("Oslo", 3))
    (folder / "out.txt").symlink_to(secret)
    (folder / "loop").symlink_to(folder)
    (folder / "away").symlink_to(tmp_path)
    (folder / "same.txt").symlink_to(folder / "Bergen.txt")
    (folder / "broken.txt").symlink_to(folder / "nothing")
    done = summary(index_articles([folder], empty_settings))
    assert done["added"] == ["Bergen.txt", "Narvik.txt", "Tromso.txt", "Oslo.txt"]
    refused = sorted(line.partition(";")[0] for line in done["refused"])
    assert refused == [
        f"away: a link that leads out of {folder}",
        "broken.txt: a link that leads nowhere",
        f"out.txt: a link that leads out of {folder}",
    ]
    assert open_library(empty_settings).catalog.search(["swordfish"], 5) == []


def test_bad_files_are_refused_with_their_reason_and_the_run_goes_on(
    folder: Path, empty_settings: IndexSettings
) -> None:
    write(folder / "binary.txt", bytes(range(256)) * 20)
    write(folder / "blank.txt", " \n\n ")
    write(folder / "report.pdf", "%PDF-1.4")
    write(folder / "huge.txt", "word " * 10_000)
    os.mkfifo(folder / "pipe.txt")
    settings = replace(empty_settings, max_file_bytes=20_000)
    report = index_articles([folder], settings)
    assert len(report.added) == 3
    assert sorted(names([path for path, _ in report.refused])) == [
        *("binary.txt", "blank.txt", "huge.txt", "pipe.txt", "report.pdf")
    ]
    assert all(reason for _, reason in report.refused)
    assert check_index(settings).problems == ()


def test_a_file_that_has_gone_bad_keeps_its_earlier_version(
    folder: Path, empty_settings: IndexSettings
) -> None:
    index_articles([folder], empty_settings)
    write(folder / "Narvik.txt", bytes(1000), age_seconds=3)
    assert names([p for p, _ in index_articles([folder], empty_settings).refused]) == ["Narvik.txt"]
    assert len(open_library(empty_settings).catalog.articles()) == 3


def test_an_unforeseen_error_in_one_file_refuses_that_file(
    folder: Path, empty_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = cutting.split_article

    def stumble(article, *arguments, **options):  # type: ignore[no-untyped-def]
        if "Narvik" in article.path:
            raise IndexError("string index out of range")
        return whole(article, *arguments, **options)

    monkeypatch.setattr(cutting, "split_article", stumble)
    report = index_articles([folder], empty_settings)
    assert names(report.added) == ["Bergen.txt", "Tromso.txt"]
    assert "string index out of range" in report.refused[0][1]


def test_a_passage_over_the_window_refuses_its_article_alone(
    folder: Path, empty_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Narrow(HashingEmbedder):
        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            if any("Narvik" in text for text in texts):
                raise ValueError("a text of 999 tokens doesn't fit")
            return super().encode(texts)

    report = index_articles([folder], empty_settings, embedder=Narrow())
    assert names(report.added) == ["Bergen.txt", "Tromso.txt"]
    assert "999 tokens" in report.refused[0][1]


@pytest.mark.parametrize("what", ["missing", "empty"])
def test_nothing_to_index_is_an_error_and_makes_no_home(
    empty_settings: IndexSettings, tmp_path: Path, what: str
) -> None:
    path = tmp_path / what
    if what == "empty":
        path.mkdir()
    with pytest.raises(ArticleFormatError, match=what):
        index_articles([path], empty_settings)
    assert not empty_settings.home.exists()


def test_progress_reports_each_file_once_it_is_stored(
    folder: Path, empty_settings: IndexSettings
) -> None:
    write(folder / "bad.pdf", "x")
    seen: list[Progress] = []

    def look(progress: Progress) -> None:
        seen.append(progress)
        if progress.path.endswith(".txt"):
            catalog = Catalog.open(empty_settings.home, url=empty_settings.catalog_url)
            assert progress.path in {a.path for a in catalog.articles()}
            catalog.close()

    index_articles([folder], empty_settings, progress=look)
    assert [p.articles for p in seen] == [1, 2, 3, 4]
    assert {p.all_files for p in seen} == {4}
    assert seen[-1].share == pytest.approx(1)
    assert len({p.path for p in seen}) == 4
    assert seen[-1].articles_per_second > 0


def test_rebuild_keeps_articles_whose_file_is_gone_and_changes_the_settings(
    folder: Path, empty_settings: IndexSettings
) -> None:
    index_articles([folder], empty_settings)
    old_ids = {a.article_id for a in open_library(empty_settings).catalog.articles()}
    (folder / "Narvik.txt").unlink()
    write(folder / "Oslo.txt", STORY.format("Oslo", 4))
    other = replace(empty_settings, chunk_tokens=32)
    embedder = HashingEmbedder(dimension=64)
    report = index_articles([folder], other, embedder=embedder, rebuild=True)
    assert summary(report) == {
        "added": ["Oslo.txt"],
        "replaced": ["Bergen.txt", "Tromso.txt", "Narvik.txt"],
    }
    opened = open_library(other, embedder=embedder)
    assert old_ids < {a.article_id for a in opened.catalog.articles()}
    assert len(opened.store.query(embedder.encode_query("budget"), 100)) == report.passages
    assert check_index(other).problems == ()


def test_a_rebuild_that_fails_leaves_the_old_index_answering(
    folder: Path, empty_settings: IndexSettings
) -> None:
    class Failing(HashingEmbedder):
        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            raise MemoryError

    index_articles([folder], empty_settings)
    with pytest.raises(MemoryError):
        index_articles([folder], empty_settings, embedder=Failing(64), rebuild=True)
    opened = open_library(empty_settings)
    assert len(opened.catalog.articles()) == 3
    assert check_index(empty_settings).problems == ()


def test_rebuild_sets_a_garbled_catalog_aside(folder: Path, tmp_path: Path) -> None:
    empty_settings = IndexSettings(home=tmp_path / "home", embedder="hashing")
    index_articles([folder], empty_settings)
    path = empty_settings.home / CATALOG_FILE
    path.write_bytes(b"garbage" * 5000)
    with pytest.raises(StoreDamagedError, match="--rebuild"):
        index_articles([folder], empty_settings)
    assert len(index_articles([folder], empty_settings, rebuild=True).added) == 3
    assert len(list(empty_settings.home.glob("*.damaged-*"))) == 1
    assert check_index(empty_settings).problems == ()


def test_removing_an_article(folder: Path, empty_settings: IndexSettings) -> None:
    index_articles([folder], empty_settings)
    assert remove_article("Narvik.txt", empty_settings).path.endswith("Narvik.txt")
    with pytest.raises(StoreError, match=r"no article 'Narvik\.txt'"):
        remove_article("Narvik.txt", empty_settings)
    assert len(open_library(empty_settings).catalog.articles()) == 2
    assert check_index(empty_settings).problems == ()


def test_what_an_interrupted_run_left_is_finished_by_the_next(
    folder: Path, empty_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("index.vectors.store.ChromaWriter.add", die)
        with pytest.raises(KeyboardInterrupt):
            index_articles([folder], empty_settings)
    assert open_library(empty_settings).catalog.articles() == []
    assert any("interrupted" in line for line in repair(empty_settings))
    assert len(open_library(empty_settings).catalog.articles()) == 3
    assert repair(empty_settings) == []
    assert check_index(empty_settings).problems == ()
