"""Hostile words everywhere: the page shows them and does nothing of what they say.

Title, text, publisher, author, file name, address and language of an article; the question, the
model's name and output, what is typed into search and filters. What visitors bring in and take away
is in `test_hostile_visitors.py`. Every request, dialog and error is recorded (`tests/ui/visit.py`).
"""

from __future__ import annotations

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Browser, expect

from tests.ui.hostile import QUESTION, assert_whole
from tests.ui.marks import BROWSER
from tests.ui.visit import Served, visiting

pytestmark = BROWSER


@pytest.mark.parametrize("width", [1280, 360])
def test_hostile_words_are_shown_and_do_nothing(
    width: int, browser: Browser, hostile: Served
) -> None:
    with visiting(browser, hostile, viewport={"width": width, "height": 800}) as visit:
        page = visit.page
        assert_whole(page, "first page")
        page.locator(".example").first.click()
        expect(page.locator(".dl-cited .dl-card")).to_have_count(1)
        visit.ask(QUESTION)
        expect(page.locator(".dl-cited .dl-card")).to_have_count(2)
        expect(page.locator(".dl-text").last).to_contain_text('<script>alert("script")</script>')
        page.locator(".dl-why summary").last.click()
        assert_whole(page, "answer")
        if width > 1000:
            page.locator(".dl-text a.dl-marker").last.hover()
            expect(page.locator("#dl-tip")).to_contain_text("<svg onload=alert(4)>")
            assert_whole(page, "quote")
        page.locator(".dl-cited .dl-card a").last.click()
        expect(page.locator("#dl-panel mark.dl-now")).to_contain_text('onerror="alert(1)"')
        page.locator(".dl-known summary").click()
        page.get_by_label("Find in this article").fill('<img src="http://evil')
        expect(page.locator("#dl-find-count")).to_have_text("1 of 4")
        assert_whole(page, "article")
        page.locator("#dl-close").click()
        visit.ask(f"What happened? {QUESTION}"[:1900])
        expect(page.locator(".dl-timeline .dl-event")).to_have_count(2)
        expect(page.locator(".dl-sides > li").last).to_contain_text("onload=alert(4)")
        assert_whole(page, "timeline")
        page.get_by_role("button", name="Articles").click()
        expect(page.locator(".dl-shelf li")).to_have_count(2)
        page.locator(".dl-chart summary").click()
        page.get_by_role("combobox", name="Publisher").select_option("The Daily Example")
        expect(page.locator(".dl-shelf li")).to_have_count(1)
        page.get_by_label("Words in the article").fill("<script>alert(13)</script>")
        expect(page.locator("#dl-panel")).to_contain_text("No article fits")
        assert_whole(page, "shelf")
        page.wait_for_timeout(300)  # what would call out has had the time; `visiting` looks


def test_what_is_sent_to_the_panel_by_hand_does_nothing(browser: Browser, hostile: Served) -> None:
    """A link of another kind in the address bar or from elsewhere opens a message at most."""
    with visiting(browser, hostile) as visit:
        visit.page.evaluate(
            """() => { const a = document.createElement('a');
                a.className = 'dl-open'; a.href = '#words=<img src=x onerror=alert(14)>.0.1';
                a.textContent = 'go'; document.body.append(a); a.click(); }"""
        )
        expect(visit.page.locator("#dl-panel")).to_contain_text("no longer in the index")
        assert_whole(visit.page, "message")
