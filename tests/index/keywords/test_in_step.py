"""The keyword index keeps in step with the catalog, whatever happens to either."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.catalog.catalog import Catalog
from index.catalog.insert import Prepared
from index.catalog.writer import CatalogWriter
from index.errors import StoreDamagedError
from index.keywords.engine import Engine
from index.keywords.stamps import folders, read_stamp, write_stamp
from index.lock import write_lock
from index.types import Article, Passage


def article(article_id: str, *sentences: str) -> Prepared:
    text, passages, at = " ".join(sentences), list[Passage](), 0
    for place, sentence in enumerate(sentences):
        span = (at, at + len(sentence))
        passages.append(
            Passage(f"{article_id}:{place}:x", article_id, place, *span, sentence, (span,))
        )
        at += len(sentence) + 1
    made = Article(article_id, f"/news/{article_id}.txt", text, f"hash of {text}")
    return Prepared(made, tuple(passages), (None,) * len(passages))


class Shelf:
    def __init__(self, home: Path, catalog_url: str) -> None:
        self.home, self.url = home, catalog_url
        self.catalog = Catalog.open(home, create=True, url=catalog_url)

    def writer(self) -> CatalogWriter:
        return CatalogWriter(self.catalog.database)

    def put(self, *batch: Prepared) -> None:
        with self.writer() as writer:
            writer.finish(writer.add_pending(batch))

    def found(self, term: str) -> list[str]:
        return [passage_id for passage_id, _ in self.catalog.search([term], 20)]

    def found_anew(self, term: str) -> list[str]:
        """By one who opens the home now."""
        catalog = Catalog.open(self.home, url=self.url)
        found = [passage_id for passage_id, _ in catalog.search([term], 20)]
        catalog.close()
        return found

    @property
    def folder(self) -> Path:
        (folder,) = folders(self.home)
        return folder

    def is_damaged(self) -> bool:
        with self.writer() as writer:
            return writer.keywords.is_damaged()


@pytest.fixture
def shelf(tmp_path: Path, catalog_url: str) -> Iterator[Shelf]:
    made = Shelf(tmp_path, catalog_url)
    made.put(article("a1", "Rivers rose.", "Towns flooded."), article("a2", "Rivers fell."))
    yield made
    made.catalog.close()


def test_readers_see_each_change_at_once_and_nothing_that_is_gone(shelf: Shelf) -> None:
    assert shelf.found("river") == ["a1:0:x", "a2:0:x"]
    shelf.put(article("a2", "Lakes fell."))
    assert (shelf.found("river"), shelf.found("lake")) == (["a1:0:x"], ["a2:0:x"])
    with shelf.writer() as writer:
        writer.remove(["a1"])
    assert (shelf.found("river"), shelf.found("lake")) == ([], ["a2:0:x"])
    assert not shelf.is_damaged()


def test_what_waits_is_not_found_even_when_it_is_in(shelf: Shelf) -> None:
    """As after a kill between the keyword index and the catalog's second commit."""
    writer = shelf.writer()
    versions = writer.add_pending([article("a2", "Lakes fell."), article("a3", "Lakes rose.")])
    writer.keywords.add(versions)
    assert shelf.found("lake") == [] and len(shelf.found("river")) == 2
    assert not writer.keywords.is_damaged()
    writer.finish(writer.pending())
    assert len(shelf.found("lake")) == 2 and len(shelf.found("river")) == 1
    writer.__exit__()
    assert not shelf.is_damaged()


@pytest.mark.parametrize("locked", [False, True])
@pytest.mark.parametrize("harm", ["lost", "other rules", "of another catalog", "behind", "ahead"])
def test_an_index_that_does_not_fit_is_made_to(shelf: Shelf, harm: str, locked: bool) -> None:
    stamp = read_stamp(shelf.folder)
    assert stamp is not None
    if harm == "lost":
        shutil.rmtree(shelf.folder)
    elif harm == "behind":  # the last version isn't known to be in
        write_stamp(shelf.folder, replace(stamp, version=stamp.version - 1))
    else:
        values = {
            "other rules": {"rules": "0"},
            "of another catalog": {"collection": "another-1"},
            "ahead": {"generation": stamp.generation + 100},  # the catalog was set back
        }[harm]
        write_stamp(shelf.folder, replace(stamp, **values))  # type: ignore[arg-type]
    if locked:
        with write_lock(shelf.home):
            assert shelf.found_anew("river") == ["a1:0:x", "a2:0:x"]
    else:
        assert shelf.found_anew("river") == ["a1:0:x", "a2:0:x"]
        newest = read_stamp(folders(shelf.home)[0])
        assert newest is not None and newest.version == stamp.version, "it was mended in its place"
    shelf.put(article("a4", "Rivers froze."))
    assert shelf.found_anew("river") == ["a1:0:x", "a2:0:x", "a4:0:x"]
    assert not shelf.is_damaged()


def test_a_file_that_is_damaged_while_it_is_open_costs_no_answer(shelf: Shelf) -> None:
    for path in shelf.folder.iterdir():
        if path.suffix in (".idx", ".term", ".fast"):
            path.write_bytes(path.read_bytes()[:-9])
    assert shelf.found_anew("river") == ["a1:0:x", "a2:0:x"]
    assert not shelf.is_damaged()


def test_an_index_that_breaks_while_it_is_written_is_built_anew(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, commit = [shelf.folder], Engine.commit

    def fails(engine: Engine) -> None:
        if engine.folder in broken:
            raise StoreDamagedError(f"{engine.folder}: torn")
        commit(engine)

    monkeypatch.setattr(Engine, "commit", fails)
    shelf.put(article("a4", "Rivers froze."))
    assert shelf.found("river") == shelf.found_anew("river") == ["a1:0:x", "a2:0:x", "a4:0:x"]
    assert not shelf.is_damaged()


def test_a_transaction_that_is_taken_back_leaves_nothing_to_be_found(shelf: Shelf) -> None:
    with shelf.writer() as writer:
        with pytest.raises(RuntimeError), writer.transaction():
            writer.finish(writer.add_pending([article("a5", "Rivers burned.")]))
            raise RuntimeError
        assert shelf.found("burn") == []
        # Its version is given again.
        writer.finish(writer.add_pending([article("a6", "Rivers dried.")]))
    assert (shelf.found("burn"), shelf.found("dri")) == ([], ["a6:0:x"])
    assert not shelf.is_damaged()


def test_the_old_index_answers_until_a_rebuild_is_done(shelf: Shelf) -> None:
    with shelf.writer() as writer:
        with writer.transaction():
            writer.clear()
            writer.set_meta(collection="anew-2")
            writer.finish(writer.add_pending([article("a7", "Rivers returned.")]))
            assert len(shelf.found("river")) == len(shelf.found_anew("river")) == 2
            assert len(folders(shelf.home)) == 2
        assert shelf.found("river") == ["a7:0:x"]
        writer.keywords.drop_others()
    assert shelf.found("return") == shelf.found_anew("return") == ["a7:0:x"]
    assert shelf.folder.is_dir() and not shelf.is_damaged()


def test_an_empty_catalog_has_no_index_and_finds_nothing(tmp_path: Path, catalog_url: str) -> None:
    shelf = Shelf(tmp_path, catalog_url)
    assert shelf.found("river") == [] and folders(tmp_path) == []
    assert not shelf.is_damaged()
    shelf.catalog.close()
