"""The panel opens what the page asks for, and trusts nothing of it."""

from __future__ import annotations

from typing import Any

import pytest

from index.errors import StoreDamagedError
from tests.ui.fakes import HARBOUR, FakePipeline
from ui.page.panel import article_panel, open_panel


def opened(asked: Any, pipeline: FakePipeline | None = None) -> str:
    return open_panel(pipeline or FakePipeline(), asked)  # type: ignore[arg-type]


def test_a_link_opens_the_words_and_the_words_in_them() -> None:
    start = HARBOUR.text.index("on 3 May")
    place = f"{HARBOUR.article_id}.{start}.{start + 8}"
    assert ">on 3 May</mark>" in opened({"words": place})
    assert ">on <strong>3 May</strong></mark>" in opened(
        {"words": f"{place}.{start + 3}.{start + 8}"}
    )
    assert ">on 3 May</mark>" in opened({"words": f"{place}.0.5"}), "words outside the quote"


def test_an_article_can_be_removed_where_that_is_allowed() -> None:
    asked, pipeline = {"words": f"{HARBOUR.article_id}.0.0"}, FakePipeline()
    link = f'href="#do=discard.{HARBOUR.article_id}"'
    assert link in open_panel(pipeline, asked, can_remove=True)  # type: ignore[arg-type]
    assert link in article_panel(pipeline, HARBOUR.article_id)  # type: ignore[arg-type]
    assert "discard" not in opened(asked)
    gone = article_panel(pipeline, "nobody")  # type: ignore[arg-type]
    assert "no longer in the index" in gone and "discard" not in gone


def test_other_quotes_of_the_same_article_are_marked_too() -> None:
    start, other = HARBOUR.text.index("3 May"), HARBOUR.text.index("Ferries")
    words = f"{HARBOUR.article_id}.{start}.{start + 5}"
    others = [f"{HARBOUR.article_id}.{other}.{other + 7}", "b1b2c3d4e5f6.0.7", 7, None, "x"]
    assert opened({"words": words, "others": others}).count("<mark") == 2
    assert opened({"words": words, "others": "abc"}).count("<mark") == 1


@pytest.mark.parametrize(
    "words",
    [
        *("", "nobody.0.5", "a1b2c3d4e5f6.x.y", "../etc.0.1", "<script>.0.1", "a" * 10_000),
        *(None, 5, ["a1b2c3d4e5f6.0.5"], {}),
    ],
)
def test_unknown_words_open_a_message(words: object) -> None:
    assert "no longer in the index" in opened({"words": words})
    assert "no longer in the index" in opened({})


def test_a_damaged_index_opens_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = FakePipeline()

    def broken(article_id: str) -> None:
        raise StoreDamagedError("catalog.db: damaged; run `dateline doctor`.")

    monkeypatch.setattr(pipeline.library.catalog, "article", broken)
    assert "doctor" in opened({"words": "a1b2c3d4e5f6.0.1"}, pipeline)
