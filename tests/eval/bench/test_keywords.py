"""Keyword search beside FTS5: an index made larger, and the two find the same passages."""

from __future__ import annotations

import shutil
from pathlib import Path

from eval.bench.enlarged import enlarge
from eval.bench.fts import FtsSearch
from index.library import Library, open_library
from index.settings import IndexSettings
from index.text.terms import analyse


def test_an_index_is_made_larger_by_copies_under_other_names(
    own_settings: IndexSettings, tmp_path: Path
) -> None:
    (tmp_path / "large").mkdir()
    enlarge(own_settings.home, tmp_path / "large", 3)
    plain = open_library(own_settings).catalog
    large = open_library(IndexSettings(home=tmp_path / "large", embedder="hashing")).catalog
    assert large.article_count() == 3 * plain.article_count()
    assert large.passage_count() == 3 * plain.passage_count()
    found = [key for key, _ in plain.search(["istanbul"], 100)]
    often = [key for key, _ in large.search(["istanbul"], 300)]
    assert len(often) == 3 * len(found) and set(found) < set(often)
    (passage,) = large.passages([next(key for key in often if key not in found)])
    assert passage.article_id.endswith(("-1", "-2"))
    assert large.article(passage.article_id) is not None


def test_both_find_the_same_passages(library: Library, tmp_path: Path) -> None:
    shutil.copy2(library.catalog.home / "catalog.sqlite", tmp_path / "catalog.sqlite")
    fts = FtsSearch(tmp_path / "catalog.sqlite", tmp_path / "fts.sqlite")
    terms = analyse("Which cities did the negotiators meet in?")
    ids = {article.article_id for article in library.catalog.articles()[:2]}
    for among in (None, ids, set[str]()):
        theirs = fts.search(terms, 100, among)
        ours = library.catalog.search(terms, 100, among)
        assert {key for key, _ in theirs} == {key for key, _ in ours}
    assert [score for _, score in fts.search(terms, 3)] == sorted(
        (score for _, score in fts.search(terms, 3)), reverse=True
    )
    fts.close()
