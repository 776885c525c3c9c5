"""The catalog: what is stored comes back, filters filter, readers read while one writes."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.catalog.catalog import Catalog, CatalogCoverage
from index.catalog.writer import CatalogWriter
from index.errors import StoreError
from index.types import ArticleFilter, Span
from tests.index.catalog.prepared import DATED, Put, article


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
    put: Put,
) -> None:
    catalog = put(article("a1", "The old decree."))
    with CatalogWriter(catalog.database) as writer:
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
    with CatalogWriter(catalog.database) as writer:
        with pytest.raises(RuntimeError), writer.transaction():
            writer.finish(writer.add_pending([article("a2", "Two.")]))
            raise RuntimeError
        assert writer.pending() == []
    assert [a.article_id for a in catalog.articles()] == ["a1"]
    assert catalog.generation() == generation


def test_removing_takes_words_keywords_and_passages_along(put: Put) -> None:
    catalog = put(article("a1", "The decree stands."), article("a2", "The decree falls."))
    with CatalogWriter(catalog.database) as writer:
        writer.remove(["a1"])
        assert len(writer.stale_ids()) == 1
        assert not writer.keywords.is_damaged()
    assert len(catalog.search(["decre"], 5)) == 1
    assert not catalog.vocabulary().contains("stands")
    assert catalog.vocabulary().contains("decree")
    assert catalog.passages_of("a1") == []


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
def test_any_text_survives_storage(
    text: str, tmp_path_factory: pytest.TempPathFactory, new_catalog_url: Callable[[], str]
) -> None:
    home = tmp_path_factory.mktemp("any")
    catalog = Catalog.open(home, create=True, url=new_catalog_url())
    prepared = article("a1", text, title=text)
    with CatalogWriter(catalog.database) as writer:
        writer.finish(writer.add_pending([prepared]))
    stored = catalog.article("a1")
    assert stored is not None and stored.text == text
    assert [p.text for p in catalog.passages_of("a1")] == [text]
    catalog.close()
