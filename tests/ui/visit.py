"""A visit to the page in a real browser, which keeps a record of all that the page tries to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Dialog, Locator, Page, Request, expect

from ui.page.parts import READY

Served = tuple[str, Any]  # the address of a page, and the pipeline below it
MOST_SECONDS = 60
expect.set_options(timeout=MOST_SECONDS * 1_000)  # a busy machine is slow, not wrong


def go(page: Page, url: str) -> None:
    """Open one of our pages and wait until nothing that is clicked or typed gets lost."""
    page.goto(url)
    wait_until_ready(page)


def wait_until_ready(page: Page) -> None:
    """Until its scripts listen and the server has told what it tells who arrives."""
    marks = "".join(f"[data-ready-{part}]" for part in READY)
    expect(page.locator(f"html{marks}")).to_have_count(1)


def ask(page: Page, question: str) -> None:
    """Put it into the question box."""
    send(page.get_by_label("Your question"), question)


def send(field: Locator, text: str) -> None:
    """Type and press Enter until the page has taken it. Gradio takes nothing from a field while
    what came from it before still runs, and leaves it there; what is taken leaves the field.
    """
    field.fill(text)
    for _ in range(MOST_SECONDS):
        field.press("Enter")
        try:
            expect(field).to_have_value("", timeout=1_000)
            return
        except AssertionError:
            continue
    raise AssertionError(f"the page does not take {text!r}")


class Visit:
    """A page and all that it tried to do."""

    def __init__(self, page: Page, url: str, covered: str = "3 articles") -> None:
        self.page, self.url = page, url
        self.requests: list[Request] = []
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.requests.append(request))
        page.on("dialog", self._dismiss)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        go(page, url)
        expect(page.locator("#dl-masthead .dl-covered")).to_contain_text(covered)

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def ask(self, question: str) -> None:
        """Ask as soon as the page takes it."""
        ask(self.page, question)

    def elsewhere(self) -> list[str]:
        """Requests that went to another place than the server of the page."""
        here = urlsplit(self.url).netloc
        remote = [r.url for r in self.requests if not r.url.startswith(("data:", "blob:"))]
        return [url for url in remote if urlsplit(url).netloc != here]


@contextmanager
def visiting(
    browser: Browser, served: Served, covered: str = "3 articles", **options: Any
) -> Iterator[Visit]:
    """A visit in a browser of its own, from when the head of the page names what is `covered`. At
    its end nothing may have failed, asked or called out.
    """
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
    context.set_default_timeout(MOST_SECONDS * 1_000)
    visit = Visit(context.new_page(), served[0], covered)
    yield visit
    assert visit.errors == [] and visit.dialogs == [] and visit.elsewhere() == []
    assert len(context.pages) == 1, "something opened another tab"
    context.close()
