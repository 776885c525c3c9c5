"""Taking an answer along: from the command line, and from the page by clipboard and file."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.ui.fakes import FakePipeline, bridge_answer
from tests.ui.marks import BROWSER
from ui import cli
from ui.export import to_bibtex, to_csl_json, to_markdown, to_rich_text, to_ris
from ui.page.history import taken_along

FORMS = {
    "markdown": to_markdown,
    "html": to_rich_text,
    "bibtex": to_bibtex,
    "ris": to_ris,
    "csl": to_csl_json,
}


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("DATELINE_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path))
    monkeypatch.setattr("qa.pipeline.build_pipeline", lambda settings: FakePipeline(settings))


@pytest.mark.usefixtures("asking")
@pytest.mark.parametrize("form", FORMS)
def test_the_command_prints_each_form(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", "the bridge?", "--format", form]) == 0
    assert capsys.readouterr().out.rstrip() == FORMS[form](bridge_answer("the bridge?")).rstrip()
    assert cli.main(["ask", "something else?", "--format", form]) == 3


@pytest.mark.usefixtures("asking")
def test_two_forms_at_once_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", "the bridge?", "--json", "--format", "ris"]) == 2
    assert "name one of them" in capsys.readouterr().err


def test_the_page_hands_over_clipboard_words_or_a_file() -> None:
    answer = bridge_answer("the bridge?")
    copied = json.loads(taken_along(answer, "copy"))
    assert copied["copy_html"] == to_rich_text(answer) and "[^1]" in copied["copy_text"]
    for kind, name, begins in (
        ("bib", "sources.bib", "@article{"),
        ("ris", "sources.ris", "TY  - NEWS"),
        ("csl", "sources.json", "["),
    ):
        file = json.loads(taken_along(answer, kind))
        assert file["file"] == name and file["text"].startswith(begins)


@pytest.fixture
def reader(browser: Any, served: tuple[str, FakePipeline]) -> Any:
    """A page whose reader lets it write to the clipboard."""
    from tests.ui.visit import go

    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    go(page, served[0])
    yield page
    context.close()


class TestOnThePage:
    pytestmark = BROWSER

    def test_an_answer_is_copied_and_its_sources_saved(self, reader: Any) -> None:
        from playwright.sync_api import expect

        from tests.ui.visit import ask

        ask(reader, "When does the bridge close?")
        expect(reader.locator(".dl-cited .dl-card")).to_have_count(2)
        reader.get_by_role("button", name="Copy", exact=True).click()
        expect(reader.locator("#dl-tools .dl-said")).to_have_text("Copied with its sources.")
        text = reader.evaluate("navigator.clipboard.readText()")
        assert text.startswith("The bridge closes on 3 May, the mayor said.[^1]")
        reader.locator(".dl-cite summary").click()
        with reader.expect_download() as saved:
            reader.get_by_role("button", name="BibTeX").click()
        assert Path(saved.value.path()).read_text("utf-8").startswith("@article{")
