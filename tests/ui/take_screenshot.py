"""Makes docs/page.png anew: `python -m tests.ui.take_screenshot`. The seeds, the real pipeline."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from index.ingest import index_articles
from qa.pipeline import build_pipeline
from qa.settings import Settings
from tests.ui.conftest import ARGUMENTS, chromium_path, free_port
from ui.app import build_app, launch

ROOT = Path(__file__).parents[2]
QUESTION = "Where did the most recent peace negotiations take place?"


def main() -> None:
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        settings = Settings(home=Path(home))
        index_articles([ROOT / "seeds"], settings.index)
        pipeline = build_pipeline(settings)
        app = build_app(pipeline)
        url = launch(app, port=free_port(), block=False)
        browser = playwright.chromium.launch(
            executable_path=chromium_path(playwright), args=ARGUMENTS
        )
        page = browser.new_page(viewport={"width": 1280, "height": 760}, color_scheme="light")
        picture = _ask_and_open(page, url)
        browser.close()
        app.close(verbose=False)
        pipeline.close()
    # 256 colours are plenty for a page of text, and less than half the bytes.
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    (ROOT / "docs").mkdir(exist_ok=True)
    image.save(ROOT / "docs" / "page.png", optimize=True)


def _ask_and_open(page: Page, url: str) -> bytes:
    page.set_default_timeout(60_000)
    page.goto(url)
    page.locator(".example").first.wait_for()
    page.locator("#dl-question-box textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".dl-cited").wait_for()
    page.locator(".dl-text .dl-marker").first.click()
    page.locator("#dl-panel mark").wait_for()
    page.wait_for_timeout(500)  # scrolling and focus come a frame later
    return page.screenshot()


if __name__ == "__main__":
    main()
