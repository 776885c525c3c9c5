"""One plain question asked of every article of a story: steps, the newest, the first."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence

import pytest

from index.ingest import index_articles
from index.library import open_library
from index.settings import IndexSettings
from index.types import Article, Passage
from index.vectors.embed import HashingEmbedder
from qa.evidence.blend import Signals
from qa.evidence.rerank import SentenceScore, Window
from qa.evidence.sentences import EvidenceSentence
from qa.forms.over_time.values import values_of
from qa.pipeline import QAPipeline
from qa.settings import Settings
from qa.types import Answer

_ARTICLES = [
    ("Halm bridge to cost 80 million crowns", "Courier", "2023-01-10",
     "The Halm bridge will cost 80 million crowns, the council said.\n\n"
     "It is to open on June 1, engineer Ada Brenn said. The old bridge of 1950 cost 2 crowns."),
    ("Halm bridge delayed", "Herald", "2023-04-12",
     "The opening of the Halm bridge has been put off from June 1 to Sept 30, the council said.\n\n"
     "The Halm bridge will now cost 95 million crowns."),
    ("Halm bridge opens in spring", "Courier", "2023-09-02",
     "The Halm bridge is to open on April 14, 2024, Ada Brenn said.\n\n"
     "The Halm bridge will cost 110 million crowns. Correction: We first wrote that the Halm "
     "bridge "
     "would cost 101 million crowns. It is 110 million."),
    ("Brenn's shares", "Herald", "2023-05-05",
     "Ada Brenn holds shares in a cement firm. The shares were first reported by Radio Halm."),
]  # fmt: skip
_VALUE = {
    "cost": re.compile(r"\d+ (?:million )?crowns"),
    "open": re.compile(r"(?:June|April) \d+(?:, \d{4}| to Sept \d+)?"),
}


class ReaderOfValues:
    """Reads as a model would: surely where a sentence has the verb of the question and a value."""

    def read(
        self, question: str, windows: Sequence[Window], leanings: Sequence[float] = ()
    ) -> list[list[SentenceScore]]:
        """As `PassageScorer.read`."""
        pattern = next((p for verb, p in _VALUE.items() if verb in question), None)
        return [[self._score(pattern, text, s, e) for s, e in spans] for text, spans in windows]

    def _score(
        self, pattern: re.Pattern[str] | None, text: str, start: int, end: int
    ) -> SentenceScore:
        found = pattern.search(text, start, end) if pattern else None
        if found is None:
            return SentenceScore(0.01)
        inside = (found.start() - start, found.end() - start)
        signals = Signals(0.9, 0.9, 0.9, 0.7, inside, 0.9)
        return SentenceScore(0.9, found.span(), 0.9, signals)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Answer]]:
    folder = tmp_path_factory.mktemp("halm")
    keys = ("title", "publisher", "published_at", "text")
    lines = (json.dumps(dict(zip(keys, each, strict=True))) for each in _ARTICLES)
    (folder / "halm.jsonl").write_text("\n".join(lines), encoding="utf-8")
    embedder = HashingEmbedder()
    settings = Settings(home=folder / "home", embedder=embedder.name)
    index = IndexSettings(home=settings.home, embedder=embedder.name)
    index_articles([folder / "halm.jsonl"], index, embedder=embedder)
    library = open_library(settings.index, embedder=embedder)
    pipeline = QAPipeline(settings, library, scorer=ReaderOfValues())
    yield pipeline.ask
    pipeline.close()


def test_a_price_that_went_up(ask: Callable[[str], Answer]) -> None:
    answer = ask("How has the price of the Halm bridge gone up?")
    assert answer.form == "timeline"
    assert [e.on for e in answer.timeline][:2] == ["2023-01-10", "2023-04-12"]
    places = [answer.text.index(f"{n} million") for n in (80, 95, 110)]
    assert places == sorted(places)
    assert "101 million" in answer.text  # the correction, with what is right
    assert "2 crowns" not in answer.text


def test_a_day_that_was_moved(ask: Callable[[str], Answer]) -> None:
    answer = ask("How often was the opening of the Halm bridge moved?")
    assert [e.on for e in answer.timeline] == ["2023-01-10", "2023-04-12", "2023-09-02"]


def test_the_newest_and_the_first_value(ask: Callable[[str], Answer]) -> None:
    newest = ask("When will the Halm bridge open, according to the newest report?")
    assert newest.citations[0].published_at == "2023-09-02" and "April 14" in newest.text
    first = ask("What opening day was named first for the Halm bridge?")
    assert first.citations[0].published_at == "2023-01-10" and "June 1" in first.text
    last = ask("How much did the Halm bridge finally cost?")
    assert last.citations[0].published_at == "2023-09-02" and "110 million" in last.text


def test_who_reported_it_first_is_said_by_an_article(ask: Callable[[str], Answer]) -> None:
    assert "Radio Halm" in ask("Who first reported Brenn's shares?").text


def _read(text: str, words: str) -> EvidenceSentence:
    article = Article(article_id="a", path="a.txt", text=text, content_hash="")
    passage = Passage("a:0", "a", 0, 0, len(text), text, ((0, len(text)),))
    at = text.index(words)
    return EvidenceSentence(article, passage, 0, len(text), 0.9, (at, at + len(words)))


def test_who_died_is_not_who_fell_ill() -> None:
    text = "Fourteen people have fallen ill and one of them has died."
    died, ill = "How many people have died?", "How many people have fallen ill?"
    assert [v.figure.value for v in values_of(died, "figure", _read(text, "one")) if v.figure] == [
        1
    ]
    assert values_of(ill, "figure", _read("The fire killed six people.", "six")) == []
    assert values_of(died, "figure", _read("It killed six people.", "six"))


def test_days_are_one_however_they_are_written() -> None:
    (one,) = values_of("When?", "day", _read("It opens on 24 June.", "24 June"))
    (two,) = values_of("When?", "day", _read("It opens on June 24, 2023.", "June 24, 2023"))
    (other,) = values_of("When?", "day", _read("It opens on June 25.", "June 25"))
    assert one.is_same(two) and not one.is_same(other)


def test_a_price_of_billions_was_none_of_thousands() -> None:
    question = "How much does it cost?"
    (bare,) = values_of(question, "figure", _read("The bill stands at 3.4 billion.", "3.4 billion"))
    (whole,) = values_of(
        question, "figure", _read("It costs 4 billion crowns.", "4 billion crowns")
    )
    (small,) = values_of(question, "figure", _read("It costs 900 crowns.", "900 crowns"))
    assert bare.may_become(whole) and not small.may_become(whole)
