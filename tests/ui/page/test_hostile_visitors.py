"""Hostile words that visitors bring in and take away: files and texts that they add, names of past
conversations, publishers to filter by, comments, saved conversations, links to an answer.

Every request, dialog and error is recorded (`tests/ui/visit.py`).
"""

from __future__ import annotations

import html
from pathlib import Path

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Browser, Page, expect

from tests.ui.fakes import EVIL, HOSTILE_TEXT
from tests.ui.hostile import QUESTION, WORDS, assert_whole
from tests.ui.marks import BROWSER
from tests.ui.visit import Served, Visit, visiting
from ui.storage.feedback import Feedback

pytestmark = BROWSER
SCRIPT = '<script>alert("script")</script>'
# As long as a file system takes, with a control of writing direction: "cod.exe" would look like a
# document.
FILE_NAME = f"<img src=x onerror=alert(15)> ![x](javascript:alert(16)) \u202ecod {'W' * 150}.html"
PAGE = (
    f"<html><head><title>{html.escape(HOSTILE_TEXT)}</title>"
    f'<meta property="og:site_name" content="{html.escape(HOSTILE_TEXT)}">'
    f'<meta name="author" content="{html.escape(HOSTILE_TEXT)}">'
    '<link rel="canonical" href="javascript:alert(17)"><script>alert(18)</script></head>'
    f'<body onload="alert(19)"><article><p>{html.escape(HOSTILE_TEXT)}</p>'
    f'<p>The Varrick bridge closes on 3 May, the mayor said. <img src="{EVIL}.png"></p>'
    "</article></body></html>"
)


@pytest.mark.parametrize("width", [1280, 360])
def test_files_and_texts_that_are_added(
    width: int, browser: Browser, own_page: Served, tmp_path: Path
) -> None:
    (tmp_path / FILE_NAME).write_text(PAGE)
    (tmp_path / FILE_NAME.replace(".html", ".png")).write_bytes(b"\x89PNG\r\n\x1a\n")
    files = [tmp_path / FILE_NAME.replace(".html", kind) for kind in (".html", ".png")]
    size = {"width": width, "height": 800}
    with visiting(browser, own_page, covered="5 articles", viewport=size) as visit:
        page, state = visit.page, visit.page.locator("#dl-add-state")
        page.get_by_role("button", name="Add articles").click()
        page.locator("#dl-add-files input[type=file]").set_input_files(files)
        expect(state.locator(".dl-added-list li")).to_contain_text("<script>alert(")
        expect(state.locator(".dl-refused-list li")).to_contain_text(".png")
        assert_whole(page, "files")
        page.get_by_label("Headline").fill(f"{SCRIPT} Ferry")
        page.get_by_label("Text of an article").fill(
            f"{WORDS}\n\nThe ferry to Varrick sails again."
        )
        page.locator("#dl-add-text button").click()
        expect(page.locator(".dl-covered")).to_contain_text("7 articles")
        expect(state.locator(".dl-added-list li")).to_contain_text(SCRIPT)
        assert_whole(page, "text")
        page.get_by_label("Link to an article").fill(f"javascript:alert(20)//{EVIL}")
        page.locator("#dl-add-link button").click()
        expect(state).to_contain_text("no address that can be fetched")
        assert_whole(page, "link")
        page.get_by_role("button", name="Add articles").click()
        page.get_by_role("button", name="Articles", exact=True).click()
        expect(page.locator(".dl-shelf li")).to_have_count(7)
        assert_whole(page, "shelf")
        page.get_by_label("Words in the article").fill("Varrick bridge closes")
        expect(page.locator(".dl-shelf li")).to_have_count(1)
        page.locator(".dl-shelf a").click()
        expect(page.locator("#dl-panel .dl-body")).to_contain_text("Varrick bridge")
        page.locator(".dl-known summary").click()
        assert_whole(page, "article")


@pytest.mark.parametrize("width", [1280, 360])
def test_past_conversations_publishers_and_comments(
    width: int, browser: Browser, hostile: Served
) -> None:
    size = {"width": width, "height": 800}
    with visiting(browser, hostile, viewport=size) as visit:
        page = visit.page
        _answered(visit)
        page.get_by_role("button", name="Past conversations").click()
        expect(page.locator(".dl-past li")).to_contain_text(SCRIPT)
        assert_whole(page, "past conversations")
        page.locator("#dl-close").click()

        page.get_by_role("button", name="Filters").click()
        publishers = page.get_by_role("combobox", name="Publishers")
        publishers.click()
        option = page.get_by_role("option")
        expect(option).to_have_count(1)
        assert_whole(page, "choice of publishers")
        option.click()
        expect(page.locator(".dl-chip").first).to_contain_text(SCRIPT)
        page.get_by_label("Published before").fill("<img src=x>"[:10])
        page.get_by_label("Published before").press("Enter")
        expect(page.locator(".dl-chip-problem")).to_contain_text("<img src=x")
        assert_whole(page, "publishers")
        page.get_by_role("button", name="Filters").click()

        page.get_by_role("button", name="Not helpful").click()
        comment = page.get_by_label("What was good or wrong?")
        comment.fill(QUESTION[:1_000])
        assert_whole(page, "comment")
        page.get_by_role("button", name="Send").click()
        expect(comment).to_be_hidden()
        expect(page.locator(".dl-said")).to_contain_text("comment is kept")
        records = Feedback(hostile[1].settings.home).records()
        assert records[-1]["comment"] == QUESTION[:1_000]


def test_a_saved_conversation_does_nothing(
    browser: Browser, hostile: Served, tmp_path: Path
) -> None:
    """The page as it is; the Markdown as a reader makes a page of it that lets HTML through."""
    markdown_it = pytest.importorskip("markdown_it")  # comes with Gradio
    with visiting(browser, hostile) as visit:
        _answered(visit)
        saved = {}
        for kind in ("Markdown", "HTML"):
            with visit.page.expect_download() as download:
                visit.page.get_by_role("button", name=f"Save as {kind}").click()
            download.value.save_as(tmp_path / kind)
            saved[kind] = (tmp_path / kind).read_text(encoding="utf-8")
    made = markdown_it.MarkdownIt("commonmark", {"html": True}).render(saved["Markdown"])
    for name, content in (("saved.html", saved["HTML"]), ("made.html", made)):
        (tmp_path / name).write_text(f"<meta charset=utf-8>{content}", encoding="utf-8")
        done = _opened(browser, (tmp_path / name).as_uri())
        assert done == [(tmp_path / name).as_uri()], name


def test_a_link_to_an_answer_shows_it_and_does_nothing(browser: Browser, hostile: Served) -> None:
    with visiting(browser, hostile) as visit:
        _answered(visit)
        link = visit.page.locator("a[href^='#do=link']").get_attribute("href") or ""
    shared = f"{hostile[0]}?answer={link.removeprefix('#do=link.')}"
    with visiting(browser, (shared, hostile[1])) as other:
        expect(other.page.locator(".dl-question")).to_contain_text(SCRIPT)
        expect(other.page.locator(".dl-text")).to_contain_text(SCRIPT)
        assert_whole(other.page, "shared answer")
        other.page.locator(".dl-text a.dl-marker").first.click()
        expect(other.page.locator("#dl-panel mark.dl-now")).to_contain_text(SCRIPT)
        assert_whole(other.page, "shared answer's article")
    forged = f"{hostile[0]}?answer=%3Cscript%3Ealert(21)%3C/script%3E&conversation=%22onload=1"
    with visiting(browser, (forged, hostile[1])) as other:
        expect(other.page.locator(".dl-notice")).to_contain_text("no longer kept")
        assert_whole(other.page, "forged link")


def _answered(visit: Visit) -> None:
    visit.ask(QUESTION)
    expect(visit.page.locator(".dl-coverage")).to_have_count(1)
    expect(visit.page.locator("a[href='#do=retry']")).to_be_visible()
    visit.page.wait_for_url("**conversation=*")


def _opened(browser: Browser, address: str) -> list[str]:
    """What a file asks for, says and fails with when it is opened and all its links are there."""
    context = browser.new_context()
    page: Page = context.new_page()
    done: list[str] = []
    page.on("request", lambda request: done.append(request.url))
    page.on("dialog", lambda dialog: (done.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: done.append(str(error)))
    page.goto(address)
    expect(page.locator("body")).to_contain_text(SCRIPT)
    expect(page.locator("blockquote").first).to_contain_text("<svg onload=alert(4)>")
    for selector in (
        "script",
        "img",
        "iframe",
        "svg",
        "a[href^='javascript']",
        f"a[href*='{EVIL}']",
    ):
        assert page.locator(selector).count() == 0, selector
    context.close()
    return done
