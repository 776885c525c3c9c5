"""Examples of near misses by people, with their answered sisters, and of yes/no questions."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence

from eval.training.examples.data import (
    QAExample,
    Row,
    nearest_contexts,
    window_around,
    window_without,
)

# Questions written by people against a passage which may lack the answer.
NEAR_SETS = ("squad2", "squad2_train_10titles", "squad2_train_linked", "squad2_train_lower")
# A whole paragraph with a question of 20 word pieces fills the 224 that are trained on.
PARAGRAPH_WORDS = 150
TITLED = 0.5  # share of passages that are read with their title before them
WHOLE = 0.6  # share of near misses (and their answered sisters) read with the whole paragraph


def near_examples(rows: Iterable[Row], rng: random.Random) -> Iterator[QAExample]:
    """Near misses and answered questions of one kind of set, cut alike.

    Whole paragraphs and windows, with an answer and without in the same shares, so that neither
    length nor place tells which is which. A near miss keeps the span that tempts in its window; the
    question that it was written against is answered, nobody says where.
    """
    for r in rows:
        for question, spans, answered, where in _askings(r):
            cut = _cut(r, question, spans, where, rng)
            if cut is None:
                continue
            text, inside = cut
            source = r["set"] + ("" if answered else "-no")
            title = title_of(r) if rng.random() < TITLED else ""
            yield QAExample(
                question,
                text,
                inside,
                source=source,
                title=title,
                no_span=answered and not inside,
            )


def _askings(
    row: Row,
) -> Iterator[tuple[str, Sequence[tuple[int, int]], bool, Sequence[tuple[int, int]]]]:
    """Question, answers, is it answered, and what the window has to hold."""
    if row["answerable"]:
        if row["spans"]:
            yield row["question"], row["spans"], True, row["spans"]
        return
    tempting = [
        (p["start"], p["start"] + len(p["text"]))
        for p in row.get("plausible") or ()
        if row["context"][p["start"] : p["start"] + len(p["text"])] == p["text"]
    ]
    yield row["question"], (), False, tempting
    twin = (row.get("twin_question") or "").strip()
    if twin:
        yield twin, (), True, ()


def _cut(
    row: Row,
    question: str,
    spans: Sequence[tuple[int, int]],
    where: Sequence[tuple[int, int]],
    rng: random.Random,
) -> tuple[str, tuple[tuple[int, int], ...]] | None:
    text = row["context"]
    whole = len(text.split()) <= PARAGRAPH_WORDS
    # Where nobody says which sentence answers, a part of the paragraph might leave it out.
    if whole and (rng.random() < WHOLE or question != row["question"]):
        return text, tuple(spans)
    if question != row["question"]:
        return None
    if where:
        cut = window_around(text, where, rng, PARAGRAPH_WORDS)
        return (cut[0], cut[1] if spans else ()) if cut else None
    nearest = window_without(text, question, [], rng, PARAGRAPH_WORDS)
    return (nearest, ()) if nearest else None


def yes_no_examples(rows: Sequence[Row], most: int, rng: random.Random) -> Iterator[QAExample]:
    """Yes/no questions with their passage, and half as many with the most similar other passage."""
    fitting = [r for r in rows if len(r["context"].split()) <= PARAGRAPH_WORDS]
    by_set: dict[str, list[Row]] = {}
    for r in fitting:
        by_set.setdefault(r["set"], []).append(r)
    for name, some in by_set.items():
        picked = rng.sample(some, min(most, len(some)))
        for r in picked:
            yield QAExample(
                r["question"],
                r["context"],
                (),
                source=name if r["answerable"] else name + "-no",
                no_span=bool(r["answerable"]),
                polarity={"yes": 1, "no": 0}.get(r.get("yes_no") or "", -1),
            )
        if name == "boolq":
            half = picked[: len(picked) // 2]
            for r, text in nearest_contexts(half, sorted({r["context"] for r in some})):
                other = window_without(text, r["question"], [], rng, PARAGRAPH_WORDS)
                if other:
                    yield QAExample(r["question"], other, (), source="boolq-hard")


def title_of(row: Row) -> str:
    """The title of the page that a passage is of, or nothing."""
    return (row.get("title") or "").replace("_", " ")
