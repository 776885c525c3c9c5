"""axe-core finds nothing serious or critical in any view: light, dark, and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("playwright")
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.ui.marks import BROWSER
from tests.ui.views import VIEWS
from tests.ui.visit import Served, Visit, visiting

pytestmark = BROWSER
PHONE = {"viewport": {"width": 360, "height": 740}}


def _grave(page: Page) -> list[str]:
    """What axe-core finds serious or critical, each with where it is."""
    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']} ({v['impact']}): {v['help']}: {[node['target'] for node in v['nodes']]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("kind", ["visit", "dark_visit", "phone_visit"])
def test_nothing_serious_in_any_view(kind: str, request: pytest.FixtureRequest) -> None:
    visit: Visit = request.getfixturevalue(kind)
    for view in VIEWS:
        view(visit)
        assert _grave(visit.page) == [], view.__name__


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, PHONE], ids=str)
def test_nothing_serious_while_articles_are_added(
    options: dict[str, object], browser: Browser, own_page: Served, tmp_path: Path
) -> None:
    (tmp_path / "bridge.txt").write_text("Bridge closed\n\nThe bridge closes on 3 May.\n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with visiting(browser, own_page, covered="5 articles", **options) as visit:
        page, state = visit.page, visit.page.locator("#dl-add-state")
        page.get_by_role("button", name="Add articles").click()
        expect(page.locator("#dl-add-text")).to_be_visible()
        assert _grave(page) == [], "the empty form"
        files = [tmp_path / "bridge.txt", tmp_path / "picture.png"]
        page.locator("#dl-add-files input[type=file]").set_input_files(files)
        expect(state.locator(".dl-added-list li")).to_have_count(1)
        expect(state.locator(".dl-refused-list li")).to_have_count(1)
        assert _grave(page) == [], "what was taken and refused"
        state.locator("a[href^='#do=remove']").click()
        expect(state.get_by_role("button", name="Undo")).to_be_visible()
        assert _grave(page) == [], "what was removed"
