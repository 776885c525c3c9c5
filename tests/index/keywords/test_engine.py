"""The engine of the keyword index: what goes in is found, narrowed, deleted, and told when torn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import StoreDamagedError
from index.keywords.engine import Engine, Entry, Narrowing

RIVER = Entry(1, 0, "a1", "river flood town", "report", ("bbc",), "2022-09-30", "2022-09-30")
MONTH = Entry(2, 0, "a2", "river rose", "flood", ("cnn", "reuters"), "2022-09-01", "2022-09-30")
UNDATED = Entry(3, 0, "a3", "river again", "", ())
ENTRIES = [RIVER, replace(RIVER, place=1, body="bridge town"), MONTH, UNDATED]


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = Engine.create(tmp_path / "index")
    assert made.add(ENTRIES) == len(ENTRIES)
    assert made.count() == 0, "nothing is found before it is committed"
    made.commit()
    return made


def found(engine: Engine, *terms: str, narrowing: Narrowing | None = None) -> list[tuple[int, int]]:
    return [(hit.version, hit.place) for hit in engine.search(terms, 10, narrowing)]


def test_a_passage_is_found_by_its_words_and_those_of_its_article(engine: Engine) -> None:
    assert found(engine, "river") != [] and found(engine, "nowhere") == found(engine) == []
    assert found(engine, "bridge") == [(1, 1)]
    assert found(engine, "flood")[0] == (1, 0), "its own words count for more"
    assert set(found(engine, "flood")) == {(1, 0), (2, 0)}
    assert engine.versions_with(["flood"]) == {1, 2} and engine.versions_with([]) == set()
    assert engine.passages() == {(1, 0), (1, 1), (2, 0), (3, 0)}
    scores = [hit.score for hit in engine.search(["river", "rose"], 10)]
    assert scores == sorted(scores, reverse=True) and scores[-1] > 0
    assert len(engine.search(["river"], 2)) == 2


@pytest.mark.parametrize(
    ("narrowing", "versions"),
    [
        (Narrowing(), {1, 2, 3}),
        (Narrowing(after="2022-09-30"), {1, 2}),
        (Narrowing(after="2022-10-01"), set()),
        (Narrowing(before="2022-09-30"), {2}),
        (Narrowing(until="2022-09-29"), {2, 3}),
        (Narrowing(publishers=["reuters"]), {2}),
        (Narrowing(publishers=["reuters", "bbc"], until="2022-12-31"), {1, 2}),
        (Narrowing(publishers=[]), set()),
        (Narrowing(article_ids={"a1", "a3"}), {1, 3}),
        (Narrowing(article_ids={"a1"}, after="2022-12-31"), set()),
    ],
)
def test_a_search_is_narrowed_by_days_publishers_and_articles(
    engine: Engine, narrowing: Narrowing, versions: set[int]
) -> None:
    everything = {hit.version: hit.score for hit in engine.search(["river"], 10)}
    hits = {hit.version: hit.score for hit in engine.search(["river"], 10, narrowing)}
    assert set(hits) == versions
    assert hits == pytest.approx({version: everything[version] for version in versions})


def test_terms_are_only_terms(engine: Engine) -> None:
    for term in ("body:river", "riv*", '"river"', "river AND town", "a" * 100_000, "\0", " "):
        assert found(engine, term) == []


def test_a_deleted_version_is_gone_and_can_come_again(engine: Engine) -> None:
    engine.delete([1, 99])
    engine.add([replace(RIVER, body="river dry")])
    engine.commit()
    assert found(engine, "town") == [] and found(engine, "dry") == [(1, 0)]
    assert engine.count() == 3


def test_another_sees_it_after_it_has_looked_again(engine: Engine, tmp_path: Path) -> None:
    other = Engine.open(tmp_path / "index")
    engine.add([Entry(9, 0, "a9", "fresh", "")])
    engine.commit()
    assert found(other, "fresh") == []
    other.reload()
    assert found(other, "fresh") == [(9, 0)]
    engine.close()
    assert found(Engine.open(tmp_path / "index"), "fresh") == [(9, 0)]


def test_what_was_not_committed_is_not_there(engine: Engine, tmp_path: Path) -> None:
    engine.add([Entry(9, 0, "a9", "lost", "")])
    assert found(Engine.open(tmp_path / "index"), "lost") == []


def test_a_commit_that_was_killed_is_made_again(engine: Engine, tmp_path: Path) -> None:
    """tantivy 0.27 opened no file for writing that a killed commit had left under the same name."""
    engine.close()
    listed = tmp_path / "index" / "meta.json"
    before = listed.read_bytes()
    killed = Engine.open(tmp_path / "index")
    killed.delete([1])
    killed.commit()
    killed.close()
    listed.write_bytes(before)  # as if the kill had come just before the list was put in place
    again = Engine.open(tmp_path / "index")
    assert found(again, "bridge") == [(1, 1)]
    again.delete([1])
    again.commit()
    assert found(again, "bridge") == [] and again.count() == 2


def test_harm_is_told(engine: Engine, tmp_path: Path) -> None:
    engine.close()
    assert engine.is_intact()
    path = next((tmp_path / "index").glob("*.store"))
    whole = path.read_bytes()
    path.write_bytes(b"\x55" + whole[1:])
    assert not engine.is_intact()
    path.write_bytes(whole[:-5])
    assert not engine.is_intact()
    (tmp_path / "index" / "meta.json").write_text("{}")
    assert not engine.is_intact()
    with pytest.raises(StoreDamagedError, match="dateline doctor"):
        Engine.open(tmp_path / "index")
    with pytest.raises(StoreDamagedError):
        Engine.open(tmp_path / "nowhere")
