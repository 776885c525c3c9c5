"""SQLite beside PostgreSQL: what is measured of one catalog, and that none is overwritten."""

from __future__ import annotations

from pathlib import Path

from eval.bench.catalogs import ask, database_bytes, is_new
from index.database.where import database_of
from index.settings import IndexSettings


def test_questions_are_timed_and_what_they_find_is_kept(seed_settings: IndexSettings) -> None:
    (half, most), found = ask(seed_settings, ["Who met in Istanbul?", "What was signed?"])
    assert 0 < half <= most
    assert len(found) == 2 and all(found)
    assert database_bytes(database_of(seed_settings.home)) == 0, "it is in the home"


def test_a_catalog_that_is_there_is_not_measured(
    seed_settings: IndexSettings, tmp_path: Path
) -> None:
    assert is_new(tmp_path, "") and not is_new(seed_settings.home, "")
