"""Adding articles in a real browser, over a real index: files, a folder, a drop, a link, a text;
taken, refused, removed, brought back.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import expect

from tests.ui.marks import BROWSER
from tests.ui.visit import Visit, send

pytestmark = BROWSER
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

    own_visit.ask("When does the Varrick bridge close?")
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


def test_a_folder_is_added_with_what_lies_below_it(own_visit: Visit, tmp_path: Path) -> None:
    page, state = own_visit.page, own_visit.page.locator("#dl-add-state")
    for name in ("north", "south/deep"):
        (tmp_path / "news" / name).mkdir(parents=True)
        words = f"Bridge in the {name}\n\n{TEXT.replace('Varrick', name.title())}\n"
        (tmp_path / "news" / name / "bridge.txt").write_text(words)
    page.get_by_role("button", name="Add articles").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a folder").click()
    chooser.value.set_files(tmp_path / "news")
    expect(state).to_contain_text("2 articles added")
    expect(page.locator(".dl-covered")).to_contain_text("7 articles")
    own_visit.ask("When does the South/Deep bridge close?")
    expect(page.locator(".dl-cited").first).to_contain_text("Bridge in the south/deep")


def test_files_can_be_dropped(own_visit: Visit) -> None:
    page = own_visit.page
    page.get_by_role("button", name="Add articles").click()
    expect(page.locator("#dl-add-files")).to_be_visible()
    dropped = page.evaluate_handle(
        """(text) => { const all = new DataTransfer();
            all.items.add(new File([text], "bridge.txt", { type: "text/plain" }));
            return all; }""",
        f"Bridge closed\n\n{TEXT}\n",
    )
    zone = page.locator("#dl-add-files button:has(input[type=file])")
    zone.dispatch_event("drop", {"dataTransfer": dropped})
    expect(page.locator("#dl-add-state")).to_contain_text("1 article added")
    expect(page.locator(".dl-added-list")).to_contain_text("Bridge closed")


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """A server that has an article, and one that is larger than the page takes."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path in ("/bridge", "/large")
            paragraph = f"<p>{TEXT} Ferries run until then, she said.</p>"
            body = "<html><head><title>Bridge closed</title></head><body><article>"
            body += paragraph * (1_000 if self.path == "/large" else 3) + "</article></body></html>"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_a_link_is_fetched_or_refused_with_the_reason(own_visit: Visit, elsewhere: str) -> None:
    page, state = own_visit.page, own_visit.page.locator("#dl-add-state")
    page.get_by_role("button", name="Add articles").click()
    link = page.get_by_label("Link to an article")
    for path, said in (
        ("/gone", "404"),
        ("/large", "larger than may be fetched"),
        ("/bridge", "1 article added"),
    ):
        send(link, elsewhere + path)
        expect(state).to_contain_text(said)
    expect(page.locator(".dl-covered")).to_contain_text("6 articles")
    own_visit.ask("When does the Varrick bridge close?")
    page.locator(".dl-cited .dl-card a").first.click()
    expect(page.locator("#dl-panel mark.dl-now")).to_contain_text("closes on 3 May")
    expect(page.locator("a.dl-source")).to_have_attribute("href", f"{elsewhere}/bridge")


def test_an_article_that_is_read_can_be_removed_and_brought_back(own_visit: Visit) -> None:
    page, panel = own_visit.page, own_visit.page.locator("#dl-panel")
    page.get_by_role("button", name="Articles", exact=True).click()
    expect(panel.locator(".dl-shelf li")).to_have_count(5)
    headline = panel.locator(".dl-shelf a").first.inner_text()
    panel.locator(".dl-shelf a").first.click()
    expect(panel.locator("h2")).to_have_text(headline)
    panel.get_by_text("Where this comes from").click()
    panel.get_by_role("button", name="Remove from the index").click()
    expect(panel).to_contain_text(f"“{headline}” is removed.")
    expect(page.locator(".dl-covered")).to_contain_text("4 articles")
    panel.get_by_role("button", name="Undo").click()
    expect(panel.locator("h2")).to_have_text(headline)
    expect(panel.locator(".dl-body")).to_be_visible()
    expect(page.locator(".dl-covered")).to_contain_text("5 articles")
    panel.get_by_role("button", name="All articles").click()
    expect(panel.locator(".dl-shelf li")).to_have_count(5)


def test_a_page_that_lets_nobody_add_has_no_form(visit: Visit) -> None:
    expect(visit.page.get_by_role("button", name="Filters")).to_be_visible()
    assert visit.page.get_by_role("button", name="Add articles").count() == 0
    assert visit.page.locator("#dl-adding").count() == 0
    visit.page.get_by_role("button", name="Articles", exact=True).click()
    visit.page.locator(".dl-shelf a").first.click()
    visit.page.get_by_text("Where this comes from").click()
    expect(visit.page.locator(".dl-known dl")).to_be_visible()
    assert visit.page.get_by_role("button", name="Remove from the index").count() == 0
