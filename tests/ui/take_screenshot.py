"""Makes the pictures in docs/ anew: `python -m tests.ui.take_screenshot`.

page.png: an answer and the article beside it, from the seeds by the real pipeline. phone.png: the
same on a narrow phone in dark colours. shelf.png: the shelf, over invented articles, as the seeds
don't say when they were published.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from index.ingest import index_articles
from index.types import Article, ArticleFilter
from qa.pipeline import QAPipeline, build_pipeline
from qa.settings import Settings
from qa.types import Coverage
from tests.ports import free_port
from tests.ui.conftest import ARGUMENTS, chromium_path
from tests.ui.fakes import HARBOUR, FakeCatalog, FakeLibrary, FakePipeline
from tests.ui.visit import ask, go
from ui.page.app import build_app
from ui.server import launch

ROOT = Path(__file__).parents[2]
QUESTION = "Where did the most recent peace negotiations take place?"
HEADLINES = (
    "Harbour bridge to close for repairs",
    "Ferries add night crossings",
    "Council puts off its vote on the tram",
    "Market hall opens after two years",
    "Snow keeps the pass shut",
    "Mayor names a new head of police",
)
PAPERS = ("The Daily Example", "Harbour Post", "Example Wire")


def main() -> None:
    """Take all three."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(playwright), args=ARGUMENTS
        )
        with tempfile.TemporaryDirectory() as home:
            settings = Settings(home=Path(home))
            index_articles([ROOT / "seeds"], settings.index)
            pipeline = build_pipeline(settings)
            with _served(pipeline) as url:
                _save("page.png", _answer(browser, url, 1280, 760, "light"))
                _save("phone.png", _answer(browser, url, 360, 700, "dark"))
            pipeline.close()
        with _served(InventedPipeline()) as url:
            _save("shelf.png", _shelf(browser, url))
        browser.close()


class InventedCatalog(FakeCatalog):
    """Says what it holds."""

    def coverage(self, where: ArticleFilter | None = None) -> Coverage:
        days = sorted(a.published_at or "" for a in self.articles_held)
        return Coverage(len(days), PAPERS, days[0], days[-1], 0)


class InventedPipeline(FakePipeline):
    """A shelf of invented articles."""

    def __init__(self) -> None:
        super().__init__()
        self.library = FakeLibrary(InventedCatalog(tuple(_invented())))

    def suggestions(self, n: int = 4) -> list[str]:
        return ["When does the bridge close?", "Who is the new head of police?"]


@contextmanager
def _served(pipeline: QAPipeline | FakePipeline) -> Iterator[str]:
    app = build_app(pipeline)  # type: ignore[arg-type]
    yield launch(app, port=free_port(), block=False)
    app.close(verbose=False)


def _answer(browser: Browser, url: str, width: int, height: int, colours: str) -> bytes:
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if colours == "dark" else "light",
    )
    page.set_default_timeout(240_000)
    go(page, url)
    page.locator(".example").first.wait_for()
    ask(page, QUESTION)
    page.locator(".dl-cited").wait_for()
    page.locator(".dl-text .dl-marker").first.click()
    page.locator("#dl-panel mark.dl-now").wait_for()
    return _picture(page)


def _shelf(browser: Browser, url: str) -> bytes:
    page = browser.new_page(viewport={"width": 1280, "height": 760}, color_scheme="light")
    page.set_default_timeout(240_000)
    go(page, url)
    page.locator(".example").first.wait_for()
    page.get_by_role("button", name="Articles").click()
    page.locator(".dl-chart").wait_for()
    return _picture(page)


def _picture(page: Page) -> bytes:
    page.wait_for_timeout(500)  # scrolling and focus come a frame later
    picture = page.screenshot()
    page.close()
    return picture


def _invented() -> Iterator[Article]:
    """Some hundred articles of three papers over a year, the newest first."""
    for number in range(96):
        month, day = 12 - number // 8, 28 - 3 * (number % 8)
        for paper in PAPERS[: 1 + (number * 7) % 3]:
            yield replace(
                HARBOUR,
                article_id=f"{number:04}{PAPERS.index(paper)}",
                title=HEADLINES[number % len(HEADLINES)],
                publisher=paper,
                published_at=f"2022-{month:02}-{day:02}",
            )


def _save(name: str, picture: bytes) -> None:
    """256 colours are plenty for a page of text, and less than half the bytes."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    (ROOT / "docs").mkdir(exist_ok=True)
    image.save(ROOT / "docs" / name, optimize=True)


if __name__ == "__main__":
    main()
