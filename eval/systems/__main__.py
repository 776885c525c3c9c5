"""One question set through several systems, judged alike.

python -m eval.systems [SET] [--home HOME] --systems product,keyword,quickstart --llm smollm2

SET is a file as `eval/questions/README.md` describes, asked of the index in --home; without it the
seed questions, of an index of the seed articles. Left out are questions that nobody knows to be
answerable or not, and those that only Dateline takes: about the corpus, follow-ups, and those with
filters (--everything asks these too).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from eval.asking.chosen import seeds_folder
from eval.asking.homes import opened_home
from eval.measure.command import Counter, chain_scorer, sample
from eval.questions.question_set import Question, load_questions
from eval.systems.options import parser, settings_of, systems_of
from eval.systems.record import tables, write_run
from eval.systems.run import ask_systems
from eval.systems.spec import Place
from index.errors import DatelineError


def main(argv: Sequence[str] | None = None) -> int:
    """The command. Returns 2, with a line on stderr, for bad input."""
    options = parser("systems", __doc__)
    options.add_argument("set", nargs="?", type=Path, metavar="SET", help="default: the seeds'")
    options.add_argument("--home", type=Path, help="index; needed with SET")
    options.add_argument("--split", choices=("all", "tune", "heldout"), default="all")
    options.add_argument("--everything", action="store_true", help="ask what only Dateline takes")
    chosen = options.parse_args(argv)
    if chosen.set and not chosen.home:
        options.error(f"{chosen.set} is asked of your index: give it with --home")
    try:
        names = systems_of(chosen)
        every = load_questions(chosen.set, chosen.split)
        asked = [q for q in every if q.expected_status and (chosen.everything or _plain(q))]
        questions = [_with_documents(q) for q in sample(asked, chosen)]
        with tempfile.TemporaryDirectory(prefix="dateline-systems-") as folder:
            home = chosen.home or Path(folder)
            source = None if chosen.home else [seeds_folder()]
            with opened_home(source, settings_of(chosen, home)) as there:
                settings, library = there.settings, there.library
                scorer = chain_scorer(settings, library.embedder.encode)
                place = Place(settings, library, scorer, chosen.model)
                counter = Counter(len(questions) * len(names), "answers")
                results = ask_systems(names, place, questions, counter.step)
                articles = library.catalog.article_count()
    except DatelineError as error:
        print(f"{options.prog}: {error}", file=sys.stderr)
        return 2
    title = (
        f"{chosen.set.name if chosen.set else 'seeds.jsonl'}: {len(questions)} of {len(every)} "
        f"questions about {articles} articles"
        + (f"; written by {chosen.llm}" if chosen.llm else "")
    )
    text = tables(results)
    print(f"{title}\n\n{text}", end="")
    if chosen.out:
        write_run(chosen.out, title, results, vars(settings), text)
    return 0


def _plain(question: Question) -> bool:
    """Whether any system can be asked it: a question alone, of all articles, for an answer."""
    special = (
        question.history
        or question.after
        or question.before
        or question.as_of
        or question.publishers
    )
    return not special and question.expected_status != "about_corpus"


def _with_documents(question: Question) -> Question:
    """With the documents of its quotes as gold, by the name that every system knows them by."""
    named = (PurePath(gold.article).stem for group in question.gold_evidence for gold in group)
    return replace(question, gold_articles=tuple(dict.fromkeys(named)))


if __name__ == "__main__":
    sys.exit(main())
