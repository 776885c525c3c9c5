"""Which questions are asked, and of which articles.

The seed set is about the seed articles, so it is asked of a temporary index of them: its figures
are of the seeds, whatever the user's own index holds. So is any set `NAME.jsonl` beside which
stands a folder `NAME` of articles, and a published set that brings its documents, whose index (or
one for each paragraph or question) can be kept. Every other set is asked of the user's index.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from eval.adapters.every import read_set
from eval.adapters.rows import AdapterError
from eval.asking.homes import Source
from eval.questions.question_set import (
    DEFAULT_SET,
    Question,
    QuestionSetError,
    Split,
    load_questions,
)
from qa.settings import Settings

T = TypeVar("T")
SEED = 20261124  # of a sample
COURIER = DEFAULT_SET.with_name("courier.jsonl")  # with articles of its own, in the public domain
CALDRIA = DEFAULT_SET.with_name("caldria.jsonl")  # invented, beyond looking up
GATE = (DEFAULT_SET, COURIER)  # the sets that CI runs
FORMS_GATE = (CALDRIA,)  # and those that it scores by `eval.measure.forms`


@dataclass(frozen=True)
class QuestionSet:
    """Questions with the digest of all that they were read from. `collections` has the articles
    that the set brings, by what `Question.collection` says; without any it is asked of the user's
    index.
    """

    name: str
    questions: tuple[Question, ...]
    sha256: str
    collections: Mapping[str, Source] = field(default_factory=dict)
    split: Split = "all"


def open_set(
    path: Path | None = None,
    *,
    split: Split = "all",
    adapter: str | None = None,
    sample: int | None = None,
) -> QuestionSet:
    """The set in a file of our schema (None: the seed set), or by an `adapter` of
    `eval.adapters.every` in a published layout. `sample` takes so many at random, the same every
    time.

    Raises QuestionSetError or AdapterError.
    """
    if adapter is not None:
        found = _published(adapter, path)
    else:
        path = DEFAULT_SET if path is None else path
        questions = load_questions(path, split)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        found = QuestionSet(path.name, questions, digest, _own_articles(path), split)
    if sample is None or sample >= len(found.questions):
        return found
    chosen = tuple(sampled(found.questions, sample))
    return dataclasses.replace(found, name=f"{found.name}, {sample} at random", questions=chosen)


def sampled(items: Sequence[T], n: int, seed: int = SEED) -> list[T]:
    """`n` of the items at random, in their order; the same for the same seed."""
    return [items[i] for i in sorted(random.Random(seed).sample(range(len(items)), n))]


@contextlib.contextmanager
def homes_of(
    settings: Settings, asked: QuestionSet, keep: Path | None = None
) -> Iterator[dict[str, Settings]]:
    """The settings with the home of each collection that is asked about. Of a set that brings its
    articles the indexes are in `keep` (a folder for each there, where the set has several), or in
    a temporary folder.
    """
    names = sorted({question.collection for question in asked.questions} or {""})
    with contextlib.ExitStack() as stack:
        if not asked.collections:
            folder, alone = settings.home, True
        elif keep is not None:
            folder, alone = keep, len(asked.collections) == 1
        else:
            temporary = tempfile.TemporaryDirectory(
                prefix="dateline-eval-", ignore_cleanup_errors=True
            )
            folder, alone = Path(stack.enter_context(temporary)), False
        homes = {name: folder if alone else folder / (name or "index") for name in names}
        yield {name: dataclasses.replace(settings, home=home) for name, home in homes.items()}


def seeds_folder() -> Path:
    """The folder of the five seed articles: in the checkout, or inside the installed package.

    Raises QuestionSetError when neither holds any.
    """
    import index

    places = (
        Path(__file__).resolve().parents[2] / "seeds",
        Path(index.__file__).resolve().parent / "_seeds",
    )
    for place in places:
        if any(place.glob("*.txt")):
            return place
    raise QuestionSetError(
        f"no seed articles in {' or '.join(map(str, places))}: the default set needs them; "
        "give a question set of your own index instead."
    )


def _own_articles(path: Path) -> dict[str, Source]:
    if path.resolve() == DEFAULT_SET.resolve():
        return {"": [seeds_folder()]}
    folder = path.with_suffix("")
    return {"": [folder]} if path.suffix and folder.is_dir() else {}


def _published(adapter: str, path: Path | None) -> QuestionSet:
    if path is None:
        raise AdapterError(f"--adapter {adapter} needs the path of the published files.")
    read = read_set(adapter, path)
    said = "\n".join(map(repr, read.questions))
    digest = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()
    return QuestionSet(read.name, read.questions, digest, read.collections)
