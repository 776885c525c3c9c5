"""A served page and a browser for the tests that want them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.settings import IndexSettings
from qa.settings import Settings
from tests.ports import free_port
from tests.ui.fakes import FakePipeline

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

    from qa.pipeline import QAPipeline
    from tests.ui.visit import Visit

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, FakePipeline]]:
    """The address of a page over the scripted pipeline, and that pipeline."""
    from ui.page.app import build_app
    from ui.server import launch

    settings = Settings(home=tmp_path_factory.mktemp("served"))
    pipeline = FakePipeline(settings, delta_seconds=0.02)
    app = build_app(pipeline, notice="Article text will be sent to llm.example (model <m>).")  # type: ignore[arg-type]
    url = launch(app, port=free_port(), block=False)
    yield url, pipeline
    app.close(verbose=False)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, FakePipeline]]:
    """As `served`, with nothing but hostile words."""
    from tests.ui.hostile import WORDS, HostilePipeline
    from ui.page.app import build_app
    from ui.server import launch

    pipeline = HostilePipeline(Settings(home=tmp_path_factory.mktemp("hostile")))
    app = build_app(pipeline, notice=WORDS)  # type: ignore[arg-type]
    yield launch(app, port=free_port(), block=False), pipeline
    app.close(verbose=False)


@pytest.fixture
def own_page(own_settings: IndexSettings) -> Iterator[tuple[str, QAPipeline]]:
    """The address of a page over an index of one's own (the five seeds) that takes articles in,
    files of up to 5,000 bytes, and its pipeline, which answers everything.
    """
    from qa.pipeline import build_pipeline
    from ui.page.app import build_app
    from ui.server import launch

    pipeline = build_pipeline(
        Settings(
            home=own_settings.home, embedder="hashing", reranker="none", refuse_below=0.0,
            max_file_bytes=5_000,
        )
    )  # fmt: skip
    app = build_app(pipeline, adding="all")
    yield launch(app, port=free_port(), block=False, upload_bytes=20_000), pipeline
    app.close(verbose=False)
    pipeline.close()


@pytest.fixture
def visit(browser: Browser, served: tuple[str, FakePipeline]) -> Iterator[Visit]:
    """The page on a desk, in light colours."""
    from tests.ui.visit import visiting

    with visiting(browser, served, color_scheme="light") as made:
        yield made


@pytest.fixture
def dark_visit(browser: Browser, served: tuple[str, FakePipeline]) -> Iterator[Visit]:
    """The page for who prefers dark colours."""
    from tests.ui.visit import visiting

    with visiting(browser, served, color_scheme="dark") as made:
        yield made


@pytest.fixture
def phone_visit(browser: Browser, served: tuple[str, FakePipeline]) -> Iterator[Visit]:
    """The page on a narrow phone."""
    from tests.ui.visit import visiting

    with visiting(browser, served, viewport={"width": 360, "height": 740}) as made:
        yield made


@pytest.fixture
def own_visit(browser: Browser, own_page: tuple[str, QAPipeline]) -> Iterator[Visit]:
    """A page over an index of one's own."""
    from tests.ui.visit import visiting

    with visiting(browser, own_page, covered="5 articles") as made:
        yield made


def chromium_path(playwright: Playwright) -> str | None:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    own = playwright.chromium.executable_path
    return own if os.path.exists(own) else None


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty working folder, no DATELINE_* of the caller, an index of its own."""
    for name in list(os.environ):
        if name.startswith("DATELINE_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DATELINE_EMBEDDER", "hashing")
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("harbour", "ferry"):
        (folder / f"{name}.txt").write_text(
            f"The {name} report\n\nThe {name} closes on 3 May, the mayor said on Monday.\n"
        )
    return folder
