"""A story that five outlets print is one source: read once, cited once, its outlets named."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.ingest import index_articles
from index.settings import IndexSettings
from index.vectors.embed import HashingEmbedder
from qa.evidence.copies import outlets_of
from qa.pipeline import QAPipeline
from qa.types import Answer
from tests.qa.conftest import MakePipeline

OPENING = "The harbour bridge of Lindau closes on 3 May for nine months, Mayor Ada Quist said."
REST = """Engineers found a crack in its northern pier during an inspection in March.

The repairs cost 4 million euros, most of it paid by the state of Bavaria and the rest by the town.

A ferry takes pedestrians and cyclists across the harbour every ten minutes until the work is done.

Shopkeepers on the island fear for the summer season, which brings two thirds of their income.

The bridge was built in 1856 and carries some 12,000 cars on a day in August, the council said."""
OTHER = """The choir of Bregenz won the Golden Lark in Vienna on Saturday with three old songs.

The jury praised the tenors and the young conductor Magda Holm, who took over in January."""


def page(title: str, publisher: str, day: str, text: str, credit: str = "") -> str:
    front = f"---\ntitle: {title}\npublisher: {publisher}\ndate: {day}\n---\n\n"
    return f"{front}{text}\n" + (f"\n(With inputs from {credit})\n" if credit else "")


PAGES = {
    "one.md": page(
        "Bridge of Lindau to close", "Daily Example", "2022-05-02", f"{OPENING}\n\n{REST}"
    ),
    "two.md": page(
        "Lindau bridge will close for repairs", "Reuters", "2022-05-01", f"{OPENING}\n\n{REST}"
    ),
    "three.md": page(
        "Harbour bridge closes in Lindau", "The Island Post", "2022-05-03",
        f"{OPENING}\n\n" + "\n\n".join(REST.split("\n\n")[:4]),
    ),
    "four.md": page("Choir wins", "Daily Example", "2022-05-02", OTHER),
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copies")
    pages = folder / "pages"
    pages.mkdir()
    for name, text in PAGES.items():
        (pages / name).write_text(text, encoding="utf-8")
    embedder = HashingEmbedder()
    settings = IndexSettings(home=folder / "home", embedder=embedder.name)
    index_articles([pages], settings, embedder=embedder)
    return folder / "home"


@pytest.fixture
def pipeline(make_pipeline: MakePipeline, home: Path) -> QAPipeline:
    return make_pipeline(home=home, refuse_below=0.0)


def publishers(answer: Answer, pipeline: QAPipeline) -> list[tuple[str | None, set[str]]]:
    names = outlets_of(answer, pipeline.library.catalog)
    return [(c.publisher, {names[i] for i in c.also_in}) for c in answer.citations]


def test_no_two_copies_are_cited_for_one_thing(pipeline: QAPipeline) -> None:
    answer = pipeline.ask("When does the harbour bridge of Lindau close?")
    quotes = [citation.quote for citation in answer.citations]
    assert OPENING in quotes
    assert len(quotes) == len(set(quotes))


def test_the_earliest_is_cited_and_the_others_are_named(pipeline: QAPipeline) -> None:
    answer = pipeline.ask("When does the harbour bridge of Lindau close?")
    cited = dict(
        zip((c.quote for c in answer.citations), publishers(answer, pipeline), strict=True)
    )
    assert cited[OPENING][1] | {cited[OPENING][0]} == {
        "Reuters", "Daily Example", "The Island Post"
    }  # fmt: skip


def test_an_outlet_without_the_quoted_words_is_not_named(pipeline: QAPipeline) -> None:
    answer = pipeline.ask("How many cars does the bridge carry on a day in August?")
    for citation, (publisher, others) in zip(
        answer.citations, publishers(answer, pipeline), strict=True
    ):
        if "12,000" in citation.quote:
            assert publisher in ("Reuters", "Daily Example")
            assert "The Island Post" not in others and len(others) == 1
            return
    pytest.fail("the sentence was not cited")


def test_which_articles_names_each_source_once(pipeline: QAPipeline) -> None:
    answer = pipeline.ask("Which articles report on the bridge of Lindau?")
    assert len(answer.citations) == 1
    assert len(answer.citations[0].also_in) == 2


def test_counts_speak_of_independent_sources(pipeline: QAPipeline) -> None:
    said = pipeline.ask("How many articles do you have?").text
    assert said.startswith("There are 4 articles.") and "2 independent sources" in said
    assert "independent" not in pipeline.ask("How many articles are from Reuters?").text


def test_a_filter_still_finds_the_copy_that_passes_it(pipeline: QAPipeline) -> None:
    answer = pipeline.ask(
        "When does the harbour bridge of Lindau close?", publishers=["The Island Post"]
    )
    assert {c.publisher for c in answer.citations} == {"The Island Post"}
    assert Answer.from_dict(answer.to_dict()) == answer
