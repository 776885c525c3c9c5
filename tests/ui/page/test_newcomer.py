"""What somebody sees who comes for the first time: questions, the collection, how it works."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import expect

from tests.ui.marks import BROWSER
from tests.ui.visit import Visit, wait_until_ready

pytestmark = BROWSER


def test_how_it_works_is_told_until_it_is_put_away(visit: Visit) -> None:
    hint = visit.page.locator(".dl-hint")
    expect(hint.locator("li")).to_have_count(3)
    expect(hint).to_be_visible()
    hint.get_by_role("button", name="Got it").click()
    expect(hint).to_be_hidden()
    visit.page.reload()
    wait_until_ready(visit.page)
    expect(hint).to_be_hidden()
    expect(visit.page.locator(".example").first).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_picture_stands_below_the_questions_and_opens_the_shelf(
    own_visit: Visit, width: int
) -> None:
    page = own_visit.page
    page.set_viewport_size({"width": width, "height": 800})
    picture, question = page.locator("a.dl-picture"), page.locator(".example").last
    expect(picture).to_be_visible()
    box, above = picture.bounding_box(), question.bounding_box()
    assert box and above and box["y"] >= above["y"] + above["height"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture.click()
    expect(page.locator("#dl-panel .dl-shelf li")).to_have_count(5)


def test_what_was_done_is_said_beside_the_link(visit: Visit) -> None:
    visit.ask("the bridge?")
    foot = visit.page.locator(".dl-foot")
    foot.get_by_role("button", name="Link", exact=True).click()
    link = visit.page.locator("a[href^='#do=link']")
    expect(link.locator("xpath=following-sibling::*[1]")).to_have_class("dl-said-here")
    expect(visit.page.locator("#dl-tools [role=status]")).to_contain_text("copied")
