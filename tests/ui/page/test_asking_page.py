"""Asking in a real browser: filters, retry, edit, undo, ratings, history, files and links."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Browser, Page, expect

from tests.ui.fakes import HOSTILE_TEXT
from tests.ui.marks import BROWSER
from tests.ui.visit import Served, Visit, go, wait_until_ready
from ui.storage.feedback import Feedback

pytestmark = BROWSER


def do(page: Page, name: str) -> None:
    page.locator(f"a.dl-do[href^='#do={name}']:visible").last.click()


def answered(visit: Visit, question: str, count: int = 1) -> None:
    visit.ask(question)
    expect(visit.page.locator(".dl-coverage")).to_have_count(count)
    expect(visit.page.locator("a[href='#do=retry']").last).to_be_visible()


def test_retry_edit_and_undo_of_the_last_question(visit: Visit, served: Served) -> None:
    page = visit.page
    answered(visit, "the bridge?")
    answered(visit, "bridge again?", 2)
    assert page.locator("a[href='#do=undo']:visible").count() == 1, "for the last question only"
    do(page, "undo")
    expect(page.locator(".dl-question")).to_have_count(1)
    do(page, "retry")
    page.wait_for_function("document.querySelectorAll('.dl-coverage').length === 0")
    expect(page.locator(".dl-coverage")).to_have_count(1)
    expect(page.locator("a[href='#do=retry']")).to_be_visible()
    assert served[1].asked[-1][:2] == ("the bridge?", []), "asked anew, without its own answer"
    do(page, "edit")
    box = page.get_by_label("Your question")
    expect(box).to_have_value("the bridge?")
    expect(page.locator(".dl-question")).to_have_count(0)


def test_filters_are_chips_and_reach_the_pipeline(visit: Visit, served: Served) -> None:
    page = visit.page
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Published on or after").fill("2022-09")
    page.get_by_label("Published on or after").press("Enter")
    expect(page.locator(".dl-chip").first).to_contain_text("From September 2022")
    page.get_by_label("Publishers").click()
    page.get_by_role("option", name="The Daily Example").click()
    expect(page.locator(".dl-chip")).to_have_count(2)
    answered(visit, "the bridge?")
    assert served[1].asked[-1][2] == {"after": "2022-09", "publishers": ["The Daily Example"]}
    page.get_by_role("button", name="Drop From September 2022").click()
    expect(page.locator(".dl-chip")).to_have_count(1)
    expect(page.get_by_label("Published on or after")).to_have_value("")
    page.get_by_label("Published before").fill("20222")
    page.get_by_label("Published before").press("Enter")
    expect(page.locator(".dl-chip-problem")).to_contain_text("not a date")
    page.get_by_label("Publishers").fill("<img src=x onerror=alert(1)>")
    page.get_by_label("Publishers").press("Enter")
    expect(page.locator(".dl-chip").last).to_contain_text("onerror")
    assert page.locator(".dl-chips img").count() == 0


def test_a_rating_with_its_comment_becomes_a_question_of_a_set(
    visit: Visit, served: Served
) -> None:
    page = visit.page
    answered(visit, "the bridge, rated?")
    page.get_by_role("button", name="Helpful", exact=True).click()
    expect(page.locator(".dl-said")).to_contain_text("noted")
    form = page.get_by_label("What was good or wrong?")
    form.fill(HOSTILE_TEXT[:400])
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".dl-said")).to_contain_text("comment is kept")
    expect(form).to_be_hidden()
    found = Feedback(served[1].settings.home).records()
    [record] = [r for r in found if r["question"] == "the bridge, rated?"]
    assert record["accepted_answers"] == ["3 May"] and record["comment"].startswith("<script>")
    assert record["gold_evidence"][0][0]["article"] == "harbour.txt"


def test_a_conversation_survives_a_reload_and_can_be_opened_again_and_forgotten(
    visit: Visit, served: Served
) -> None:
    page = visit.page
    answered(visit, "evil " + HOSTILE_TEXT[:100])
    answered(visit, "When does the bridge close?", 2)
    page.wait_for_url("**conversation=*")
    asked = len(served[1].asked)
    page.reload()
    wait_until_ready(page)
    expect(page.locator(".dl-coverage")).to_have_count(2)
    page.locator(".dl-text a.dl-marker").last.click()
    expect(page.locator("#dl-panel mark")).to_have_text("Ferries are full.")
    assert len(served[1].asked) == asked, "asked again instead of remembered"
    visit.ask("and then, bridge?")
    expect(page.locator(".dl-coverage")).to_have_count(3)
    assert len(served[1].asked[-1][1]) == 4, "the follow-up forgot the turns before the reload"

    page.get_by_role("button", name="New").click()
    expect(page.locator(".dl-coverage")).to_have_count(0)
    page.get_by_role("button", name="Past conversations").click()
    row = page.locator(".dl-past li")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("evil <script>")
    row.locator("a[href^='#do=resume']").click()
    expect(page.locator(".dl-coverage")).to_have_count(3)
    page.get_by_role("button", name="Past conversations").click()
    page.get_by_role("button", name="Forget").click()
    expect(page.locator(".dl-past")).to_have_count(0)


def test_visitors_see_their_own_conversations_only(
    visit: Visit, browser: Browser, served: Served
) -> None:
    answered(visit, "the bridge of mine?")
    visit.page.wait_for_url("**conversation=*")
    other = browser.new_page()
    go(other, visit.page.url)
    other.get_by_role("button", name="Past conversations").click()
    expect(other.locator("#dl-panel")).to_contain_text("None yet")
    expect(other.locator(".dl-question")).to_have_count(0)
    other.close()


def test_a_link_opens_an_answer_without_asking_again(
    visit: Visit, browser: Browser, served: Served
) -> None:
    page = visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answered(visit, "the bridge to link?")
    page.get_by_role("button", name="Link", exact=True).click()
    expect(page.locator(".dl-said")).to_contain_text("copied")
    url = page.evaluate("navigator.clipboard.readText()")
    asked = len(served[1].asked)
    other = browser.new_page()
    go(other, url)
    expect(other.locator(".dl-question")).to_have_text("the bridge to link?")
    other.locator(".dl-text a.dl-marker").first.click()
    expect(other.locator("#dl-panel mark")).to_contain_text("The bridge closes")
    go(other, f"{url.split('?')[0]}?answer={'0' * 32}")
    expect(other.locator(".dl-notice")).to_contain_text("no longer kept")
    other.close()
    assert len(served[1].asked) == asked


def test_a_conversation_can_be_saved(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    answered(visit, "evil " + HOSTILE_TEXT[:100])
    for kind, start in (("Markdown", "# "), ("HTML", "<!DOCTYPE html>")):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Save as {kind}").click()
        path = tmp_path / kind
        download.value.save_as(path)
        assert path.read_text(encoding="utf-8").startswith(start)
    saved = page.context.new_page()
    saved.goto((tmp_path / "HTML").rename(tmp_path / "saved.html").as_uri())
    expect(saved.locator("blockquote")).to_contain_text("<script>")
    assert saved.locator("script, img, iframe").count() == 0
    saved.close()


def test_actions_work_by_keyboard(visit: Visit) -> None:
    answered(visit, "the bridge?")
    link = visit.page.locator("a[href='#do=undo']")
    link.focus()
    visit.page.keyboard.press("Space")
    expect(visit.page.locator(".dl-question")).to_have_count(0)


def test_forged_actions_do_nothing(visit: Visit) -> None:
    page = visit.page
    answered(visit, "the bridge?")
    for forged in (
        "rate.x.up",
        "suggest.99",
        "drop.publisher.x",
        "resume.'--",
        "nonsense.1",
        "save.x",
    ):
        page.evaluate(
            "(name) => { const a = document.createElement('a'); a.className = 'dl-do';"
            "a.href = '#do=' + name; document.body.append(a); a.click(); a.remove(); }",
            forged,
        )
        page.wait_for_timeout(150)
    expect(page.locator(".dl-question")).to_have_count(1)
