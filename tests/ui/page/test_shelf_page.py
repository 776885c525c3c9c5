"""The shelf in a real browser: filters, chart, and the way to an article and back."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import expect

from tests.ui.marks import BROWSER
from tests.ui.visit import Visit

pytestmark = BROWSER


def test_filters_narrow_the_list_and_keep_the_focus(visit: Visit) -> None:
    page, title = visit.page, visit.page.locator("#dl-panel h2")
    page.get_by_role("button", name="Articles").click()
    expect(title).to_have_text("3 articles")
    expect(title).to_be_focused()
    publisher = page.get_by_role("combobox", name="Publisher")
    publisher.select_option("The Daily Example")
    expect(title).to_have_text("1 article of 3")
    expect(publisher).to_be_focused()
    expect(publisher).to_have_value("The Daily Example")
    words = page.get_by_label("Words in the article")
    words.press_sequentially("nowhere to be found", delay=60)  # answers come while it is typed
    expect(title).to_have_text("0 articles of 3")
    expect(page.locator("#dl-panel")).to_contain_text("No article fits")
    expect(words).to_have_value("nowhere to be found")
    expect(words).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="0 articles of 3")).to_have_count(1)
    page.get_by_role("button", name="Clear", exact=True).last.click()
    expect(title).to_have_text("3 articles")
    page.get_by_label("From").fill("2022-06-01")
    expect(title).to_have_text("1 article of 3")


def test_the_chart_has_a_name_and_a_table(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("button", name="Articles").click()
    chart = page.get_by_role("img", name="2 articles, May 2022 to September 2022")
    expect(chart).to_be_visible()
    assert chart.locator("rect").count() == 2
    page.get_by_text("As a table").click()
    expect(page.get_by_role("rowheader", name="May 2022")).to_be_visible()


def test_an_article_opened_from_the_list_leads_back_to_its_line(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("button", name="Articles").click()
    page.get_by_role("combobox", name="Publisher").select_option("The Daily Example")
    expect(page.locator("#dl-panel .dl-shelf li")).to_have_count(1)
    page.locator(".dl-shelf a").click()
    expect(page.locator("#dl-panel .dl-body")).to_be_visible()
    expect(page.locator("#dl-close")).to_be_focused()
    page.get_by_role("button", name="All articles").click()
    expect(page.locator("#dl-panel h2")).to_have_text("1 article of 3")
    expect(page.locator(".dl-shelf a")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#dl-panel")).to_be_hidden()
    expect(page.get_by_role("button", name="Articles")).to_be_focused()


def test_an_article_of_an_answer_has_no_way_back_to_a_list(visit: Visit) -> None:
    visit.ask("When does the bridge close?")
    visit.page.locator(".dl-text a.dl-marker").first.click()
    expect(visit.page.locator("#dl-panel mark.dl-now")).to_be_visible()
    expect(visit.page.locator("#dl-back")).to_be_hidden()
