"""A published set from the files of its authors: index its documents, ask, score.

python -m eval.systems.published --adapter NAME PATH [--questions N] [--home HOME] [--out DIR]

The documents of a set become one index, or one for each question (or paragraph) where they belong
to it; in HOME, or a temporary folder. No data is shipped: PATH is what the authors publish, and for
litqa the papers are yours (--articles). Other systems are asked beside Dateline with --systems.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eval.adapters.every import ADAPTERS, read_set
from eval.adapters.published import PublishedSet
from eval.asking.homes import has_index, opened_home
from eval.measure.command import Counter, chain_scorer, sample
from eval.questions.question_set import Question
from eval.systems.options import parser, settings_of, systems_of
from eval.systems.record import tables, write_run
from eval.systems.run import ask_systems
from eval.systems.score import Asked
from eval.systems.spec import Place
from index.errors import DatelineError
from index.vectors.embed import load_embedder
from qa.settings import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """The command. Returns 2, with a line on stderr, for bad input."""
    options = parser("systems.published", __doc__)
    options.epilog = (
        "adapters:\n"
        + "".join(f"  {a.name:12} {a.wants}; indexed: {a.indexed}\n" for a in ADAPTERS)
        + "\n" + (options.epilog or "")
    )  # fmt: skip
    options.add_argument("path", type=Path, metavar="PATH", help="what the set's authors publish")
    options.add_argument("--adapter", required=True, choices=[a.name for a in ADAPTERS])
    options.add_argument(
        "--articles", type=Path, action="append", help="for sets without documents"
    )
    options.add_argument("--home", type=Path, help="keep the index (or indexes) here")
    chosen = options.parse_args(argv)
    try:
        names = systems_of(chosen)
        read = read_set(chosen.adapter, chosen.path)
        questions = sample(read.questions, chosen)
        with tempfile.TemporaryDirectory(prefix="dateline-published-") as folder:
            home = chosen.home or Path(folder)
            settings = settings_of(chosen, home)
            results, documents = ask_set(
                read, questions, names, settings, chosen.articles, chosen.model
            )
    except DatelineError as error:
        print(f"{options.prog}: {error}", file=sys.stderr)
        return 2
    homes = len({p.collection for p in questions})
    title = (
        f"{read.name}: {len(questions)} of {len(read.questions)} questions, {documents} documents "
        f"in {homes} index{'es' if homes > 1 else ''}"
        + (f"; written by {chosen.llm}" if chosen.llm else "")
    )
    text = tables(results, timed=homes == 1)
    print(f"{title}\n\n{text}", end="")
    if chosen.out:
        write_run(chosen.out, title, results, vars(settings), text)
    return 0


def ask_set(
    read: PublishedSet,
    questions: Sequence[Question],
    names: Sequence[str],
    settings: Settings,
    articles: Sequence[Path] | None = None,
    endpoint_model: str = "default",
) -> tuple[dict[str, list[Asked]], int]:
    """What each system said to each question, in their order, and how many documents were indexed.

    A set of one collection is indexed in `settings.home` itself, of several each in a folder there.
    Raises DatelineError.
    """
    by_collection: dict[str, list[Question]] = {}
    for question in questions:
        by_collection.setdefault(question.collection, []).append(question)
    if articles and any(read.collections.values()):
        raise DatelineError(f"{read.name} has documents of its own: leave out --articles.")
    embedder = load_embedder(settings.embedder)
    scorer = chain_scorer(settings, embedder.encode)
    shared: dict[str, object] = {}
    counter = Counter(len(questions) * len(names), "answers")
    found: dict[str, dict[int, Asked]] = {name: {} for name in names}
    documents = 0
    for collection, asked in by_collection.items():
        source = read.collections.get(collection) or articles
        home = settings.home if len(read.collections) < 2 else settings.home / collection
        if not source and not has_index(home):
            raise DatelineError(
                f"{read.name}: no documents come with {asked[0].id}; give them with "
                "--articles, or an index of them with --home."
            )
        with opened_home(source, replace(settings, home=home), embedder) as there:
            place = Place(there.settings, there.library, scorer, endpoint_model, shared)
            for name, answers in ask_systems(names, place, asked, counter.step).items():
                for question, one in zip(asked, answers, strict=True):
                    found[name][id(question)] = one
            documents += there.library.catalog.article_count()
    return {name: [answers[id(q)] for q in questions] for name, answers in found.items()}, documents


if __name__ == "__main__":
    sys.exit(main())
