"""The views of the page one after the other, for tests that look at each."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.ui.visit import Visit


def first_page(visit: Visit) -> None:
    expect(visit.page.locator(".example").first).to_be_visible()


def answer(visit: Visit) -> None:
    visit.ask("What of the harbour?")
    expect(visit.page.locator(".dl-cited .dl-card")).to_have_count(3)
    expect(visit.page.locator("a[href='#do=retry']")).to_be_visible()
    visit.page.locator(".dl-why summary").first.click()


def quote(visit: Visit) -> None:
    """The card of a marker is open."""
    visit.page.keyboard.press("Shift+Tab")
    visit.page.locator(".dl-text a.dl-marker").first.focus()
    expect(visit.page.locator("#dl-tip")).to_be_visible()


def article(visit: Visit) -> None:
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator("#dl-tip")).to_be_hidden()
    visit.page.locator(".dl-cited .dl-card a").first.click()
    expect(visit.page.locator("#dl-panel mark.dl-now")).to_be_visible()
    for summary in visit.page.locator("#dl-panel summary").all():
        summary.click()
    visit.page.get_by_label("Find in this article").fill("harbour")


def refusal(visit: Visit) -> None:
    visit.page.keyboard.press("Escape")
    visit.ask("Who won the match?")
    expect(visit.page.locator(".dl-related .dl-card")).to_have_count(1)
    expect(visit.page.locator("a[href='#do=retry']").last).to_be_visible()


def timeline(visit: Visit) -> None:
    """A timeline with a disagreement below it; its sources, which are folded, are open."""
    visit.ask("What happened in March?")
    expect(visit.page.locator(".dl-timeline time")).to_have_count(5)
    expect(visit.page.locator(".dl-sides > li")).to_have_count(2)
    expect(visit.page.locator("a[href='#do=retry']").last).to_be_visible()
    visit.page.locator(".dl-folded summary").first.click()
    expect(visit.page.locator(".dl-folded .dl-card").first).to_be_visible()


def disagreement(visit: Visit) -> None:
    visit.ask("Where do reports differ?")
    expect(visit.page.locator(".dl-sides > li")).to_have_count(4)
    expect(visit.page.locator("a[href='#do=retry']").last).to_be_visible()


def shelf(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Articles", exact=True).click()
    expect(visit.page.locator(".dl-chart svg")).to_be_visible()
    visit.page.locator(".dl-chart summary").click()


def filters(visit: Visit) -> None:
    """The fields, a chip of each kind, and a date that is none."""
    page = visit.page
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Published before").fill("20222")
    page.get_by_label("Published before").press("Enter")
    expect(page.locator(".dl-chip-problem")).to_be_visible()
    page.get_by_role("combobox", name="Publishers", exact=True).fill("The Daily Example")
    page.get_by_role("combobox", name="Publishers", exact=True).press("Enter")
    expect(page.locator(".dl-chip").last).to_contain_text("The Daily Example")


def rating(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("button", name="Not helpful").last.click()
    expect(page.get_by_label("What was good or wrong?")).to_be_visible()


def history(visit: Visit) -> None:
    visit.page.get_by_role("button", name="No comment").click()
    visit.page.get_by_role("button", name="Past conversations").click()
    expect(visit.page.locator(".dl-past li")).to_have_count(1)


# In this order: each begins where the one before it ends.
VIEWS: list[Callable[[Visit], None]] = [
    first_page, answer, quote, article, refusal, timeline, disagreement, shelf, filters, rating,
    history,
]  # fmt: skip
