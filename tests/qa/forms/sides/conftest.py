"""Invented articles of a bridge, a flood and a march in Aska, asked with a model that knows which
sentence answers what.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from index.ingest import index_articles
from index.library import open_library
from index.settings import IndexSettings
from index.vectors.embed import HashingEmbedder
from qa.evidence.rerank import SentenceScore, Window
from qa.pipeline import QAPipeline
from qa.settings import Settings
from qa.types import Answer

Ask = Callable[..., Answer]
ARTICLES = [
    ("Reuters", "2022-05-06", "Aska bridge opens again after quarrel",
     "ASKA, May 6 (Reuters) - Cars cross the Aska bridge again since Thursday.\n\n"
     "How long it was shut depends on whom you ask. Operator Brolinjen says it was closed for four "
     "days. The shopkeepers' association makes it eleven.\n\n"
     "The mayor, Elna Dahl, said that she had warned of the cracks in writing. Brolinjen denied "
     "it. No letter had reached the firm, a spokeswoman, Ida Fors, said.\n\n"
     "The river was high for the time of the year."),
    ("CNN", "2022-06-11", "Thousands march in Aska against bridge toll",
     "Aska (CNN) - About 1,900 people marched through Aska on Saturday against a toll, police "
     "said.\n\nThe toll is to begin in July. There were 22 arrests."),
    ("The Guardian", "2022-06-11", "Aska fills its streets",
     "They came with drums. The organisers put the number of marchers at 5,200.\n\n"
     "Police had 22 people in custody by the evening."),
    ("Associated Press", "2022-07-02", "River floods Aska cellars",
     "ASKA (AP) - The river flooded 310 cellars in Aska on Friday, the council said.\n\n"
     "Some 1,450 residents spent the night in schools, according to the province. "
     "Fire crews pumped all night.\n\n"
     "A month later nobody will speak of it, said Elna Dahl."),
    ("CNN", "2022-07-02", "Flood drives Aska from its beds",
     "Aska (CNN) - At least 2,300 people had to leave their homes in Aska, the Red Cross said on "
     "Saturday.\n\nWater stood in about 300 cellars, the council said."),
    ("CNN", "2022-08-03", "Ferry hits the quay at Lund",
     "The ferry Svan struck the quay at Lund on Tuesday. Nine people were hurt, the crew says.\n\n"
     "Harbour master Tor Eke, whose men were there within minutes, counted one.\n\n"
     "The Svan has room for 80 passengers. The harbour has 12 berths, Eke said.\n\n"
     "They do not agree on the cause. The owner says that a rope was caught in the rudder.\n\n"
     "The pilots describe it differently: the steering had failed twice that week."),
    ("The Guardian", "2022-07-04", "How old the bridge is",
     "The Aska bridge was built in 1987, when the mill closed.\n\nThe mill is a museum now."),
    ("The Guardian", "2022-07-09", "Corrections and clarifications",
     "We wrote that the Aska bridge was built in 1987; it was built in 1978."),
    ("CNN", "2022-09-08", "Boy saved from the mill pond",
     "A boy of nine was pulled out of the mill pond in Aska on Wednesday.\n\n"
     "The alarm was raised at 6:40 p.m., his teacher said.\n\n"
     "School had begun at 8.15 a.m. with 19 pupils in his class and 23 in the next.\n\n"
     "He is expected to be in hospital for six days."),
    ("Reuters", "2022-09-08", "Pupil rescued in Aska",
     "ASKA, Sept 8 (Reuters) - Fire crews pulled a seven-year-old out of the mill pond in Aska.\n\n"
     "The alarm reached them at 7:10 p.m., the fire service said.\n\n"
     "School had begun at 8:15am, a neighbour remembered.\n\n"
     "He was in hospital for two days."),
]  # fmt: skip
# What a question has, and of the sentences that answer it some words, how surely, and the answer.
KNOWN: Sequence[tuple[str, Sequence[tuple[str, float, str]]]] = (
    ("bridge shut", (("closed for four days", 0.9, "four days"),)),
    ("letter", (("warned of the cracks", 0.6, "in writing"), ("denied it", 0.5, ""))),
    ("marched", (("1,900 people", 0.9, "1,900"), ("at 5,200", 0.8, "5,200"))),
    ("arrest", (("22 arrests", 0.9, "22"), ("22 people", 0.8, "22"))),
    ("leave their homes", (("1,450 residents", 0.8, "1,450"),)),
    ("bridge built", (("when the mill closed", 0.9, "1987"), ("We wrote", 0.8, "1987"))),
    ("were hurt", (("Nine people", 0.9, "Nine"), ("counted one", 0.05, "one"))),
    ("berths", (("12 berths", 0.9, "12"), ("80 passengers", 0.05, "80"))),
    ("hit the quay", (("rope was caught", 0.9, "a rope"), ("steering had failed", 0.3, ""))),
    (
        "mill pond",
        (("boy of nine", 0.9, "A boy of nine"), ("seven-year-old", 0.8, "seven-year-old")),
    ),
    ("alarm", (("at 6:40", 0.9, "6:40 p.m."), ("at 7:10", 0.8, "7:10 p.m."))),
    ("school begin", (("begun at 8.15", 0.9, "8.15 a.m."), ("begun at 8:15", 0.8, "8:15am"))),
    ("days in hospital", (("for two days", 0.9, "two days"), ("for six days", 0.8, "six days"))),
    ("spent the night", (("2,300 people", 0.8, "2,300"),)),
)


class Knowing:
    """A scorer that knows the answers of KNOWN and nothing else."""

    def read(
        self, question: str, windows: Sequence[Window], leanings: Sequence[float] = ()
    ) -> list[list[SentenceScore]]:
        """One score a sentence."""
        known = [each for words, answers in KNOWN if words in question for each in answers]
        return [[self._score(text, at, known) for at in spans] for text, spans in windows]

    def _score(
        self, text: str, at: tuple[int, int], known: Sequence[tuple[str, float, str]]
    ) -> SentenceScore:
        sentence = text[at[0] : at[1]]
        for words, sure, answer in known:
            if words in sentence:
                start = sentence.find(answer) if answer else -1
                span = (at[0] + start, at[0] + start + len(answer)) if start >= 0 else None
                return SentenceScore(sure, span, sure)
        return SentenceScore(0.001)


@pytest.fixture(scope="session")
def aska_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("aska")
    rows = [
        {"publisher": p, "published_at": day, "title": title, "text": text, "url": f"https://a/{n}"}
        for n, (p, day, title, text) in enumerate(ARTICLES)
    ]
    file = home / "aska.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    embedder = HashingEmbedder()
    settings = IndexSettings(home=home / "index", embedder=embedder.name)
    index_articles([file], settings, embedder=embedder)
    return settings.home


@pytest.fixture
def ask(aska_home: Path) -> Iterator[Ask]:
    """Asks a question of the articles."""
    embedder = HashingEmbedder()
    settings = Settings(home=aska_home, embedder=embedder.name)
    library = open_library(settings.index, embedder=embedder)
    pipeline = QAPipeline(settings, library, scorer=Knowing())
    yield pipeline.ask
    pipeline.close()
