"""The catalog: what is stored comes back, filters filter, hostile terms stay terms."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.catalog import migrations, schema
from index.catalog.catalog import Catalog, CatalogCoverage
from index.catalog.writer import CatalogWriter, Prepared
from index.errors import StoreDamagedError, StoreError, StoreMismatchError, StoreNotFoundError
from index.text.terms import analyse, name_key
from index.types import Article, ArticleFilter, Passage, Span


def article(article_id: str, *sentences: str, **values: object) -> Prepared:
    """An article with one passage a sentence, and vectors that nobody looks at."""
    text = " ".join(sentences)
    passages, at = [], 0
    for ordinal, sentence in enumerate(sentences):
        span = (at, at + len(sentence))
        passages.append(
            Passage(
                f"{article_id}:{ordinal}:{len(text)}", article_id, ordinal, *span, sentence, (span,)
            )
        )
        at += len(sentence) + 1
    made = Article(article_id, f"/news/{article_id}.txt", text, f"hash of {text}", **values)  # type: ignore[arg-type]
    vector = np.ones(4, dtype="<f4").tobytes()
    return Prepared(made, tuple(passages), (vector,) * len(passages))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    Catalog.open(tmp_path, create=True).close()
    return tmp_path


Put = Callable[..., Catalog]


@pytest.fixture
def put(home: Path) -> Put:
    """Store and finish articles; gives the catalog."""
    catalog = Catalog.open(home)

    def store(*batch: Prepared) -> Catalog:
        with CatalogWriter(catalog.path) as writer:
            writer.finish(writer.add_pending(batch))
        return catalog

    return store


def test_an_article_comes_back_as_it_went_in(put: Put) -> None:
    prepared = article(
        "a1",
        "“Ми не здамо” — 👩‍👩‍👧 said.",
        "Second.",
        title="T",
        publisher="Reuters",
        author="A. B.",
        credits=("IANS", "Xinhua"),
        published_at="2022-10-04T09:00:00+03:00",
        published_precision="day",
        published_source="text",
        url="https://x.test/a",
        language="en",
        spans=(Span(0, 3, "byline"),),
    )
    catalog = put(prepared)
    assert catalog.article("a1") == prepared.article
    assert catalog.articles() == [prepared.article]
    assert catalog.passages_of("a1") == list(prepared.passages)
    ids = [p.passage_id for p in prepared.passages]
    assert catalog.passages([ids[1], "unknown", ids[0]]) == list(reversed(prepared.passages))
    assert (catalog.article_count(), catalog.passage_count()) == (1, 2)
    put(article("a2", "Third."))
    among = [catalog.passage_count(ids) for ids in ({"a1"}, {"a2", "unknown"}, set())]
    assert (among, catalog.passage_count()) == ([2, 1, 0], 3)


def test_pending_articles_are_unseen_and_the_old_version_answers_until_the_swap(
    put: Put, home: Path
) -> None:
    catalog = put(article("a1", "The old decree."))
    with CatalogWriter(catalog.path) as writer:
        versions = writer.add_pending([article("a1", "The new treaty."), article("a2", "More.")])
        assert [a.text for a in catalog.articles()] == ["The old decree."]
        assert catalog.search(["decre"], 5) != []
        assert catalog.search(["treati"], 5) == []
        assert catalog.article("a2") is None
        assert not catalog.vocabulary().contains("treaty")
        writer.finish(versions)
    assert [a.text for a in catalog.articles()] == ["The new treaty.", "More."]
    assert catalog.search(["decre"], 5) == []
    assert len(catalog.search(["treati"], 5)) == 1
    assert catalog.vocabulary().contains("treaty")
    assert not catalog.vocabulary().contains("decree")


def test_the_generation_rises_with_every_change_and_only_then(put: Put) -> None:
    catalog = put(article("a1", "One."))
    before = catalog.generation()
    catalog.articles()
    catalog.search(["one"], 3)
    assert catalog.generation() == before
    put(article("a2", "Two."))
    assert catalog.generation() > before


def test_a_failed_transaction_leaves_nothing(put: Put) -> None:
    catalog = put(article("a1", "One."))
    generation = catalog.generation()
    with CatalogWriter(catalog.path) as writer:
        with pytest.raises(RuntimeError), writer.transaction():
            writer.finish(writer.add_pending([article("a2", "Two.")]))
            raise RuntimeError
        assert writer.pending() == []
    assert [a.article_id for a in catalog.articles()] == ["a1"]
    assert catalog.generation() == generation


def test_removing_takes_words_keywords_and_passages_along(put: Put) -> None:
    catalog = put(article("a1", "The decree stands."), article("a2", "The decree falls."))
    with CatalogWriter(catalog.path) as writer:
        writer.remove(["a1"])
        assert len(writer.stale_ids()) == 1
        assert not writer.keywords.is_damaged()
    assert len(catalog.search(["decre"], 5)) == 1
    assert not catalog.vocabulary().contains("stands")
    assert catalog.vocabulary().contains("decree")
    assert catalog.passages_of("a1") == []


DATED = [
    article("day", "A.", published_at="2022-09-30", published_precision="day", publisher="Reuters"),
    article("month", "B.", published_at="2022-09", published_precision="month", publisher="BBC"),
    article("year", "C.", published_at="2021", published_precision="year", credits=("Reuters",)),
    article("time", "D.", published_at="2022-10-01T23:30:00-05:00", published_precision="day"),
    article("none", "E.", publisher="Reuters"),
]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (ArticleFilter(), {"day", "month", "year", "time", "none"}),
        (ArticleFilter(after="2022-09-30"), {"day", "month", "time"}),  # inclusive
        (ArticleFilter(after="2022-10-01"), {"time"}),
        (ArticleFilter(before="2022-09-30"), {"month", "year"}),  # exclusive
        (ArticleFilter(after="2022-09-15", before="2022-09-20"), {"month"}),  # it may be then
        (ArticleFilter(until="2022-08-31"), {"year", "none"}),  # inclusive, and the undated
        (ArticleFilter(after="2021", before="2022"), {"year"}),
        (ArticleFilter(after="2022-09"), {"day", "month", "time"}),
        (ArticleFilter(after="2030-01-01"), set()),
        (ArticleFilter(publishers=("reuters",)), {"day", "year", "none"}),
        (ArticleFilter(publishers=("BBC", "REUTERS "), before="2022"), {"year"}),
        (ArticleFilter(publishers=("Reut",)), set()),
    ],
)
def test_filters(put: Put, where: ArticleFilter, expected: set[str]) -> None:
    catalog = put(*DATED)
    assert catalog.article_ids(where) == expected
    assert {a.article_id for a in catalog.articles(where)} == expected
    assert catalog.coverage(where).articles == len(expected)


def test_coverage_says_what_is_searched(put: Put) -> None:
    catalog = put(*DATED)
    assert catalog.coverage() == CatalogCoverage(
        5, ("BBC", "Reuters"), "2021", "2022-10-01T23:30:00-05:00", 1
    )
    # Under a date filter: the undated that were left out.
    assert catalog.coverage(ArticleFilter(after="2022-01-01")) == CatalogCoverage(
        3, ("BBC", "Reuters"), "2022-09", "2022-10-01T23:30:00-05:00", 1
    )
    only_bbc = ArticleFilter(after="2022-01-01", publishers=("BBC",))
    assert catalog.coverage(only_bbc) == CatalogCoverage(1, ("BBC",), "2022-09", "2022-09", 0)


def test_headlines_are_the_newest_first_and_no_more_than_asked_for(put: Put) -> None:
    catalog = put(*DATED)
    found = catalog.headlines(10)
    days = [h.published_at for h in found]
    assert len(found) == 5 and days[-1] is None, "those without a date come last"
    assert days[:-1] == sorted(filter(None, days), key=lambda day: day[:7], reverse=True)
    assert {h.article_id for h in found} == catalog.article_ids() and catalog.headlines(0) == []
    assert catalog.headlines(2) == found[:2] and {h.cluster for h in found} == {None}


def test_a_filter_date_that_is_none_is_refused(put: Put) -> None:
    with pytest.raises(ValueError, match="yesterday"):
        put(*DATED).articles(ArticleFilter(after="yesterday"))


def test_keyword_search_ranks_and_restricts(put: Put) -> None:
    catalog = put(
        article("a1", "Grain left Odesa.", "Nothing else happened."),
        article("a2", "Grain, grain and more grain.", title="Grain"),
        article("a3", "Zelenskyy spoke."),
    )
    found = catalog.search(analyse("grain"), 10)
    assert [passage_id[:2] for passage_id, _ in found] == ["a2", "a1"]
    assert found[0][1] > found[1][1] > 0
    assert len(catalog.search(analyse("grain"), 1)) == 1
    assert [i[:2] for i, _ in catalog.search(analyse("grain"), 10, {"a1", "a3"})] == ["a1"]
    assert catalog.search(analyse("grain"), 10, set()) == []
    assert [i[:2] for i, _ in catalog.search([name_key("Zelensky")], 10)] == ["a3"]


@pytest.mark.parametrize("passing", [1, 2, 5, 20, 40])
def test_a_filter_changes_neither_scores_nor_their_order(put: Put, passing: int) -> None:
    """Whether few articles pass, which are looked for alone, or most of them."""
    catalog = put(
        *(article(f"a{n:02}", "Grain " * (1 + n % 7) + "left.", "Ships left.") for n in range(40))
    )
    everything = catalog.search(analyse("grain left"), 80)
    assert len(everything) == 80
    ids = {f"a{n:02}" for n in range(0, 40, 40 // passing)}
    wanted = [(i, score) for i, score in everything if i.partition(":")[0] in ids]
    assert catalog.search(analyse("grain left"), 80, ids) == wanted
    assert catalog.search(analyse("grain left"), 3, ids) == wanted[:3]


@pytest.mark.parametrize(
    "where",
    [
        ArticleFilter(),
        ArticleFilter(after="2022-09-30"),
        ArticleFilter(before="2022-09-30"),
        ArticleFilter(after="2022-09-15", before="2022-09-20"),
        ArticleFilter(until="2022-08-31"),
        ArticleFilter(publishers=("reuters",)),
        ArticleFilter(publishers=("BBC", "REUTERS "), before="2022"),
        ArticleFilter(publishers=("Reut",)),
    ],
)
def test_a_filter_means_the_same_to_the_keyword_index(put: Put, where: ArticleFilter) -> None:
    catalog = put(
        *(
            replace(one, article=replace(one.article, title=f"Grain {number}"))
            for number, one in enumerate(DATED)
        )
    )
    ids = catalog.article_ids(where)
    found = dict(catalog.search(analyse("grain"), 9, ids))
    assert found == pytest.approx(dict(catalog.search(analyse("grain"), 9, set(ids))))
    assert {key.partition(":")[0] for key in found} == ids
    assert type(ids & ids) is set, "what is made of them carries no filter along"


def test_a_title_finds_its_passages(put: Put) -> None:
    catalog = put(article("a1", "He said no.", title="Decree on talks"), article("a2", "No."))
    assert [i[:2] for i, _ in catalog.search(analyse("decree"), 5)] == ["a1"]


@pytest.mark.parametrize(
    "terms",
    [
        [],
        [""],
        ["  "],
        ['"'],
        ['" OR body:"'],
        ["body:grain"],
        ["NEAR(grain", "*)"],
        ["grain*"],
        ["-grain"],
        ["'; DROP TABLE articles; --"],
        ["\0"],
        ["grain\0grain"],
        ["AND", "OR", "NOT"],
        ["^grain"],
        ["x" * 10_000],
    ],
)
def test_hostile_terms_are_only_terms(put: Put, terms: list[str]) -> None:
    catalog = put(article("a1", "Grain left Odesa."))
    assert len(catalog.search(terms, 5)) <= 1
    assert catalog.article_count() == 1


def test_limits_are_checked(put: Put) -> None:
    with pytest.raises(ValueError, match="limit = 0"):
        put(article("a1", "One.")).search(["one"], 0)


def test_an_article_is_found_by_id_beginning_path_and_name(put: Put) -> None:
    catalog = put(article("abc123", "One."), article("abd456", "Two."))
    for value in ("abc123", "abc", "ABC1", "/news/abc123.txt", "abc123.txt"):
        assert catalog.find_article(value).article_id == "abc123"
    for value in ("", "ab", "nothing", "xyz.txt", "%", "c123.txt"):
        with pytest.raises(StoreError, match="no article"):
            catalog.find_article(value)
    put(article("abc999", "Three."))
    with pytest.raises(StoreError, match="several"):
        catalog.find_article("abc")


def test_opening_what_is_not_there_or_not_a_catalog(tmp_path: Path) -> None:
    with pytest.raises(StoreNotFoundError, match="dateline index"):
        Catalog.open(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
    file = tmp_path / "file"
    file.write_text("x")
    for create in (True, False):
        with pytest.raises(StoreError, match="is a file, not a folder"):
            Catalog.open(file, create=create)
    (tmp_path / schema.CATALOG_FILE).write_bytes(b"not a database " * 1000)
    for create in (True, False):
        with pytest.raises(StoreDamagedError, match="--rebuild"):
            Catalog.open(tmp_path, create=create)


def test_a_foreign_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / schema.CATALOG_FILE
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE precious (x)")
    connection.close()
    with pytest.raises(StoreDamagedError, match="not a Dateline catalog"):
        Catalog.open(tmp_path, create=True)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("precious",)]
    connection.close()


def test_an_older_schema_is_migrated_and_keeps_its_articles(
    put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = put(article("a1", "One.")).home

    def second(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE articles ADD COLUMN mood TEXT DEFAULT 'calm'")

    monkeypatch.setattr(schema, "MIGRATIONS", [*schema.MIGRATIONS, second])
    catalog = Catalog.open(home)
    assert [a.text for a in catalog.articles()] == ["One."]
    with sqlite3.connect(catalog.path) as connection:
        assert connection.execute("SELECT mood FROM articles").fetchall() == [("calm",)]
        version = connection.execute("PRAGMA user_version").fetchone()
        assert version == (len(schema.MIGRATIONS),)
    connection.close()


def test_a_migration_that_fails_changes_nothing(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    home = put(article("a1", "One.")).home

    def broken(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE words")
        connection.execute("this is not SQL")

    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", [*schema.MIGRATIONS, broken])
        with pytest.raises(StoreError):
            Catalog.open(home)
    assert Catalog.open(home).vocabulary().contains("one")


def test_a_newer_schema_is_refused_with_the_next_step(put: Put) -> None:
    catalog = put(article("a1", "One."))
    with sqlite3.connect(catalog.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreMismatchError, match=r"schema 99.*update Dateline"):
        Catalog.open(catalog.home)


def test_fts5_is_needed_for_an_index_of_the_first_releases_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect(tmp_path / schema.CATALOG_FILE) as old:
        migrations.MIGRATIONS[0](old)
        old.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        old.execute("PRAGMA user_version = 1")
    old.close()
    for module in (schema, migrations):
        monkeypatch.setattr(module, "has_fts5", lambda connection: False)
    with pytest.raises(StoreError, match="FTS5"):
        Catalog.open(tmp_path)
    (tmp_path / "new").mkdir()
    assert Catalog.open(tmp_path / "new", create=True).article_count() == 0


def test_many_threads_read_while_one_writes(put: Put) -> None:
    catalog = put(article("a0", "Start."))
    failures: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                texts = {a.article_id: a.text for a in catalog.articles()}
                for passage_id, _ in catalog.search(["start", "later"], 50):
                    for passage in catalog.passages([passage_id]):
                        known = texts.get(passage.article_id, passage.text)
                        assert passage.text in known
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1, 20):
        put(article(f"a{number}", "Later."))
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert catalog.article_count() == 20


@settings(max_examples=30, deadline=None)
@given(
    text=st.text(
        alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1
    )
)
def test_any_text_survives_storage(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("any")
    catalog = Catalog.open(home, create=True)
    prepared = article("a1", text)
    with CatalogWriter(catalog.path) as writer:
        writer.finish(writer.add_pending([prepared]))
    stored = catalog.article("a1")
    assert stored is not None and stored.text == text
    assert [p.text for p in catalog.passages_of("a1")] == [text]
    catalog.close()


def test_a_catalog_of_the_first_release_keeps_articles_vectors_and_files(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / schema.CATALOG_FILE) as old:
        migrations.MIGRATIONS[0](old)
        old.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        old.execute("PRAGMA user_version = 1")
        old.executemany(
            "INSERT INTO meta VALUES (?, ?)", [("chunk_tokens", "128"), ("language", "en")]
        )
        old.execute(
            "INSERT INTO articles VALUES (7, 'done', 'a1', '/news/a.txt', 'One. Two.', 'h', 'T', "
            "'BBC', NULL, '[]', '2022-10', 'month', 'text', NULL, NULL, '[[0, 4, \"byline\"]]', "
            "'2022-10-01', '2022-10-31', '[\"bbc\"]', '{\"One\": [1, 0, 0]}', 9, 5, '1')"
        )
        old.execute(
            "INSERT INTO passages VALUES (3, 7, 'a1:0:x', 0, 5, 9, '[[5, 9]]', 'body', x'0000803f')"
        )
        old.execute("INSERT INTO keyword (rowid, body, about) VALUES (3, 'two', 't')")
    old.close()
    catalog = Catalog.open(tmp_path)
    (kept,) = catalog.articles()
    assert (kept.title, kept.text, kept.published_at) == ("T", "One. Two.", "2022-10")
    assert kept.spans == (Span(0, 4, "byline"),) and kept.origins == ()
    assert [p.text for p in catalog.passages_of("a1")] == ["Two."]
    assert list(catalog.vectors()) == [[("a1:0:x", "a1", b"\x00\x00\x80\x3f")]]
    assert catalog.search(["two"], 3) != []
    with CatalogWriter(catalog.path) as writer:
        assert writer.files.records()["/news/a.txt"].stamp == (9, 5)
        assert writer.files.places("a1") == ["/news/a.txt"]
        assert writer.problems() == [] and not writer.keywords.is_damaged()
        assert writer.files.cut_otherwise("/news/a.txt", "1|128|", "en") == set()
        writer.finish(writer.add_pending([article("a1", "New.")]))
    assert [a.text for a in catalog.articles()] == ["New."]
    assert [version.text for version in catalog.old_versions("a1")] == ["One. Two."]


def test_a_filter_finds_what_many_better_matches_stand_before(put: Put) -> None:
    better = [article(f"b{number}", "Grain, grain, grain.") for number in range(60)]
    catalog = put(*better, article("last", "Grain was mentioned here among many other words."))
    assert [i.split(":")[0] for i, _ in catalog.search(["grain"], 2, {"last"})] == ["last"]
    with CatalogWriter(catalog.path) as writer:
        writer.add_pending([article(f"p{number}", "Grain, grain.") for number in range(9)])
        assert len(catalog.search(["grain"], 61)) == 61
