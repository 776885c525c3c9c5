"""Behind a login: past conversations follow the person from browser to browser, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Browser, Page, expect

from qa.settings import Settings
from tests.ports import free_port
from tests.ui.fakes import FakePipeline
from tests.ui.marks import BROWSER
from tests.ui.visit import ask, go, wait_until_ready
from ui.command.chat import read_auth_file

pytestmark = BROWSER


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[str]:
    """The address of a page that asks ada and bob for their passwords."""
    from ui.page.app import build_app
    from ui.server import launch

    users = tmp_path / "users"
    users.write_text("# who may ask\nada:pa:ss\nbob:word\n")
    users.chmod(0o600)
    home = tmp_path / "home"
    home.mkdir()
    app = build_app(FakePipeline(Settings(home=home)))  # type: ignore[arg-type]
    yield launch(app, port=free_port(), auth=read_auth_file(users), block=False)
    app.close(verbose=False)


def _logged_in(browser: Browser, url: str, user: str, password: str) -> Page:
    """A browser of its own, in which somebody logs in."""
    context = browser.new_context()
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(url)
    expect(page.get_by_label("username")).to_be_visible()
    assert "Dateline" not in page.locator("body").inner_text()
    page.get_by_label("username").fill(user)
    page.get_by_label("password").fill(password)
    page.get_by_role("button", name="Login").click()
    wait_until_ready(page)
    expect(page.locator(".dl-covered")).to_contain_text("3 articles")
    return page


def test_past_conversations_belong_to_who_logs_in(browser: Browser, guarded: str) -> None:
    first = _logged_in(browser, guarded, "ada", "pa:ss")
    ask(first, "When does the bridge close?")
    expect(first.locator(".dl-cited .dl-card")).to_have_count(2)
    first.wait_for_url("**conversation=*")
    link = first.url

    second = _logged_in(browser, guarded, "ada", "pa:ss")
    second.get_by_role("button", name="Past conversations").click()
    row = second.locator(".dl-past li a[href^='#do=resume']")
    expect(row).to_have_text("When does the bridge close?")
    row.click()
    expect(second.locator(".dl-cited .dl-card")).to_have_count(2)
    second.locator(".dl-text a.dl-marker").first.click()
    expect(second.locator("#dl-panel mark.dl-now")).to_contain_text("closes on 3 May")

    other = _logged_in(browser, guarded, "bob", "word")
    other.get_by_role("button", name="Past conversations").click()
    expect(other.locator("#dl-panel")).to_contain_text("None yet")
    go(other, link)
    expect(other.locator(".dl-covered")).to_contain_text("3 articles")
    other.get_by_role("button", name="Past conversations").click()
    expect(other.locator("#dl-panel")).to_contain_text("None yet")
    expect(other.locator(".dl-question")).to_have_count(0)
    for page in (first, second, other):
        page.context.close()
