"""Files of many articles: what is new, moved, merged, kept as an earlier version, or resumed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index import doctor
from index.catalog.catalog import Catalog
from index.doctor import check_index
from index.ingest import index_articles, remove_article
from index.intake import ahead, file_stamps, reading_rules, store_batches
from index.library import open_library
from index.progress import IndexReport
from index.readers import article_id_of, read_file
from index.settings import IndexSettings
from index.types import Article, Refusal
from index.vectors.probe import compare
from tests.index import stories
from tests.index.counting import CountingEmbedder


def read_lines(path: Path, *, settings: IndexSettings) -> Iterator[Article | Refusal]:
    """A reader of `.text` files with an article a line: JSON with `text` and fields of Article."""
    if path.suffix != ".text":
        yield read_file(path, settings=settings)
        return
    for number, line in enumerate(path.read_text().splitlines(), 1):
        where = f"{path.as_posix()}#{number}"
        if not line.startswith("{"):
            yield Refusal(where, "no JSON")
            continue
        fields: dict[str, Any] = json.loads(line)
        text = fields.pop("text")
        yield Article(
            article_id_of(fields.get("url") or where), where, text, f"hash of {text}", **fields
        )


@pytest.fixture(autouse=True)
def _readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "read_articles", read_lines)
    monkeypatch.setattr(doctor, "_probe", compare)


def write(path: Path, *articles: str | dict[str, Any], age_seconds: float = 100) -> Path:
    lines = [
        json.dumps({"text": f"Story: {a}. It has two sentences."} if isinstance(a, str) else a)
        for a in articles
    ]
    return stories.write(path, "\n".join(lines), age_seconds=age_seconds)


def report(done: IndexReport) -> dict[str, list[str]]:
    kinds = ("added", "replaced", "skipped", "removed", "moved", "merged")
    found = {kind: [Path(p).name for p in getattr(done, kind)] for kind in kinds}
    return {kind: names for kind, names in found.items() if names}


def texts(settings: IndexSettings) -> dict[str, str]:
    catalog = Catalog.open(settings.home, url=settings.catalog_url)
    try:
        return {Path(a.path).name: a.text for a in catalog.articles()}
    finally:
        catalog.close()


def ids(settings: IndexSettings) -> dict[str, str]:
    catalog = Catalog.open(settings.home, url=settings.catalog_url)
    try:
        return {a.text: a.article_id for a in catalog.articles()}
    finally:
        catalog.close()


def test_a_file_of_many_articles_is_read_once_and_refusals_have_their_own_names(
    tmp_path: Path, empty_settings: IndexSettings
) -> None:
    path = write(tmp_path / "in" / "news.text", "a", "b", "c")
    path.write_text(path.read_text() + "\nnonsense")
    os.utime(path, (1, 1))
    first = index_articles([path], empty_settings)
    assert report(first) == {"added": ["news.text#1", "news.text#2", "news.text#3"]}
    assert first.refused == ((f"{path}#4", "no JSON"),)
    assert report(index_articles([path], empty_settings)) == {
        "skipped": ["news.text#1", "news.text#2", "news.text#3"]
    }
    assert check_index(empty_settings).problems == ()


def test_an_article_that_moves_inside_its_file_keeps_its_id_and_vectors(
    tmp_path: Path, empty_settings: IndexSettings
) -> None:
    path = write(tmp_path / "news.text", "a", "b")
    index_articles([path], empty_settings)
    before = ids(empty_settings)
    write(path, "new", "a", "b", age_seconds=50)
    embedder = CountingEmbedder()
    done = index_articles([path], empty_settings, embedder=embedder)
    assert report(done) == {
        "added": ["news.text#1"],
        "moved": ["news.text#2", "news.text#3"],
    }
    assert before.items() <= ids(empty_settings).items()
    assert all("new" in text for text in embedder.texts)
    assert len(set(ids(empty_settings).values())) == 3
    # And it stays so.
    os.utime(path, (5, 5))
    assert len(index_articles([path], empty_settings).skipped) == 3
    assert check_index(empty_settings).problems == ()


def test_members_that_left_their_file_are_pruned_and_only_then(
    tmp_path: Path, empty_settings: IndexSettings
) -> None:
    path = write(tmp_path / "news.text", "a", "b", "c")
    index_articles([path], empty_settings)
    write(path, "a", "c", age_seconds=50)
    assert "removed" not in report(index_articles([path], empty_settings))
    assert len(ids(empty_settings)) == 3
    # The file is unchanged now, and still known not to hold it.
    assert report(index_articles([path], empty_settings, prune=True))["removed"] == ["news.text#2"]
    assert sorted(text[7] for text in texts(empty_settings).values()) == ["a", "c"]


def test_a_renamed_file_keeps_its_articles(tmp_path: Path, empty_settings: IndexSettings) -> None:
    folder = tmp_path / "in"
    path = write(folder / "news.text", "a", "b")
    single = folder / "single.txt"
    single.write_text("One story in a file of its own. It is short.")
    index_articles([folder], empty_settings)
    before = ids(empty_settings)
    path.rename(folder / "old-news.text")
    single.rename(folder / "other.txt")
    embedder = CountingEmbedder()
    done = index_articles([folder], empty_settings, embedder=embedder, prune=True)
    assert report(done) == {"moved": ["old-news.text#1", "old-news.text#2", "other.txt"]}
    assert embedder.texts == []
    assert ids(empty_settings) == before
    assert "old-news.text#1" in texts(empty_settings)
    # A new file at the old place is another article.
    single.write_text("Quite another story. It is not that one.")
    assert report(index_articles([single], empty_settings)) == {"added": ["single.txt"]}
    assert len(set(ids(empty_settings).values())) == 4
    # A change of the renamed file replaces the article that it was.
    (folder / "other.txt").write_text("One story in a file of its own. It is longer now.")
    assert report(index_articles([folder / "other.txt"], empty_settings)) == {
        "replaced": ["other.txt"]
    }
    assert len(ids(empty_settings)) == 4
    assert check_index(empty_settings).problems == ()


STORY = {"url": "https://x.test/a", "text": "The bridge is shut. Traffic waits."}


def test_the_newer_of_two_readings_answers_and_the_older_is_kept(
    tmp_path: Path, empty_settings: IndexSettings
) -> None:
    new = {**STORY, "text": "The bridge is open again.", "updated_at": "2022-10-02"}
    first = write(tmp_path / "a.text", {**STORY, "published_at": "2022-10-01"})
    second = write(tmp_path / "b.text", new)
    third = write(tmp_path / "c.text", {**STORY, "text": "Rumours.", "published_at": "2022-09-30"})
    done = index_articles([first, second, third], empty_settings)
    assert report(done) == {"added": ["a.text#1"], "replaced": ["b.text#1"], "merged": ["c.text#1"]}
    assert texts(empty_settings) == {"b.text#1": "The bridge is open again."}
    catalog = Catalog.open(empty_settings.home, url=empty_settings.catalog_url)
    (article,) = catalog.articles()
    versions = catalog.old_versions(article.article_id)
    assert [v.text for v in versions] == ["Rumours.", STORY["text"]]
    assert versions[1].published_at == "2022-10-01"
    assert [Path(p).name for p in catalog.files_of(article.article_id)] == [
        *("a.text#1", "b.text#1", "c.text#1")
    ]
    assert catalog.entries()[0].versions == 2
    catalog.close()
    # Files touched, nothing new: nothing is embedded.
    for path in (first, second, third):
        os.utime(path, (9, 9))
    embedder = CountingEmbedder()
    again = index_articles([first, second, third], empty_settings, embedder=embedder)
    assert embedder.texts == [] and again.passages == 0
    # The newest file is gone: the next newest answers.
    second.unlink()
    pruned = index_articles([tmp_path], empty_settings, prune=True)
    assert report(pruned)["removed"] == ["b.text#1"]
    assert texts(empty_settings) == {"a.text#1": STORY["text"]}
    assert check_index(empty_settings).problems == ()


def test_a_changed_article_keeps_its_last_ten_texts(
    tmp_path: Path, empty_settings: IndexSettings
) -> None:
    for edition in range(14):
        path = write(tmp_path / "a.text", {**STORY, "text": f"Edition {edition}."})
        os.utime(path, (edition, edition))
        index_articles([path], empty_settings)
    catalog = Catalog.open(empty_settings.home, url=empty_settings.catalog_url)
    (article,) = catalog.articles()
    kept = [version.text for version in catalog.old_versions(article.article_id)]
    assert kept == [f"Edition {edition}." for edition in range(12, 2, -1)]
    # Going back to an earlier text: it answers, and is no earlier version any more.
    write(path, {**STORY, "text": "Edition 12."}, age_seconds=3)
    index_articles([path], empty_settings)
    assert texts(empty_settings) == {"a.text#1": "Edition 12."}
    now = [version.text for version in catalog.old_versions(article.article_id)]
    assert now[0] == "Edition 13." and "Edition 12." not in now
    catalog.close()
    remove_article(article.article_id, empty_settings)
    assert (
        Catalog.open(empty_settings.home, url=empty_settings.catalog_url).old_versions(
            article.article_id
        )
        == []
    )


def test_the_same_article_twice_in_a_file_does_not_swing(
    tmp_path: Path, empty_settings: IndexSettings
) -> None:
    later = {**STORY, "text": "Later words.", "updated_at": "2023"}
    path = write(tmp_path / "a.text", {**STORY, "published_at": "2022"}, later, STORY)
    index_articles([path], empty_settings)
    assert list(texts(empty_settings).values()) == ["Later words."]
    write(path, {**STORY, "published_at": "2022"}, later, STORY, "more", age_seconds=20)
    index_articles([path], empty_settings)
    assert sorted(texts(empty_settings).values())[0] == "Later words."
    assert check_index(empty_settings).problems == ()


def test_an_interrupted_run_resumes_in_the_middle_of_a_file(
    tmp_path: Path, empty_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_batches, "MOST_PASSAGES", 32)
    path = write(tmp_path / "big.text", *(f"number {n} " + "word " * 50 for n in range(120)))

    def stop(progress: object) -> None:
        if getattr(progress, "articles", 0) >= 50:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_articles([path], empty_settings, progress=stop)
    stored = set(texts(empty_settings).values())
    assert 50 <= len(stored) < 120
    embedder = CountingEmbedder()
    done = index_articles([path], empty_settings, embedder=embedder)
    assert len(done.skipped) == len(stored) and len(done.added) == 120 - len(stored)
    assert not stored & set(embedder.texts)
    assert len(texts(empty_settings)) == 120
    assert report(index_articles([path], empty_settings)).keys() == {"skipped"}
    assert check_index(empty_settings).problems == ()


def test_other_settings_of_cutting_reach_stored_articles_without_reading_their_files(
    tmp_path: Path, empty_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.text", "a", {"text": "Een verhaal.", "language": "nl"})
    index_articles([path], empty_settings)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("an unchanged file was read")

    embedder = CountingEmbedder()
    with monkeypatch.context() as patch:
        patch.setattr(ahead, "read_articles", refuse)
        german = replace(empty_settings, language="de")
        done = index_articles([path], german, embedder=embedder)
        assert report(done) == {"replaced": ["a.text#1"], "skipped": ["a.text#2"]}
    assert embedder.texts == []
    # Other rules: everything is read and cut again, and what comes out the same isn't embedded.
    monkeypatch.setattr(reading_rules, "RULES", "next")
    assert len(index_articles([path], german, embedder=embedder).replaced) == 2
    assert embedder.texts == []
    catalog = Catalog.open(empty_settings.home, url=empty_settings.catalog_url)
    assert all(not catalog.old_versions(a.article_id) for a in catalog.articles())


def test_a_rebuild_with_the_same_embedder_keeps_vectors(
    tmp_path: Path, empty_settings: IndexSettings
) -> None:
    path = write(tmp_path / "a.text", "a", "b", STORY)
    index_articles([path], empty_settings)
    before = ids(empty_settings)
    embedder = CountingEmbedder()
    done = index_articles([], empty_settings, embedder=embedder, rebuild=True)
    assert len(done.replaced) == 3 and embedder.texts == []
    path.unlink()
    done = index_articles([], replace(empty_settings, chunk_tokens=4), rebuild=True)
    assert len(done.replaced) == 3
    assert ids(empty_settings) == before
    other = replace(empty_settings, chunk_tokens=4)
    assert len(index_articles([tmp_path], other, prune=True).removed) == 3


def test_an_article_that_gets_an_address_is_not_there_twice(
    tmp_path: Path, empty_settings: IndexSettings
) -> None:
    path = write(tmp_path / "a.text", {"text": STORY["text"]})
    index_articles([path], empty_settings)
    write(path, STORY, age_seconds=9)
    index_articles([path], empty_settings)
    assert ids(empty_settings) == {STORY["text"]: article_id_of(STORY["url"])}
    assert check_index(empty_settings).problems == ()


def test_copies_are_counted_in_a_list(tmp_path: Path, empty_settings: IndexSettings) -> None:
    report = " ".join(f"Word {number} of the report." for number in range(40))
    texts = [report, report.upper(), "Something else."]
    index_articles([write(tmp_path / "a.text", *texts)], empty_settings)
    catalog = open_library(empty_settings).catalog
    assert sorted(entry.copies for entry in catalog.entries()) == [0, 1, 1]


def test_a_file_that_comes_to_rest_while_it_is_read_is_known_by_its_bytes(
    tmp_path: Path, empty_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.text", "a", age_seconds=0)

    def slowly(path: Path, *, settings: IndexSettings) -> Iterator[Article | Refusal]:
        monkeypatch.setattr(file_stamps, "SETTLED_NS", -1)  # two seconds later
        yield from read_lines(path, settings=settings)

    monkeypatch.setattr(ahead, "read_articles", slowly)
    index_articles([path], empty_settings)
    path.rename(tmp_path / "b.text")
    assert report(index_articles([tmp_path], empty_settings)) == {"moved": ["b.text#1"]}


def test_a_file_that_is_renamed_during_a_run_is_not_pruned(
    tmp_path: Path, empty_settings: IndexSettings
) -> None:
    path = write(tmp_path / "in" / "a.text", "a")
    other = write(tmp_path / "in" / "b.text", "b")
    index_articles([path], empty_settings)

    def rename(_: object) -> None:
        if path.exists():
            path.rename(path.with_name("c.text"))

    found = index_articles([path, other], empty_settings, prune=True, progress=rename)
    assert report(found) == {"skipped": ["a.text#1"], "added": ["b.text#1"]}
    again = index_articles([tmp_path / "in"], empty_settings, prune=True)
    assert report(again) == {"skipped": ["b.text#1"], "moved": ["c.text#1"]}
