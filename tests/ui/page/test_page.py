"""The page in a real browser: streaming, the article beside the answer, keyboard, hostile text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Page, expect

from tests.ui.fakes import HARBOUR, HOSTILE_TEXT
from tests.ui.marks import BROWSER
from tests.ui.visit import Served, Visit

pytestmark = BROWSER
QUOTE = "The bridge closes on 3 May, the mayor said."


def test_the_shelf_opens_beside_the_chat_and_an_article_from_it(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("button", name="Articles").click()
    rows = page.locator("#dl-panel .dl-shelf li")
    expect(rows).to_have_count(3)
    rows.first.locator("a").click()
    expect(page.locator("#dl-panel .dl-body")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#dl-panel-column")).to_be_hidden()
    assert not visit.errors and not visit.elsewhere()


def test_answer_streams_and_a_citation_opens_at_the_quoted_words(visit: Visit) -> None:
    page = visit.page
    page.evaluate(
        """() => { window.seen = new Set(); new MutationObserver(() => {
            const text = document.querySelector('#dl-chat .dl-text');
            if (text) window.seen.add(text.innerText.length);
        }).observe(document.body, {subtree: true, childList: true, characterData: true}) }"""
    )
    visit.ask("When does the bridge close?")
    expect(page.locator(".dl-cited .dl-card")).to_have_count(2)
    assert page.evaluate("window.seen.size") > 3, "the text came in one piece"
    expect(page.locator(".dl-text")).to_contain_text(QUOTE)

    page.locator(".dl-text a.dl-marker").first.click()
    mark = page.locator("#dl-panel mark")
    expect(mark).to_have_text(QUOTE)
    expect(mark).to_be_in_viewport(ratio=1.0)
    expect(mark).to_be_focused()
    expect(page.locator("#dl-panel h2")).to_have_text("Harbour bridge to close")
    expect(page.locator("#dl-panel .dl-facts")).to_contain_text("1 May 2022")

    page.locator(".dl-cited .dl-card a").nth(1).click()  # another article, in the same panel
    expect(mark).to_have_text("Ferries are full.")
    expect(mark).to_be_in_viewport(ratio=1.0)


def test_keyboard_alone_asks_opens_and_closes(visit: Visit) -> None:
    page, keyboard = visit.page, visit.page.keyboard
    expect(page.get_by_label("Your question")).to_be_focused()
    keyboard.type("When does the bridge close?")
    keyboard.press("Enter")
    expect(page.locator(".dl-cited .dl-card")).to_have_count(2)

    for key, link in (("Enter", ".dl-text a.dl-marker"), ("Space", ".dl-cited a.dl-open")):
        _tab_to(page, link)
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", "the focus can't be seen"
        keyboard.press(key)
        expect(page.locator("#dl-panel mark")).to_be_focused()
        expect(page.locator("#dl-panel mark")).to_be_in_viewport(ratio=1.0)
        keyboard.press("Escape")
        expect(page.locator("#dl-panel")).to_be_hidden()
        expect(page.locator(link).first).to_be_focused()  # back where the reader was


def _tab_to(page: Page, selector: str) -> None:
    first = page.locator(selector).first
    for key in ["Shift+Tab"] * 30 + ["Tab"] * 60:
        if first.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{selector} can't be reached with Tab")


def test_follow_up_hears_this_visitor_only(visit: Visit, served: Served) -> None:
    visit.ask("When does the bridge close?")
    expect(visit.page.locator(".dl-coverage")).to_have_count(1)
    visit.ask("and who said it?")
    expect(visit.page.locator(".dl-coverage")).to_have_count(2)
    question, history, _ = served[1].asked[-1]
    assert question == "and who said it?"
    assert [role for role, _ in history] == ["user", "assistant"]
    assert history[0][1] == "When does the bridge close?" and "<" not in history[1][1]

    visit.page.get_by_role("button", name="New").click()
    expect(visit.page.locator(".dl-coverage")).to_have_count(0)
    visit.ask("a bridge again?")
    expect(visit.page.locator(".dl-coverage")).to_have_count(1)
    assert served[1].asked[-1][1] == []


def test_refusal_shows_what_lies_nearest(visit: Visit) -> None:
    visit.ask("Who won the match?")
    expect(visit.page.locator(".dl-not_in_articles .dl-text")).to_contain_text("don't say")
    expect(visit.page.locator(".dl-related .dl-card")).to_have_count(1)
    expect(visit.page.locator(".dl-cited")).to_have_count(0)
    visit.page.locator(".dl-related .dl-card a").click()
    expect(visit.page.locator("#dl-panel mark")).to_have_text("Ferries are full.")


def test_errors_are_calm(visit: Visit) -> None:
    visit.ask("crash")
    expect(visit.page.locator(".dl-notice")).to_contain_text("Something went wrong")
    expect(visit.page.locator("body")).not_to_contain_text("secret detail")
    visit.ask("the bridge?")  # and the page goes on
    expect(visit.page.locator(".dl-cited .dl-card")).to_have_count(2)


def test_a_slow_answer_can_be_stopped(visit: Visit) -> None:
    page = visit.page
    visit.ask("a slow bridge?")
    expect(page.locator(".dl-text")).to_contain_text("The")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".dl-waiting")).to_have_text("Stopped.")
    visit.ask("the bridge?")
    expect(page.locator(".dl-cited .dl-card")).to_have_count(2)
    expect(page.locator(".dl-question")).to_have_count(2)


def test_hostile_words_neither_run_nor_call_out(visit: Visit) -> None:
    page = visit.page
    visit.ask("evil " + HOSTILE_TEXT.replace("\x1b", "").replace("\x07", ""))
    expect(page.locator(".dl-cited .dl-card")).to_have_count(1)
    expect(page.locator(".dl-text")).to_contain_text('<script>alert("script")</script>')
    page.locator(".dl-cited .dl-card a").click()
    expect(page.locator("#dl-panel mark")).to_contain_text('<img src="http://evil.example/x.png"')
    page.get_by_role("button", name="New").click()
    page.locator(".example").nth(1).click()  # hostile words as an example question
    expect(page.locator(".dl-cited .dl-card")).to_have_count(1)
    for selector in ("script", "img", "iframe", "style", "svg[onload]", "a[href^='javascript']"):
        assert page.locator(f".dl-answer {selector}, #dl-panel {selector}").count() == 0
        assert page.locator(f".dl-question {selector}").count() == 0
    page.wait_for_timeout(300)  # what would call out has had the time; the fixture looks


def test_policy_keeps_the_browser_at_home(visit: Visit) -> None:
    blocked = visit.page.evaluate(
        """() => new Promise((done) => {
            document.addEventListener('securitypolicyviolation', (e) => done(e.blockedURI));
            const image = document.createElement('img');
            image.src = 'http://evil.example/x.png';
            document.body.append(image);
            setTimeout(() => done('nothing was blocked'), 3000);
        })"""
    )
    assert blocked.startswith("http://evil.example")
    visit.requests.clear()


def test_remote_model_is_named_on_the_page(visit: Visit) -> None:
    expect(visit.page.get_by_role("note")).to_have_text(
        "Article text will be sent to llm.example (model <m>)."
    )


def test_messages_are_named_for_screen_readers(visit: Visit) -> None:
    visit.ask("the bridge?")
    expect(visit.page.locator(".dl-cited .dl-card")).to_have_count(2)
    expect(visit.page.get_by_label("Answer", exact=True)).to_be_visible()
    assert visit.page.locator("#dl-chat [aria-label*='<']").count() == 0
    expect(visit.page.get_by_role("button", name="source 1").first).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_stand_out_from_their_ground(
    theme: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    visit: Visit = request.getfixturevalue("visit" if theme == "light" else "dark_visit")
    visit.ask("When does the bridge close?")
    visit.page.locator(".dl-text a.dl-marker").first.click()
    expect(visit.page.locator("#dl-panel mark")).to_be_in_viewport()
    ground = _luminance(_computed(visit.page, "body", "backgroundColor"))
    assert ground > 0.8 if theme == "light" else ground < 0.05
    for selector in (
        "#dl-masthead h1",
        ".dl-covered",
        ".dl-remote",
        ".dl-question",
        ".dl-text",
        ".dl-short",
        ".dl-text .dl-marker",
        ".dl-card-headline",
        ".dl-card-facts",
        ".dl-card-quote",
        ".dl-coverage",
        "#dl-panel h2",
        "#dl-panel .dl-facts",
        "#dl-panel .dl-body",
        "#dl-panel mark",
        "#dl-panel summary",
        "#dl-close",
        "#dl-new",
    ):
        ratio = _contrast(visit.page, selector)
        assert ratio >= 4.5, f"{selector}: {ratio:.1f}"  # WCAG 2.2, 1.4.3


def test_on_a_phone_the_article_covers_the_chat_and_nothing_sticks_out(phone_visit: Visit) -> None:
    page = phone_visit.page
    phone_visit.ask("When does the bridge close?")
    page.locator(".dl-cited .dl-card a").nth(1).click()
    expect(page.locator("#dl-panel mark")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    panel = page.locator("#dl-panel").bounding_box()
    assert panel and panel["x"] == 0 and panel["width"] == 360
    inside = "#dl-panel .dl-body"
    assert page.locator(inside).evaluate("e => e.scrollWidth <= e.clientWidth"), "a long word"
    page.get_by_role("button", name="Close the article").click()
    expect(page.locator("#dl-panel")).to_be_hidden()


def _computed(page: Page, selector: str, name: str) -> str:
    return str(page.locator(selector).first.evaluate(f"e => getComputedStyle(e).{name}"))


def _contrast(page: Page, selector: str) -> float:
    """The WCAG contrast of an element's words with the first ground behind them."""
    ground = page.locator(selector).first.evaluate(
        """e => { for (; e; e = e.parentElement) {
            const colour = getComputedStyle(e).backgroundColor;
            if (!/, 0\\)$/.test(colour)) return colour;
        } return 'rgb(255, 255, 255)' }"""
    )
    opacity = page.locator(selector).first.evaluate(
        "e => { let o = 1; for (; e; e = e.parentElement) o *= getComputedStyle(e).opacity; "
        "return o }"
    )
    assert opacity == 1, f"{selector} is faded to {opacity}"
    a, b = sorted((_luminance(_computed(page, selector, "color")), _luminance(ground)))
    return (b + 0.05) / (a + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (int(value) / 255 for value in re.findall(r"\d+", colour)[:3])
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_fake_article_is_long_enough_to_scroll() -> None:
    assert len(HARBOUR.text) > 5_000


def test_an_answer_streams_without_the_chat_before_it(visit: Visit) -> None:
    """What comes over the wire for an answer is that answer frame by frame; the chat before it
    comes a few times at most, however many frames there are.
    """
    received = 0

    def count(data: dict[str, int]) -> None:
        nonlocal received
        received += data["dataLength"]

    wire = visit.page.context.new_cdp_session(visit.page)
    wire.send("Network.enable")
    wire.on("Network.dataReceived", count)
    sizes = []
    for number in range(1, 7):
        received = 0
        visit.ask("When does the bridge close?")
        expect(visit.page.locator(".dl-coverage")).to_have_count(number)
        sizes.append(received)
    chat = len(visit.page.locator("#dl-chat .message-wrap").inner_html().encode())
    assert sizes[0] > 0
    assert sizes[-1] - sizes[0] < 4 * chat, sizes


def test_the_conversation_has_the_room_above_the_question_box(visit: Visit) -> None:
    visit.ask("When does the bridge close?")
    expect(visit.page.locator(".dl-cited .dl-card")).to_have_count(2)
    chat = visit.page.locator("#dl-chat").bounding_box()
    box = visit.page.locator("#dl-ask").bounding_box()
    assert chat and box and chat["height"] > 400 and box["y"] - chat["y"] - chat["height"] < 80
