"""A page says when nothing that is clicked or typed gets lost, and no sooner."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Browser, Page, Route, expect

from tests.ui.marks import BROWSER
from tests.ui.visit import Served, wait_until_ready
from ui.page.parts import READY

pytestmark = BROWSER


def marks(page: Page) -> set[str]:
    """The parts that the page is ready for."""
    return {part for part in READY if page.locator(f"html[data-ready-{part}]").count()}


def test_a_page_that_waits_for_the_server_is_not_ready(browser: Browser, served: Served) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        held: list[Route] = []
        page.route("**/gradio_api/run/**", lambda route: held.append(route))
        page.goto(served[0])
        for part in ("panel", "actions"):
            expect(page.locator(f"html[data-ready-{part}]")).to_have_count(1)
        page.wait_for_timeout(300)
        assert held and marks(page) == {"panel", "actions"}
        for route in held:
            route.continue_()
        page.unroute("**/gradio_api/run/**")
        wait_until_ready(page)
        assert marks(page) == set(READY)
