"""Teaches which form of answer a question asks for, and says how often it is right.

    python -m eval.training.forms [--out FILE]

Questions of `eval/questions/wordings.jsonl`, written for this by people who saw no other question
and no code, and of the halves of our own sets that may be tuned on; tried on those of
`wordings-kept.jsonl`, which others wrote. Logistic regression over words, phrases and parts of
words (`qa.question.wording.grams`).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from qa.question.form import read_form
from qa.question.period import asked_period
from qa.question.wording.grams import grams
from qa.question.wording.learned_form import MODEL, learned_form
from qa.question.wording.long_question import core_question

QUESTIONS = Path(__file__).parent.parent / "questions"
TAUGHT, KEPT = QUESTIONS / "wordings.jsonl", QUESTIONS / "wordings-kept.jsonl"
OWN_SETS = [QUESTIONS / f"{name}.jsonl" for name in ("seeds", "caldria", "harbour", "mesa")]
FORM_OF_KIND = dict.fromkeys(
    ("lookup", "near_miss", "who_said", "several_articles", "single_fact", "time", "paraphrase",
     "misspelling", "yes_no", "off_topic"), "lookup",
) | {"period": "timeline", "change": "change", "count": "count", "summary": "summary"}  # fmt: skip
OUT = Path(__file__).parents[2] / "qa" / "question" / "wording" / "models" / MODEL
FEWEST = 2  # questions that have a phrase
STRENGTH = 100.0  # C of the regression; of 10, 30, 100, 300 best by cross-validation, 2026-11
_DAY = date(2024, 6, 30)  # from which "last week" is counted
_OUTLETS = ("CNN", "Reuters", "USA TODAY", "BBC", "Guardian", "Associated Press", "Al Jazeera")


@dataclass(frozen=True)
class Wording:
    """A question and the form that it asks for."""

    question: str
    form: str


def read_wordings(path: Path) -> list[Wording]:
    """The questions of a file, one JSON object a line with "q" and "label"."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [Wording(row["q"], row["label"]) for row in rows]


def own_wordings() -> list[Wording]:
    """What the halves of our own question sets that may be tuned on ask for, mostly facts; without
    those of kinds that may ask for several forms.
    """
    found = []
    for path in OWN_SETS:
        lines = path.read_text(encoding="utf-8").splitlines()
        for row in (json.loads(line) for line in lines if line.strip()):
            form = FORM_OF_KIND.get(row.get("kind") or (row.get("tags") or [""])[0])
            if form and row.get("split") != "heldout" and not row.get("history"):
                found.append(Wording(row["question"], form))
    return found


def rows_of(questions: Sequence[str], places: Mapping[str, int]) -> csr_matrix:
    """A row a question: 1 over the root of the number of phrases for each that it has."""
    rows, columns, values = list[int](), list[int](), list[float]()
    for row, question in enumerate(questions):
        held = [places[gram] for gram in grams(question) if gram in places]
        rows += [row] * len(held)
        columns += held
        values += [1.0 / max(1.0, len(held)) ** 0.5] * len(held)
    return csr_matrix((values, (rows, columns)), shape=(len(questions), len(places)))


def teach(wordings: Sequence[Wording], out: Path) -> None:
    """Fit and write the weights."""
    from sklearn.linear_model import LogisticRegression

    questions = [core_question(w.question) for w in wordings]
    seen = Counter(gram for question in questions for gram in grams(question))
    phrases = [gram for gram, count in seen.items() if count >= FEWEST]
    places = {gram: place for place, gram in enumerate(phrases)}
    model = LogisticRegression(C=STRENGTH, max_iter=400)
    model.fit(rows_of(questions, places), [w.form for w in wordings])
    weights = model.coef_.T
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        out,
        forms=np.array("\n".join(model.classes_)),
        phrases=np.array("\n".join(phrases)),
        weights=weights.astype(np.float16),
        bias=model.intercept_.astype(np.float32),
    )


def read(question: str) -> str:
    """The form that the product reads from a question."""
    core = core_question(question)
    outlets = sum(name in core for name in _OUTLETS)
    dated = asked_period(core, _DAY) is not None
    return read_form(core, has_period=dated, outlets=outlets).label


def table(wordings: Sequence[Wording]) -> str:
    """By form how many are read right: by the product, and by what was learned alone."""
    lines = ["| form | questions | read right | learned alone |", "|---|---|---|---|"]
    forms = list(dict.fromkeys(w.form for w in wordings))
    for form in [*forms, "all"]:
        own = [w for w in wordings if form in (w.form, "all")]
        right = sum(read(w.question) == w.form for w in own)
        alone = sum(learned_form(core_question(w.question)).form == w.form for w in own)
        lines.append(f"| {form} | {len(own)} | {right / len(own):.2f} | {alone / len(own):.2f} |")
    return "\n".join(lines)


def main() -> int:
    """Teach, then print the table of the questions kept apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--only-try", action="store_true", help="print the table alone")
    chosen = parser.parse_args()
    if not chosen.only_try:
        teach([*read_wordings(TAUGHT), *own_wordings()], chosen.out)
    print(table(read_wordings(KEPT)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
