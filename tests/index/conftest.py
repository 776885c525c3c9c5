"""What several tests of indexing begin with."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import doctor
from index.settings import IndexSettings
from index.vectors.probe import compare
from tests import postgres
from tests.index.stories import three_stories

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """The PostgreSQL server of this run; skips where there is none."""
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def new_catalog_url(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Says where a new catalog may lie: what asks for this runs on each of them."""
    if request.param == "sqlite":
        return str
    server: postgres.Server = request.getfixturevalue("postgres_server")
    return lambda: server.url(f"s{next(_numbers)}")


@pytest.fixture
def catalog_url(new_catalog_url: Callable[[], str]) -> str:
    """Where one new catalog lies, on each of them."""
    return new_catalog_url()


@pytest.fixture
def empty_settings(tmp_path: Path, catalog_url: str) -> IndexSettings:
    """Settings of a home that doesn't exist yet, with each kind of catalog."""
    return IndexSettings(home=tmp_path / "home", embedder="hashing", catalog_url=catalog_url)


@pytest.fixture
def compare_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """`check_index` without a process of its own: test_doctor.py tries that one."""
    monkeypatch.setattr(doctor, "_probe", compare)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles, made long ago, so that their time stamps count."""
    return three_stories(tmp_path / "articles")
