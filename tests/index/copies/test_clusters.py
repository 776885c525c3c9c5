"""Clusters of the catalog: what is joined, and that only the articles decide, not their history."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.catalog.catalog import Catalog
from index.catalog.writer import CatalogWriter, Prepared
from index.types import Article, Passage


def paragraph(seed: int, words: int = 60) -> str:
    """Words of one paragraph; two seeds have no run of five words in common."""
    chosen = random.Random(seed)
    return " ".join(f"{chosen.choice('bcdf')}{seed}x{chosen.randrange(90)}" for _ in range(words))


def prepared(article_id: str, paragraphs: Sequence[str], title: str | None = None) -> Prepared:
    """An article of one passage a paragraph."""
    passages, at = [], 0
    for ordinal, text in enumerate(paragraphs):
        span = (at, at + len(text))
        passages.append(
            Passage(f"{article_id}:{ordinal}", article_id, ordinal, *span, text, (span,))
        )
        at += len(text) + 2
    article = Article(
        article_id, f"/{article_id}", "\n\n".join(paragraphs), "", title=title, language="en"
    )
    vector = np.ones(4, dtype="<f4").tobytes()
    return Prepared(article, tuple(passages), (vector,) * len(passages))


class Shelf:
    """A catalog in a folder."""

    def __init__(self, home: Path, catalog_url: str = "") -> None:
        self.catalog = Catalog.open(home, create=True, url=catalog_url)

    def put(self, *articles: Prepared) -> None:
        with CatalogWriter(self.catalog.database) as writer, writer.transaction():
            for article in articles:
                writer.finish(writer.add_pending([article]))

    def remove(self, *article_ids: str) -> None:
        with CatalogWriter(self.catalog.database) as writer:
            writer.remove(article_ids)

    def rebuild(self) -> None:
        with CatalogWriter(self.catalog.database) as writer:
            writer.rebuild_clusters()

    @property
    def articles(self) -> dict[str, str]:
        return self.catalog.copies.clusters()

    @property
    def passages(self) -> dict[str, str]:
        session = self.catalog.database.connect(write=False)
        rows = session.rows("SELECT passage_id, cluster FROM passages WHERE cluster IS NOT NULL")
        session.close()
        return dict(rows)


@pytest.fixture
def shelf(tmp_path: Path, catalog_url: str) -> Iterator[Shelf]:
    made = Shelf(tmp_path, catalog_url)
    yield made
    made.catalog.close()


STORY = [paragraph(n) for n in range(4)]


def test_copies_have_the_smallest_id_of_their_cluster(shelf: Shelf) -> None:
    shelf.put(prepared("c", STORY), prepared("other", [paragraph(9)]))
    assert shelf.articles == {}
    shelf.put(prepared("b", STORY[:2]), prepared("a", [paragraph(8, 20), *STORY]))
    assert shelf.articles == {"a": "a", "b": "a", "c": "a"}


def test_a_quoted_paragraph_joins_the_passages_and_not_the_articles(shelf: Shelf) -> None:
    shelf.put(prepared("a", STORY), prepared("b", [paragraph(7), STORY[2], paragraph(8)]))
    assert shelf.articles == {}
    assert shelf.passages == {"a:2": "a:2", "b:1": "a:2"}


def test_a_removed_link_takes_the_chain_apart(shelf: Shelf) -> None:
    long = [paragraph(n) for n in range(40)]
    # The first and the last third have nothing in common; the whole holds both.
    shelf.put(
        prepared("a", long[:15]), prepared("b", [paragraph(99), *long]), prepared("c", long[25:])
    )
    assert shelf.articles == {"a": "a", "b": "a", "c": "a"}
    shelf.remove("b")
    assert shelf.articles == {}
    assert shelf.passages == {}


def test_a_cluster_outlives_the_article_that_named_it(shelf: Shelf) -> None:
    shelf.put(*(prepared(name, STORY) for name in "abc"))
    shelf.remove("a")
    assert shelf.articles == {"b": "b", "c": "b"}
    assert set(shelf.passages.values()) == {"b:0", "b:1", "b:2", "b:3"}


def test_an_article_that_changes_leaves_its_cluster(shelf: Shelf) -> None:
    shelf.put(prepared("a", STORY), prepared("b", STORY))
    shelf.put(prepared("b", [paragraph(50), paragraph(51)]))
    assert shelf.articles == {}


def test_pending_articles_are_in_no_cluster(shelf: Shelf) -> None:
    shelf.put(prepared("a", STORY))
    with CatalogWriter(shelf.catalog.database) as writer:
        writer.add_pending([prepared("b", STORY)])
    assert shelf.articles == {}


def test_many_of_the_same_page_stay_quick(shelf: Shelf) -> None:
    shelf.put(*(prepared(f"p{number:04}", STORY) for number in range(120)))
    assert set(shelf.articles.values()) == {"p0000"} and len(shelf.articles) == 120
    started = time.process_time()
    shelf.remove("p0000")
    shelf.put(prepared("p9999", STORY))
    assert time.process_time() - started < 5
    assert set(shelf.articles.values()) == {"p0001"} and len(shelf.articles) == 120


articles = st.dictionaries(
    st.sampled_from("abcdef"),
    st.lists(st.integers(0, 11), min_size=1, max_size=8),
    min_size=1,
)


@given(articles, st.randoms(use_true_random=False), st.sets(st.sampled_from("abcdef")))
@settings(max_examples=15, deadline=None)
def test_only_the_articles_decide(
    tmp_path_factory: pytest.TempPathFactory,
    new_catalog_url: Callable[[], str],
    texts: dict[str, list[int]],
    chosen: random.Random,
    removed: set[str],
) -> None:
    made = {name: prepared(name, [paragraph(n) for n in ns]) for name, ns in texts.items()}
    shelves = [Shelf(tmp_path_factory.mktemp("shelf"), new_catalog_url()) for _ in range(2)]
    names = sorted(made)
    chosen.shuffle(names)
    shelves[0].put(*(made[name] for name in names))
    shelves[0].remove(*sorted(removed & set(names)))
    shelves[1].put(*(made[name] for name in sorted(set(names) - removed)))
    assert shelves[0].articles == shelves[1].articles
    assert shelves[0].passages == shelves[1].passages
    shelves[1].rebuild()
    assert shelves[0].articles == shelves[1].articles
    assert shelves[0].passages == shelves[1].passages
    for shelf in shelves:
        shelf.catalog.close()
