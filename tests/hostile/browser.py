"""A real browser over what `shown.py` looked at: does a script run, is anything asked for?

Without the page's content policy, so that the escaping alone must hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Dialog, Page, Route

_AT_ONCE = 200
_INSIDE = """html => {
    const d = document.createElement('div'); d.innerHTML = html; document.body.append(d); }"""


@dataclass
class Opened:
    """What happened while pieces of HTML were open; `pieces` were."""

    pieces: int = 0
    scripts: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open_all(self, browser: Browser, pieces: Sequence[str]) -> None:
        """Each as a document and, as the page of Dateline does it, put into one."""
        context = browser.new_context()
        page = context.new_page()
        page.route("**/*", self._asked)
        page.on("dialog", self._said)
        for start in range(0, len(pieces), _AT_ONCE):
            batch = pieces[start : start + _AT_ONCE]
            page.set_content("\n".join(batch), wait_until="load")
            self._look(page)
            page.set_content("<body></body>")
            for piece in batch:
                page.evaluate(_INSIDE, piece)
            self._look(page)
            self.pieces += len(batch)
        if len(context.pages) > 1:
            self.scripts.append("opened a window")
        context.close()

    def _look(self, page: Page) -> None:
        page.wait_for_timeout(50)  # what would run or be asked for has had the time
        if page.url != "about:blank":
            self.requests.append(page.url)

    def _asked(self, route: Route) -> None:
        self.requests.append(route.request.url)
        route.abort()

    def _said(self, dialog: Dialog) -> None:
        self.scripts.append(dialog.message)
        dialog.dismiss()
