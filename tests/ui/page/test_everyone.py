"""The page for everyone: keyboard, screen readers, zoom, narrow phones, no motion."""

from __future__ import annotations

from dataclasses import replace

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Browser, expect

from tests.ports import free_port
from tests.ui.fakes import FERRY, FakePipeline
from tests.ui.marks import BROWSER
from tests.ui.views import VIEWS
from tests.ui.visit import Served, Visit, visiting

pytestmark = BROWSER


def test_a_screen_reader_hears_the_answer_once_and_finds_its_parts(visit: Visit) -> None:
    page = visit.page
    heard = "() => { window.heard = []; const s = document.querySelector('#dl-status'); "
    heard += "new MutationObserver(() => window.heard.push(s.textContent)).observe(s, "
    heard += "{childList: true, characterData: true, subtree: true}) }"
    page.evaluate(heard)
    visit.ask("When does the bridge close?")
    status = page.locator("#dl-status")
    expect(status).to_have_text("The answer is here. 3 May Sources: 2.")
    said = page.evaluate("window.heard")
    assert said[0] == "Searching the articles…" and len(said) <= 4, said
    visit.ask("Who won the match?")
    expect(status).to_contain_text("No answer in the articles. The articles don't say.")
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "off")
    expect(page.get_by_role("heading", name="When does the bridge close?", level=2)).to_be_visible()
    expect(page.get_by_role("heading", name="Sources", level=3)).to_be_visible()
    page.locator(".dl-text a.dl-marker").first.click()
    expect(page.get_by_role("region", name="Article")).to_be_visible()
    expect(page.get_by_role("article", name="Harbour bridge to close")).to_be_visible()
    expect(page.get_by_role("searchbox", name="Find in this article")).to_be_visible()


def test_on_a_phone_the_covered_chat_is_out_of_reach_of_the_keyboard(phone_visit: Visit) -> None:
    page = phone_visit.page
    phone_visit.ask("When does the bridge close?")
    page.locator(".dl-cited .dl-card a").first.click()
    expect(page.locator("#dl-panel mark.dl-now")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert not page.evaluate("!!document.activeElement.closest('#dl-chat-column')")
    page.keyboard.press("Escape")
    expect(page.locator(".dl-cited .dl-card a").first).to_be_focused()


def test_at_twice_the_size_everything_is_there_and_nothing_sticks_out(
    browser: Browser, served: Served
) -> None:
    # A window of 1280 by 800 zoomed to 200 % has 640 by 400 CSS pixels.
    size = {"width": 640, "height": 400}
    with visiting(browser, served, viewport=size, device_scale_factor=2) as visit:
        page = visit.page
        expect(page.get_by_label("Your question")).to_be_in_viewport(ratio=1.0)
        for view in VIEWS:
            view(visit)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 640, f"{view.__name__}: {wide} pixels wide"
        page.keyboard.press("Escape")
        page.locator(".dl-text").last.scroll_into_view_if_needed()
        expect(page.locator(".dl-text").last).to_be_in_viewport()
        expect(page.get_by_label("Your question")).to_be_in_viewport(ratio=1.0)


def test_who_wants_no_motion_gets_none(browser: Browser, served: Served) -> None:
    with visiting(browser, served, reduced_motion="reduce") as visit:
        visit.ask("When does the bridge close?")
        visit.page.locator(".dl-cited .dl-card a").first.click()
        expect(visit.page.locator("#dl-panel mark.dl-now")).to_be_visible()
        moving = """() => [...document.querySelectorAll('*')].filter((e) => {
            const style = getComputedStyle(e);
            const longest = (list) => Math.max(...list.split(',').map(parseFloat));
            return longest(style.transitionDuration) > 0.001
                || (style.animationName !== 'none' && longest(style.animationDuration) > 0.001);
        }).map((e) => e.outerHTML.slice(0, 80))"""
        assert visit.page.evaluate(moving) == []


def test_a_right_to_left_article_is_shown_so(browser: Browser) -> None:
    from ui.page.app import build_app
    from ui.server import launch

    pipeline = FakePipeline()
    arabic = replace(FERRY, title="السفن ممتلئة", text="(Reuters) السفن ممتلئة", language="ar")
    pipeline.library.catalog.articles_held = (arabic,)
    app = build_app(pipeline)  # type: ignore[arg-type]
    url = launch(app, port=free_port(), block=False)
    with visiting(browser, (url, pipeline)) as visit:
        page = visit.page
        page.get_by_role("button", name="Articles").click()
        page.locator(".dl-shelf a").click()
        body = page.locator("#dl-panel .dl-body")
        expect(body).to_have_attribute("lang", "ar")
        for part in (body, page.locator("#dl-panel h2")):
            assert part.evaluate("e => getComputedStyle(e).direction") == "rtl"
    app.close(verbose=False)
