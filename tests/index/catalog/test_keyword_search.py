"""Keyword search of the catalog: ranked, restricted, and hostile terms stay terms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.catalog.writer import CatalogWriter
from index.text.terms import analyse, name_key
from index.types import ArticleFilter
from tests.index.catalog.prepared import DATED, Put, article


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


def test_a_filter_finds_what_many_better_matches_stand_before(put: Put) -> None:
    better = [article(f"b{number}", "Grain, grain, grain.") for number in range(60)]
    catalog = put(*better, article("last", "Grain was mentioned here among many other words."))
    assert [i.split(":")[0] for i, _ in catalog.search(["grain"], 2, {"last"})] == ["last"]
    with CatalogWriter(catalog.database) as writer:
        writer.add_pending([article(f"p{number}", "Grain, grain.") for number in range(9)])
        assert len(catalog.search(["grain"], 61)) == 61
