"""Adding articles in a real browser, over a real index: taken, refused, removed, brought back."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import expect

from tests.ui.visit import Visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),
    pytest.mark.filterwarnings("ignore:.*:Warning:gradio.queueing"),  # its use of pandas
]
TEXT = "The Varrick bridge closes on 3 May, the mayor of Varrick said on Monday."


def test_files_and_texts_are_added_removed_and_brought_back(
    own_visit: Visit, tmp_path: Path
) -> None:
    page = own_visit.page
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "bridge <img src=x onerror=alert(1)>.txt").write_text(f"Bridge closed\n\n{TEXT}\n")
    (folder / "large.txt").write_text(f"Large\n\n{TEXT}\n" * 100)
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    page.get_by_role("button", name="Add articles").click()
    page.locator("#dl-add-files input[type=file]").set_input_files(sorted(folder.iterdir()))
    state = page.locator("#dl-add-state")
    expect(state).to_contain_text("1 article added")
    expect(state).to_contain_text("large.txt: larger than 5,000 bytes")
    expect(state.locator(".dl-refused-list")).to_contain_text("picture.png")
    expect(page.locator(".dl-covered")).to_contain_text("6 articles")
    assert state.locator("img, script").count() == 0

    box = page.get_by_label("Your question")
    box.fill("When does the Varrick bridge close?")
    box.press("Enter")
    expect(page.locator(".dl-cited .dl-card").first).to_contain_text("Bridge closed")

    state.locator("a[href^='#do=remove']").click()
    expect(state).to_contain_text("“Bridge closed” is removed.")
    expect(page.locator(".dl-covered")).to_contain_text("5 articles")
    state.get_by_role("button", name="Undo").click()
    expect(page.locator(".dl-covered")).to_contain_text("6 articles")

    page.get_by_label("Headline").fill("<script>alert(2)</script> Ferry")
    page.get_by_label("Text of an article").fill("The Varrick ferry sails again, its captain said.")
    page.locator("#dl-add-text button").click()
    expect(page.locator(".dl-covered")).to_contain_text("7 articles")
    page.get_by_label("Link to an article").fill("file:///etc/passwd")
    page.locator("#dl-add-link button").click()
    expect(state).to_contain_text("no address that can be fetched")


def test_a_page_that_lets_nobody_add_has_no_form(visit: Visit) -> None:
    expect(visit.page.get_by_role("button", name="Filters")).to_be_visible()
    assert visit.page.get_by_role("button", name="Add articles").count() == 0
    assert visit.page.locator("#dl-adding").count() == 0
