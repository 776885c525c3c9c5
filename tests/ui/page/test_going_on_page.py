"""Going on from an answer in a real browser, over a real index: a suggested question, a filter kept
from the question's words, another reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

pytest.importorskip("playwright")
from playwright.sync_api import Browser, expect

from index.settings import IndexSettings
from tests.ports import free_port
from tests.qa.readers.test_llm import Handler, Script, openai_stream, server  # noqa: F401  (a fixture)
from tests.ui.marks import BROWSER
from tests.ui.visit import Served, Visit, visiting

pytestmark = BROWSER
QUESTION = "Where did the most recent peace negotiations take place?"
OWN_SENTENCES = "The articles' own sentences"
MODEL = "openai:scripted"


def test_a_suggested_question_is_asked_with_a_click(own_visit: Visit) -> None:
    page = own_visit.page
    own_visit.ask(QUESTION)
    suggestion = page.locator(".dl-next a.dl-do").first
    expect(suggestion).to_be_visible()
    question = suggestion.inner_text()
    assert re.fullmatch(r"(What|How|Where|Summarise) .+[?.]", question)
    suggestion.click()
    expect(page.locator(".dl-question").last).to_have_text(question)
    expect(page.locator(".dl-answered")).to_have_count(2)
    expect(page.locator(".dl-next a.dl-do").filter(has_text=question)).to_have_count(0)


def test_what_the_question_says_becomes_a_filter_and_goes_again(own_visit: Visit) -> None:
    page, chips = own_visit.page, own_visit.page.locator(".dl-chip")
    own_visit.ask("What did Reuters report on the peace negotiations?")
    expect(page.locator(".dl-chip-read")).to_contain_text("Reuters")
    page.get_by_role("button", name="Keep").click()
    drop = page.get_by_role("button", name="Drop Reuters")
    expect(drop).to_be_visible()
    expect(page.locator(".dl-chip-read")).to_have_count(0)
    own_visit.ask(QUESTION)
    expect(page.locator(".dl-coverage").last).to_contain_text("Searched 1 article")
    drop.click()
    expect(chips).to_have_count(0)
    own_visit.ask(QUESTION)
    expect(page.locator(".dl-coverage").last).to_contain_text("Searched 5 articles")


@pytest.fixture
def two_readers(own_settings: IndexSettings, server: Script) -> Iterator[Served]:  # noqa: F811
    """A page that offers a model which repeats the first sentence of the first passage."""
    from qa.pipeline import build_pipeline
    from qa.settings import Settings
    from ui.page.app import build_app
    from ui.server import launch

    def repeat(handler: Handler) -> None:
        prompt = server.requests[-1][2]["messages"][-1]["content"]
        passage = re.search(r"<passage[^>]*>\s*(.*?)</passage>", prompt, re.DOTALL)
        assert passage, prompt
        sentence = passage[1].strip().splitlines()[-1].split(". ")[0].rstrip(".")
        openai_stream(sentence, ". [1]")(handler)

    server.replies = [repeat]
    settings = Settings(
        home=own_settings.home, embedder="hashing", reranker="none", refuse_below=0.0, llm=MODEL,
        llm_base_url=server.url,
    )  # fmt: skip
    pipeline = build_pipeline(settings)
    app = build_app(pipeline)
    yield launch(app, port=free_port(), block=False), pipeline
    app.close(verbose=False)
    pipeline.close()


def test_another_reader_writes_when_it_is_chosen(
    browser: Browser,
    two_readers: Served,
    server: Script,  # noqa: F811
) -> None:
    with visiting(browser, two_readers, covered="5 articles") as visit:
        page, written = visit.page, f"Written by {MODEL}, checked by Dateline."
        page.get_by_role("button", name="Filters").click()
        expect(page.get_by_role("radio", name=OWN_SENTENCES)).to_be_checked()
        visit.ask(QUESTION)
        expect(page.locator(".dl-coverage")).to_have_count(1)
        expect(page.locator(".dl-coverage")).not_to_contain_text("Written by")
        assert server.requests == [], "asked without being chosen"
        page.get_by_role("radio", name=MODEL).check()
        visit.ask(QUESTION)
        expect(page.locator(".dl-coverage").last).to_contain_text(written)
        assert len(server.requests) == 1
        page.locator(".dl-text").last.locator("a.dl-marker").first.click()
        expect(page.locator("#dl-panel mark.dl-now")).to_be_visible()
        page.get_by_role("radio", name=OWN_SENTENCES).check()
        visit.ask(QUESTION)
        expect(page.locator(".dl-coverage")).to_have_count(3)
        expect(page.locator(".dl-coverage").last).not_to_contain_text("Written by")
        assert len(server.requests) == 1
