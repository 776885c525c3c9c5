"""All adapters, as a plain list. A new one is a file beside the others and a line here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from eval.adapters.beir import beir_set
from eval.adapters.litqa import litqa_set
from eval.adapters.mtrag import mtrag_set
from eval.adapters.multihop import multihop_set
from eval.adapters.published import PublishedSet
from eval.adapters.ramdocs import ramdocs_set
from eval.adapters.realtimeqa_weeks import realtimeqa_set
from eval.adapters.rgb import rgb_set
from eval.adapters.rows import AdapterError
from eval.adapters.squad import squad_set
from eval.questions.question_set import Question


@dataclass(frozen=True)
class Adapter:
    """`read` turns the path that `wants` describes into a set, whose documents are indexed as
    `indexed` says. It raises AdapterError.
    """

    name: str
    wants: str
    indexed: str
    read: Callable[[Path], PublishedSet]


ADAPTERS = (
    Adapter(
        "realtimeqa",
        "a folder of DATE_qa.jsonl and DATE_gcs.jsonl",
        "all articles that its searches brought",
        realtimeqa_set,
    ),
    Adapter("squad", "dev-v2.0.json", "each paragraph alone", squad_set),
    Adapter(
        "multihop", "the folder of MultiHopRAG.json and corpus.json", "its corpus", multihop_set
    ),
    Adapter(
        "rgb",
        "en.json, en_int.json or en_fact.json",
        "the passages of each question; those that don't answer once more",
        rgb_set,
    ),
    Adapter("ramdocs", "RAMDocs_test.jsonl", "the documents of each question", ramdocs_set),
    Adapter(
        "beir",
        "the folder of corpus.jsonl, queries.jsonl and qrels/test.tsv",
        "its corpus",
        beir_set,
    ),
    Adapter(
        "mtrag",
        "a file of generation tasks, such as reference.jsonl",
        "the passages of each task",
        mtrag_set,
    ),
    Adapter("litqa", "a JSON list or JSON lines", "nothing: the papers are yours", litqa_set),
)


def read_set(name: str, path: Path) -> PublishedSet:
    """The set at `path` by the adapter of that name. Raises AdapterError."""
    for adapter in ADAPTERS:
        if adapter.name == name:
            if not path.exists():
                raise AdapterError(f"{path}: is not there; {name} wants {adapter.wants}.")
            found = adapter.read(path)
            if not found.questions:
                raise AdapterError(f"{path}: holds no question that can be asked.")
            return replace(found, questions=_named_once(found.questions))
    raise AdapterError(f"adapter {name!r}: use one of {', '.join(a.name for a in ADAPTERS)}.")


def _named_once(questions: Iterable[Question]) -> tuple[Question, ...]:
    """With a number behind an id that was there before: a run keeps its answers by id."""
    times: Counter[str] = Counter()
    named = []
    for question in questions:
        times[question.id] += 1
        n = times[question.id]
        named.append(question if n == 1 else replace(question, id=f"{question.id} ({n})"))
    return tuple(named)
