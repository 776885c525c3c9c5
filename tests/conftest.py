"""What tests share: an index of the five seed articles that needs no model.

`seed_settings` and `library` are shared by the whole run and for reading only; `own_settings`
is a copy that a test may change or damage.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from index.ingest import index_articles
from index.library import Library, open_library
from index.settings import IndexSettings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@pytest.fixture(scope="session")
def seeds_folder() -> Path:
    """The folder of the five seed articles."""
    return SEEDS


@pytest.fixture(scope="session")
def seed_settings(tmp_path_factory: pytest.TempPathFactory) -> IndexSettings:
    """Settings of a home with the seed articles, by the hashing embedder. For reading."""
    settings = IndexSettings(home=tmp_path_factory.mktemp("seeds") / "home", embedder="hashing")
    index_articles([SEEDS], settings)
    return settings


@pytest.fixture(scope="session")
def library(seed_settings: IndexSettings) -> Iterator[Library]:
    """That home, open for reading."""
    opened = open_library(seed_settings)
    yield opened
    opened.close()


@pytest.fixture
def own_settings(seed_settings: IndexSettings, tmp_path: Path) -> IndexSettings:
    """A copy of that home which a test may change."""
    home = tmp_path / "home"
    shutil.copytree(seed_settings.home, home)
    return replace(seed_settings, home=home)


@pytest.fixture
def empty_settings(tmp_path: Path) -> IndexSettings:
    """Settings of a home that doesn't exist yet."""
    return IndexSettings(home=tmp_path / "home", embedder="hashing")


# A busy machine draws examples slowly; that is no fault of what is tested.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where processes share the files out (pytest-xdist), those that may take longest go first, so
    that what is quick evens out the end. Within a file nothing changes its place.
    """
    if not hasattr(config, "workerinput"):
        return
    longest: dict[Path, tuple[float, bool]] = {}
    for item in items:
        limit = item.get_closest_marker("timeout")
        is_long = any(item.get_closest_marker(name) for name in ("slow", "browser"))
        length = (float(limit.args[0]) if limit else 0.0, is_long)
        longest[item.path] = max(length, longest.get(item.path, length))
    items.sort(key=lambda item: longest[item.path], reverse=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium of the system, or Playwright's own. Without one: skipped, but failed in CI.

    One for all tests of a process: Playwright starts once in a thread.
    """
    from playwright.sync_api import sync_playwright

    from tests.ui.conftest import ARGUMENTS, chromium_path

    with sync_playwright() as playwright:
        path = chromium_path(playwright)
        if path is None:
            reason = "no Chromium here: `make browser` installs one"
            if os.environ.get("CI", "").lower() in ("1", "true"):
                pytest.fail(reason)
            pytest.skip(reason)
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()
