"""Checking an answer in a real browser: the quote at its marker, the article beside the chat."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import expect

from tests.ui.fakes import HARBOUR
from tests.ui.marks import BROWSER
from tests.ui.visit import Visit, go

pytestmark = BROWSER
QUOTE = "The bridge closes on 3 May, the mayor said."


def test_pointing_at_a_marker_shows_its_quote_and_stays_in_the_text(visit: Visit) -> None:
    page, tip = visit.page, visit.page.locator("#dl-tip")
    visit.ask("When does the bridge close?")
    marker = page.locator(".dl-text a.dl-marker").first
    marker.hover()
    expect(tip).to_be_visible()
    expect(tip).to_contain_text(QUOTE)
    for known in ("Harbour bridge to close", "The Daily Example", "1 May 2022"):
        expect(tip).to_contain_text(known)
    expect(page.locator("#dl-panel")).to_be_hidden()
    tip.hover()  # the pointer can go to it and it stays
    page.wait_for_timeout(500)
    expect(tip).to_be_visible()
    page.mouse.move(5, 5)
    expect(tip).to_be_hidden()


def test_a_marker_with_the_focus_is_described_by_its_quote(visit: Visit) -> None:
    page, tip = visit.page, visit.page.locator("#dl-tip")
    visit.ask("When does the bridge close?")
    marker = page.locator(".dl-text a.dl-marker").last
    expect(page.locator(".dl-cited .dl-card")).to_have_count(2)
    page.locator(".dl-text a.dl-marker").first.focus()
    page.keyboard.press("Tab")
    expect(marker).to_be_focused()
    expect(tip).to_contain_text("Ferries are full.")
    expect(marker).to_have_attribute("aria-describedby", "dl-tip")
    page.keyboard.press("Escape")  # puts the quote away and leaves the focus
    expect(tip).to_be_hidden()
    expect(marker).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#dl-panel mark.dl-now")).to_have_text("Ferries are full.")
    expect(tip).to_be_hidden()


def test_previous_and_next_go_between_the_quotes_of_an_answer(visit: Visit) -> None:
    page, now = visit.page, visit.page.locator("#dl-panel mark.dl-now")
    visit.ask("What of the harbour?")
    page.locator(".dl-cited .dl-card a").first.click()
    expect(now).to_have_text(QUOTE)
    expect(now.locator("strong")).to_have_text("3 May")
    expect(page.locator("#dl-panel mark")).to_have_count(2)  # the third is of another article
    expect(page.locator("#dl-quote-count")).to_have_text("Quote 1 of 2")
    page.get_by_role("button", name="Next quote").click()
    expect(now).to_have_text("Ferries will run every ten minutes.")
    expect(now).to_be_in_viewport()
    expect(page.locator("#dl-quote-count")).to_have_text("Quote 2 of 2")
    expect(page.get_by_role("button", name="Next quote")).to_be_focused()
    expect(page.locator(".dl-card:has(a.dl-current) .dl-card-number")).to_have_text("3")
    page.keyboard.press("Enter")  # round to the first
    expect(now).to_have_text(QUOTE)
    page.get_by_role("button", name="Previous quote").click()
    expect(now).to_have_text("Ferries will run every ten minutes.")
    page.keyboard.press("Escape")
    expect(page.locator("#dl-panel")).to_be_hidden()
    expect(page.locator(".dl-cited .dl-card a").first).to_be_focused()  # where it was opened


def test_search_inside_counts_steps_and_opens_what_is_folded(visit: Visit) -> None:
    page, count = visit.page, visit.page.locator("#dl-find-count")
    visit.ask("When does the bridge close?")
    page.locator(".dl-text a.dl-marker").first.click()
    expect(page.locator("#dl-panel mark.dl-now")).to_be_focused()
    field = page.get_by_label("Find in this article")
    field.fill("HARBOUR  council")
    expect(count).to_have_text("1 of 78")
    field.press("Enter")
    expect(count).to_have_text("2 of 78")
    field.press("Shift+Enter")
    page.get_by_role("button", name="Previous match").click()
    expect(count).to_have_text("78 of 78")
    assert page.evaluate("CSS.highlights.get('dl-found').size") == 78
    field.fill("closes on 3 may, the")  # through the marked words
    expect(count).to_have_text("1 of 1")
    folded = page.locator("details.dl-boilerplate")
    expect(folded).not_to_have_attribute("open", "")
    field.fill("weather | login")
    expect(count).to_have_text("1 of 1")
    expect(folded).to_have_attribute("open", "")
    field.fill("(.*")
    expect(count).to_have_text("Not found")
    field.fill("")
    expect(count).to_have_text("")


def test_scores_and_sources_are_there_on_demand(visit: Visit) -> None:
    page = visit.page
    visit.ask("When does the bridge close?")
    why = page.locator(".dl-why").first
    expect(why.locator("li").first).to_be_hidden()
    why.locator("summary").click()
    expect(why).to_contain_text("Evidence 90 of 100")
    expect(page.locator("#dl-panel")).to_be_hidden()
    page.locator(".dl-text a.dl-marker").first.click()
    page.locator(".dl-known summary").click()
    expect(page.locator(".dl-known")).to_contain_text("harbour.txt")
    source = page.locator("a.dl-source")
    expect(source).to_have_attribute("href", "https://news.example/harbour?a=1&b=2")
    expect(source).to_have_attribute("rel", "noopener noreferrer")
    expect(source).to_have_attribute("target", "_blank")


def test_an_address_from_elsewhere_opens_the_article_at_the_words(visit: Visit) -> None:
    start = HARBOUR.text.index(QUOTE)
    address = f"{visit.url}#words={HARBOUR.article_id}.{start}.{start + len(QUOTE)}"
    other = visit.page.context.new_page()
    go(other, address)
    expect(other.locator("#dl-panel mark.dl-now")).to_have_text(QUOTE)
    other.close()
