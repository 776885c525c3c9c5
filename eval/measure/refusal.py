"""Is refused what isn't there, and answered what is? Three sets.

python -m eval.measure.refusal --bench DIR --home HOME [--set news|folder|squad] [--questions N]

news: RealTimeQA. Unanswerable: a question asked from the eighth day of a month on, of an index
that holds only the articles dated before that month (a quiz is about its week), where no such
article of its own holds the gold answer. Answerable: the questions whose own articles hold it, of
all articles. `--questions` takes so many of each kind. The articles' days are those of the set.

folder: the same questions that have gold articles, each asked of `--articles` articles near to it,
with and without those that hold the answer (`folders.py`).

squad: SQuAD 2.0, each question given its own paragraph alone, without an index; only titles that
the evidence model was never trained on.

The threshold is chosen on one half (squad: the calibration titles), the figures are of the other.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from eval.adapters.realtimeqa import NewsQuestion, holding_answer, read_articles, read_questions
from eval.adapters.squad import read_squad
from eval.asking.asking import WatchedPipeline, put
from eval.measure.baseline import area_under_roc
from eval.measure.command import (
    Counter,
    add_chain,
    chain_scorer,
    chain_settings,
    command,
    sample,
    table,
    warm,
    write,
)
from eval.measure.folders import folders_of, found_for
from eval.measure.news_home import open_news, with_days
from eval.measure.paragraphs import paragraphs, read_paragraph
from eval.metrics.calibration import (
    Rates,
    Said,
    area_under_risk,
    best_threshold,
    calibration_error,
    least_area,
    rates_at,
    reliability,
    risk_coverage,
)
from eval.metrics.estimate import contains
from qa.forms.lookup import choose
from qa.question.query import prepare
from qa.settings import Settings

COVERAGES = (0.2, 0.4, 0.6, 0.8, 1.0)
FIRST_DAY = 8  # of a month, from which on the week that a quiz is about lies inside it


@dataclass(frozen=True)
class Asked:
    """One question with what was said; `half` is "choose" or "report"."""

    id: str
    question: str
    half: str
    said: Said
    refused: bool
    answer: str
    gold: tuple[str, ...]


def ask_news(chosen: argparse.Namespace, settings: Settings) -> list[Asked]:
    """RealTimeQA through the whole pipeline. Raises AdapterError, NewsHomeError."""
    articles = {a.id: a for a in read_articles(chosen.bench)}
    questions = read_questions(chosen.bench)
    holders = {q: holding_answer(q, articles) for q in questions}
    later = [
        q for q in questions
        if date.fromisoformat(q.asked).day >= FIRST_DAY
        and not any(articles[key].published < q.month for key in holders[q])
    ]  # fmt: skip
    plan = [(q, False) for q in sample(later, chosen)]
    plan += [(q, True) for q in sample([q for q in questions if holders[q]], chosen)]
    news = open_news(list(articles.values()), settings, searches=chosen.searches)
    library = with_days(news, articles.values())
    scorer = chain_scorer(news.settings, news.library.embedder.encode)
    warm(scorer)
    # Nothing is refused while asking, so that each threshold's answers are known.
    pipeline = WatchedPipeline(replace(news.settings, refuse_below=0.0), library, scorer)
    product = WatchedPipeline(news.settings, library, scorer)
    asked: list[Asked] = []
    try:
        counter = Counter(len(plan))
        for question, answerable in plan:
            one = _put_news(pipeline, product, question, answerable)
            asked += [one] if one else []
            counter.step()
    finally:
        news.close()
    return asked


def _put_news(
    pipeline: WatchedPipeline, product: WatchedPipeline, question: NewsQuestion, answerable: bool
) -> Asked | None:
    before = None if answerable else question.month
    outcome = put(pipeline, question.question, before=before)
    if outcome.probability is None:  # a form of answer that refuses by itself, at the set threshold
        outcome = put(product, question.question, before=before)
    answer = outcome.answer
    if answer is None:
        print(f"{question.id}: not scored, {outcome.error}", file=sys.stderr)
        return None
    text = answer.text if answer.status == "answered" else ""
    # What is said of the corpus itself is no refusal: it counts as sure and wrong.
    sure = 0.0 if outcome.refused else 1.0
    probability = sure if outcome.probability is None else outcome.probability
    right = answerable and any(contains(text, gold) for gold in question.answers)
    kind = "answerable" if answerable else "unanswerable"
    return Asked(
        f"{question.id} {kind}", question.question, half_of(question.id),
        Said(probability, answerable, right), probability < product.settings.refuse_below, text,
        question.answers,
    )  # fmt: skip


def ask_folders(chosen: argparse.Namespace, settings: Settings) -> list[Asked]:
    """RealTimeQA, each question of two small folders. Raises AdapterError, NewsHomeError."""
    articles = {a.id: a for a in read_articles(chosen.bench)}
    questions = [q for q in read_questions(chosen.bench) if q.gold_articles]
    questions = sample([q for q in questions if holding_answer(q, articles)], chosen)
    news = open_news(list(articles.values()), settings, searches=chosen.searches)
    library, spelling = news.library, news.library.catalog.vocabulary()
    scorer = chain_scorer(news.settings, library.embedder.encode)
    counter = Counter(len(questions))
    asked = []
    for question in questions:
        query = prepare(question.question, spelling)
        folders = folders_of(question, query, articles, news, library, chosen.articles)
        for answerable, ids in ((True, folders.answering), (False, folders.silent)):
            if not ids:
                continue
            found = found_for(query, library, scorer, news.settings, ids)
            text = " ".join(s.text for s in choose(query, found, refuse_below=0.0))
            right = answerable and any(contains(text, gold) for gold in question.answers)
            said = Said(found.evidence.probability, answerable, right)
            kind = "answerable" if answerable else "unanswerable"
            asked.append(
                Asked(f"{question.id} {kind}", question.question, half_of(question.id), said,
                      said.probability < settings.refuse_below, text, question.answers)
            )  # fmt: skip
        counter.step()
    news.close()
    return asked


def ask_squad(chosen: argparse.Namespace, settings: Settings) -> list[Asked]:
    """SQuAD 2.0 through the evidence chain. Raises AdapterError."""
    from eval.adapters.held_out_parts import squad2_parts
    from index.vectors.embed import load_embedder

    every = read_squad(chosen.bench)
    parts = squad2_parts([{"title": q.title} for q in every])
    halves = {"calibration": "choose", "test": "report"}
    questions = sample([q for q in every if parts[q.title] in halves], chosen)
    embedder = load_embedder("bundled")
    scorer = chain_scorer(settings, embedder.encode)
    corpus = paragraphs(questions, embedder, settings)
    counter = Counter(len(questions))
    asked = []
    for number, question in enumerate(questions):
        reading = read_paragraph(question, corpus, scorer)
        gold = tuple(dict.fromkeys(words for _, words in question.answers))
        right = any(contains(reading.text, words) for words in gold)
        said = Said(reading.probability, question.answerable, right)
        refused = reading.probability < settings.refuse_below
        asked.append(
            Asked(str(number), question.question, halves[parts[question.title]], said, refused,
                  reading.text, gold)
        )  # fmt: skip
        counter.step()
    return asked


_SETS = {"news": ask_news, "folder": ask_folders, "squad": ask_squad}


def figures_of(asked: Sequence[Asked], refuse_below: float) -> dict[str, Any]:
    """What is printed: rates now and at the chosen threshold, curve, area, calibration.

    Raises ValueError unless both halves hold questions of both kinds.
    """
    chosen_on = [a.said for a in asked if a.half == "choose"]
    said = [a.said for a in asked if a.half == "report"]
    best = best_threshold(chosen_on)
    roc = area_under_roc(
        [s.probability for s in said if s.answerable],
        [s.probability for s in said if not s.answerable],
    )
    if roc is None:
        raise ValueError("the half that is reported needs answerable and unanswerable questions")
    coverage, risk = risk_coverage(said)
    return {
        "n": {"choose": len(chosen_on), "report": len(said)},
        "answerable": sum(s.answerable for s in said),
        "now": rates_at(said, refuse_below),
        "best": rates_at(said, best),
        "AUROC": roc,
        "area under risk": area_under_risk(said),
        "least area": least_area(said),
        "risk": {
            str(share): float(risk[max(0, round(share * len(said)) - 1)]) for share in COVERAGES
        },
        "curve": [[float(c), float(r)] for c, r in zip(coverage, risk, strict=True)],
        "calibration error": calibration_error(said),
        "reliability": reliability(said),
    }


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = command("measure.refusal", __doc__)
    add_chain(parser)
    parser.add_argument("--set", choices=(*_SETS, "all"), default="all")
    parser.add_argument("--articles", type=int, default=10, help="of a folder (default: 10)")
    chosen = parser.parse_args(argv)
    settings = chain_settings(chosen)
    figures: dict[str, Any] = {}
    rows: list[dict[str, Any]] = []
    for name, ask in _SETS.items():
        if chosen.set in (name, "all"):
            asked = ask(chosen, settings)
            try:
                figures[name] = figures_of(asked, settings.refuse_below)
            except ValueError as error:
                parser.error(f"{name}, {len(asked)} questions: {error}; ask more with --questions")
            print(describe(name, figures[name]))
            rows += [_row(name, a) for a in asked]
    write(chosen, figures, rows, settings)
    return 0


def describe(name: str, figures: dict[str, Any]) -> str:
    """The figures of one set as text."""
    n = figures["n"]
    lines = [
        f"{name}: {n['report']} questions, {figures['answerable']} of them answerable; threshold "
        f"chosen on {n['choose']} others",
        table(
            ["", "threshold", "refused (aim .85)", "answered (aim .85)", "right of answers"],
            [_rates("as set", figures["now"]), _rates("chosen", figures["best"])],
        ),
        f"answerable or not, AUROC {figures['AUROC']:.3f}; area under risk and coverage "
        f"{figures['area under risk']:.3f} (best order {figures['least area']:.3f})",
        table(
            ["questions answered", *(f"{float(c):.0%}" for c in figures["risk"])],
            [["of these wrong", *(f"{risk:.3f}" for risk in figures["risk"].values())]],
        ),
        f"expected calibration error {figures['calibration error']:.3f}",
        table(
            ["probability", "n", "said", "answerable"],
            [
                [f"{b.low:.1f} to {b.high:.1f}", str(b.n), f"{b.said:.2f}", f"{b.true:.2f}"]
                for b in figures["reliability"]
            ],
        ),
    ]
    return "\n".join(lines)


def _rates(label: str, rates: Rates) -> list[str]:
    right = "" if rates.right_of_given is None else f"{rates.right_of_given:.3f}"
    return [label, *(f"{v:.3f}" for v in (rates.threshold, rates.refused, rates.answered)), right]


def half_of(key: str) -> str:
    """By a hash, so that every run and every sample agree."""
    return "choose" if hashlib.sha1(key.encode()).digest()[0] % 2 else "report"


def _row(name: str, asked: Asked) -> dict[str, Any]:
    return {
        "set": name, "id": asked.id, "half": asked.half, "question": asked.question,
        "answerable": asked.said.answerable, "probability": asked.said.probability,
        "refused": asked.refused, "right": asked.said.right, "answer": asked.answer,
        "gold": asked.gold,
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
