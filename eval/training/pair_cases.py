"""Questions about which reports differ, each with the chain that the product asks it by: what the
weights of pairs of sentences are learned from (`rivals.py`, `sides.py`).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.asking.chosen import homes_of, open_set
from eval.asking.homes import opened_home
from eval.measure.command import Counter
from eval.questions.expected import Expected, load_expected
from eval.questions.question_set import DEFAULT_SET, Question
from qa.answer.telling import Told
from qa.forms.chain import Chain
from qa.pipeline import QAPipeline
from qa.question.asked import check_asked
from qa.question.hints import lean, read_hints
from qa.question.query import prepare
from qa.question.sources import named_outlets
from qa.settings import load_settings

SETS = ("caldria", "harbour", "mesa", "norhaven", "varosh")  # of `eval/questions`, both halves


def chosen_questions(
    description: str | None, wanted: Callable[[Question], bool]
) -> Iterator[tuple[str, Question, Expected, Chain]]:
    """Reads the command line; gives each question that is wanted of our sets and those of `--set`,
    with the name of its set, what is expected of it, and its chain.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--set", type=Path, action="append", default=[], help="another set")
    parser.add_argument("--keep-in", type=Path, help="a folder for the indexes of the sets")
    chosen = parser.parse_args()
    for path in [*(DEFAULT_SET.with_name(f"{name}.jsonl") for name in SETS), *chosen.set]:
        for question, expected, chain in asked_of(path, chosen.keep_in, wanted):
            yield path.stem, question, expected, chain


def features_of(pairs: Sequence[Mapping[str, float]], names: Sequence[str]) -> NDArray[np.float64]:
    """What is known of each pair, `(pairs, names)`; 0 for what is not said of it."""
    rows = [[float(pair.get(name, 0.0)) for name in names] for pair in pairs]
    return np.array(rows, dtype=float).reshape(len(rows), len(names))


def asked_of(
    path: Path, keep_in: Path | None, wanted: Callable[[Question], bool]
) -> Iterator[tuple[Question, Expected, Chain]]:
    """Each question of a set that is wanted, what is expected of it, and its chain."""
    asked, expected = open_set(path, split="all"), load_expected(path)
    questions = [q for q in asked.questions if not q.history and wanted(q)]
    keep = keep_in / path.stem if keep_in else None
    settings = load_settings({}, environ={}, folder=path.parent)
    with homes_of(settings, asked, keep) as homes:
        ((name, settings),) = homes.items()
        with opened_home(asked.collections.get(name), settings) as home:
            pipeline, counter = QAPipeline(home.settings, home.library), Counter(len(questions))
            for question in questions:
                yield question, expected[question.id], _chain(question.question, pipeline)
                counter.step()


def _chain(text: str, pipeline: QAPipeline) -> Chain:
    library, spelling = pipeline.library, pipeline.library.catalog.vocabulary()
    sources, day = library.catalog.sources(), date.today()
    asked = check_asked(text, pipeline.settings.top_k)
    hints = read_hints(text, sources, spelling, today=day, newest=None)
    leaning = lean(hints, asked.where, library.catalog)
    query, outlets = prepare(text, spelling), named_outlets(text, sources, spelling)
    return Chain(library, pipeline.settings, lambda: pipeline.scorer, asked, query, leaning,
                 spelling, day, None, outlets)  # fmt: skip


def kind_of(question: Question, expected: Expected) -> str:
    """The kind of a question; of a disagreement whether it is "asked", "unasked" or "agree"."""
    if question.kind != "disagreement":
        return question.kind
    if not expected.disagreements:
        return "agree"
    return "unasked" if "unasked" in question.tags else "asked"


def stand_apart(one: Told, other: Told, expected: Expected) -> bool:
    """Whether two sentences stand on two sides of a disagreement."""
    for sides in expected.disagreements or ():
        stand = [
            {n for n, side in enumerate(sides) if any(_holds(t, q.quote) for q in side.told.quotes)}
            for t in (one, other)
        ]
        if any(mine != theirs for mine in stand[0] for theirs in stand[1]):
            return True
    return False


def _holds(told: Told, quote: str) -> bool:
    text = told.text.strip()
    return text in quote or quote in text


def table_of(counts: Mapping[str, tuple[int, ...]], heads: tuple[str, ...]) -> str:
    """A table of counts, a row a kind of question."""
    lines = ["| kind | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    return "\n".join(
        [*lines, *(f"| {kind} | {' | '.join(map(str, row))} |" for kind, row in counts.items())]
    )
