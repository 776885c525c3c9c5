"""Put questions to systems, one after another, and keep what came of it."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Mapping, Sequence

from eval.asking.asking import WARMING
from eval.questions.question_set import Question
from eval.systems.score import Asked
from eval.systems.spec import Place, make_system
from eval.systems.types import Ranks, System

Results = Mapping[str, list[Asked]]  # system -> what came of each question
_WARMING = Question("warming", "warming", WARMING, "not_in_articles")


def ask_systems(
    names: Sequence[str], place: Place, questions: Sequence[Question], step: Callable[[], None]
) -> dict[str, list[Asked]]:
    """The questions through each system, by its name. `step` is called after each question.

    The systems take the questions system by system, each warmed by a question that isn't counted:
    loading a model is in no figure. Raises SystemSetupError, ReaderUnavailableError.
    """
    found: dict[str, list[Asked]] = {}
    for name in names:
        system = make_system(name, place)
        place.once(f"warm {name}", functools.partial(ask_system, system, _WARMING))
        found[name] = []
        for question in questions:
            found[name].append(ask_system(system, question))
            step()
    return found


def ask_system(system: System, question: Question) -> Asked:
    """One question, timed. What it raises is kept as text: a set must be finished."""
    started = time.perf_counter()
    try:
        answer = system.ask(question)
        seconds = time.perf_counter() - started
        ranked: tuple[str, ...] | None = None
        if isinstance(system, Ranks) and question.gold_articles:
            ranked = tuple(system.rank(question))
    except Exception as error:
        seconds = time.perf_counter() - started
        return Asked(question, None, seconds, f"{type(error).__name__}: {error}")
    return Asked(question, answer, seconds, ranked=ranked)
