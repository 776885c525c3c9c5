"""How quick the page feels: `python -m tests.ui.measure_page [--home DIR]`. It prints, no more.

First paint: from asking for the page to the first words on it, in a fresh browser profile each
time, the server being up. Opening: from the click on a citation until the quoted words of another
article stand in the middle of the panel with the focus. Without --home: the seeds.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from index.ingest import index_articles
from qa.pipeline import QAPipeline, build_pipeline
from qa.settings import Settings
from tests.ports import free_port
from tests.ui.conftest import ARGUMENTS, chromium_path
from tests.ui.visit import ask, go
from ui.page.app import build_app
from ui.server import launch

ROOT = Path(__file__).parents[2]
QUESTIONS = (
    "Where did the most recent peace negotiations take place?",
    "What did Zelensky say about talks with Putin?",
    "What does the decree say?",
)
# Clicks the links in turn; each is timed until its words have the focus, two frames painted.
OPENING = """async (rounds) => {
    const links = [...document.querySelectorAll('.dl-cited a.dl-open')];
    const place = (link) => link.getAttribute('href').split('.').slice(0, 3).join('.');
    const frame = () => new Promise(requestAnimationFrame);
    const times = [];
    for (let n = 0, last = ''; n < rounds * links.length; n++) {
        const link = links[n % links.length];
        const article = place(link).split('.')[0];
        const isOther = article !== last;
        last = article;
        const start = performance.now();
        link.click();
        while ((document.activeElement.dataset || {}).words !== place(link)) {
            if (performance.now() - start > 10000) throw new Error('not opened: ' + place(link));
            await frame();
        }
        await frame();
        if (isOther) times.push(performance.now() - start);
        await new Promise((done) => setTimeout(done, 100));
    }
    return times;
}"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure first paint and opening of an article.")
    parser.add_argument("--home", type=Path, help="an index to read (default: the seeds)")
    parser.add_argument("--rounds", type=int, default=10, help="of page loads and of clicks")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=arguments.home or Path(folder))
        if not arguments.home:
            index_articles([ROOT / "seeds"], settings.index)
        pipeline = build_pipeline(settings)
        _measure(pipeline, arguments.rounds)
        pipeline.close()


def _measure(pipeline: QAPipeline, rounds: int) -> None:
    app = build_app(pipeline)
    url = launch(app, port=free_port(), block=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(playwright), args=ARGUMENTS
        )
        _print("first paint", [_first_paint(browser, url) for _ in range(rounds)])
        page = browser.new_page(viewport={"width": 1280, "height": 760})
        page.set_default_timeout(60_000)
        go(page, url)
        _ask(page)
        _print("marker to article", page.evaluate(OPENING, rounds))
        browser.close()
    app.close(verbose=False)


def _first_paint(browser: Browser, url: str) -> float:
    """Milliseconds to the first words, by the browser's own clock."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(url)
        page.locator("#dl-masthead h1").wait_for()
        page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
        paint = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
        return float(page.evaluate(paint))


def _ask(page: Page) -> None:
    for number, question in enumerate(QUESTIONS):
        ask(page, question)
        page.locator(".dl-coverage").nth(number).wait_for()


def _print(what: str, times_ms: list[float]) -> None:
    if not times_ms:
        print(f"{what}: nothing to measure: the answers cite fewer than two articles")
        return
    ordered = sorted(times_ms)
    p95 = ordered[max(0, round(0.95 * len(ordered)) - 1)]
    print(
        f"{what}: n = {len(ordered)}, median {statistics.median(ordered):.0f} ms, "
        f"95 % within {p95:.0f} ms, worst {ordered[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
