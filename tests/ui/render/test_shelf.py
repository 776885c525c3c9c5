"""The shelf of articles: who published what, when, in which language and how often."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.catalog.rows import CatalogEntry
from index.types import ArticleFilter
from tests.ui.fakes import ARTICLES, HOSTILE_TEXT, FakePipeline
from tests.ui.seen import Seen, assert_only_ours
from ui.page.panel import open_panel
from ui.render.markup import SHELF_WORDS
from ui.render.shelf import PAGE_ARTICLES, ShelfFilter, read_filter, shelf_html


def entry(
    article_id: str = "a1", title: str | None = "Bridge closed", copies: int = 0
) -> CatalogEntry:
    return CatalogEntry(
        article_id, title, "Reuters", None, "2022-10-04", "day", "text", None, "en", None,
        "news/bridge.txt", copies=copies, passages=3, versions=0,
    )  # fmt: skip


def rows(html: str) -> int:
    return html.count("<li><a")


def test_a_row_says_who_when_in_which_language_and_how_often() -> None:
    html = shelf_html([entry(copies=2), entry("a2", title=None)])
    # The catalog calls an article without a headline by its first words; its file says nothing.
    assert "2 articles" in html and "Bridge closed" in html and "bridge&#46;txt" not in html
    assert "Reuters" in html and "4 October 2022" in html and "also printed 2 times" in html
    assert html.count('href="#words=') == 2 and "a2.0.0" in html


def test_a_teaser_says_so() -> None:
    assert "teaser only" in Seen(shelf_html([replace(entry(), is_teaser=True)])).words
    assert "teaser" not in Seen(shelf_html([entry()])).words


def test_an_inferred_date_says_so() -> None:
    inferred = replace(entry(), published_source="inferred")
    assert "4 October 2022 (inferred)" in Seen(shelf_html([inferred])).words


def test_a_long_shelf_has_pages() -> None:
    long = [entry(f"a{n}") for n in range(2 * PAGE_ARTICLES + 7)]
    first, last, beyond = (shelf_html(long, chosen=ShelfFilter(page=n)) for n in (0, 2, 99))
    assert rows(first) == PAGE_ARTICLES and rows(last) == rows(beyond) == 7
    assert "1 to 100 of 207" in Seen(first).words and "201 to 207 of 207" in Seen(last).words
    disabled = [a["id"] for tag, a in Seen(first).tags if tag == "button" and "disabled" in a]
    assert disabled == ["dl-page-previous"]
    assert "dl-page-next" not in shelf_html(long[:PAGE_ARTICLES])


def test_what_was_chosen_stays_chosen_and_what_can_be_is_counted() -> None:
    everything = [entry("a1"), replace(entry("a2"), publisher="CNN", language="fr")]
    chosen = ShelfFilter("CNN", "", "2022-01-01", "2022-12-31", 'a "b"')
    html = shelf_html(everything, everything[1:], chosen)
    assert "1 article of 2" in Seen(html).words and rows(html) == 1
    options = [a for tag, a in assert_only_ours(html).tags if tag == "option" and "selected" in a]
    assert [o["value"] for o in options] == ["CNN"]
    values = [a["value"] for tag, a in Seen(html).tags if tag == "input"]
    assert values == ["2022-01-01", "2022-12-31", 'a "b"']
    assert "Reuters (1)" in Seen(html).words and "fr (1)" in Seen(html).words
    assert "No article fits" in Seen(shelf_html(everything, [], chosen)).words


def test_hostile_entries_and_filters_stay_text() -> None:
    hostile = replace(entry(title=HOSTILE_TEXT), publisher=HOSTILE_TEXT, language=HOSTILE_TEXT)
    chosen = ShelfFilter(HOSTILE_TEXT, HOSTILE_TEXT, words=HOSTILE_TEXT)
    assert "onerror" in assert_only_ours(shelf_html([hostile], [hostile], chosen)).words


@settings(deadline=None)  # a busy machine is slow, not wrong
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.floats(),
        lambda inner: st.dictionaries(
            st.sampled_from(["publisher", "language", "since", "until", "words", "page"]), inner
        ),
    )
)
def test_whatever_the_page_sends_a_filter_comes_of_it(sent: Any) -> None:
    chosen = read_filter(sent)
    assert len(chosen.words) <= 200 and 0 <= chosen.page < 10**6
    assert_only_ours(shelf_html([entry()], [], chosen))


def test_only_days_of_the_calendar_filter_and_the_last_is_included() -> None:
    chosen = read_filter({"since": "2022-02-30", "until": "2022-12-31", "words": "  a  b "})
    assert chosen == ShelfFilter(until="2022-12-31", words="a b")
    assert chosen.before == "2023-01-01" and not chosen.is_open
    assert read_filter({"until": "9999-12-31"}).before == ""
    assert read_filter({"since": "2022-W01-1"}).is_open


def test_the_panel_asks_the_catalog_for_what_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline, asked = FakePipeline(), []
    held = pipeline.library.catalog.entries()

    def entries(where: ArticleFilter | None = None, **others: Any) -> list[CatalogEntry]:
        asked.append((where, others))
        return held if where is None else held[:1]

    monkeypatch.setattr(pipeline.library.catalog, "entries", entries)
    sent = {"publisher": "CNN", "since": "2022-05-01", "until": "2022-05-31", "words": "bridge"}
    html = open_panel(pipeline, {"words": SHELF_WORDS, "filter": sent})  # type: ignore[arg-type]
    where = ArticleFilter(after="2022-05-01", before="2022-06-01", publishers=("CNN",))
    assert asked[1] == (where, {"language": None, "words": "bridge", "sort": "date"})
    assert rows(html) == 1 and f"1 article of {len(ARTICLES)}" in Seen(html).words


def test_the_panel_opens_the_shelf_and_from_it_an_article() -> None:
    pipeline = FakePipeline()
    shelf = open_panel(pipeline, {"words": SHELF_WORDS, "asked": 7})  # type: ignore[arg-type]
    assert rows(shelf) == len(ARTICLES) and 'data-asked="7"' in shelf
    opened = open_panel(pipeline, {"words": f"{ARTICLES[0].article_id}.0.0"})  # type: ignore[arg-type]
    assert "dl-body" in opened and "<mark" not in opened


@pytest.mark.parametrize("words", ["shelf.0.1", "shelf", "../shelf.0.0"])
def test_other_words_are_no_shelf(words: str) -> None:
    assert "no longer in the index" in open_panel(FakePipeline(), {"words": words})  # type: ignore[arg-type]
