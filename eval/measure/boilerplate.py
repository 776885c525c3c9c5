"""How much of the page around an article is marked, and whether an article sentence is lost.

`python -m eval.measure.boilerplate --bench DIR` compares the spans of
`index.marking.mark_spans.mark_spans` with `labels/boilerplate.jsonl`: articles of RealTimeQA 2022
whose lines were labelled by hand (docs/results.md says what is labelled). The labels hold offsets
only; DIR holds the articles, and an article whose text has another digest than its label is
refused. Characters are counted:

- precision: of those marked as boilerplate, byline or credit, the share that is labelled;
- recall: of those labelled, the share that is marked so (a link marked as a heading is a miss);
- sentences lost: sentences outside the labels of which more than half lies in a span of any kind.

Intervals are 95 % percentile bootstraps over articles, since the lines of one page go together;
where all or none are right, Wilson's over marks, lines or sentences, which takes them for
independent and so is too narrow.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.adapters.realtimeqa import read_articles
from eval.adapters.rows import AdapterError
from eval.metrics.estimate import RESAMPLES, SEED, wilson
from index.marking.line_shapes import is_sentence
from index.marking.mark_spans import mark_spans
from index.text.lines import lines_of, trim, unmarked
from index.text.sentences import sentence_spans
from index.types import Span

LABELS = Path(__file__).with_name("labels") / "boilerplate.jsonl"
_LEAST_WORDS = 4  # fewer are no sentence that a reader would miss

Offsets = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Label:
    """The labelled boilerplate of one article: sorted `(start, end)` in characters, no overlap."""

    id: str
    part: str  # "report", read once, or "tune"
    chars: int
    sha256: str
    boilerplate: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Counts:
    """What was counted in one article, in characters unless a name says otherwise."""

    text: int
    labelled: int
    marked: int
    right: int
    marks: int
    lines: int
    lines_found: int
    sentences: int
    sentences_lost: int


def load_labels(part: str, path: Path = LABELS) -> list[Label]:
    """The labels of one part, "report" or "tune", in the order of the file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Label(
            row["id"],
            row["set"],
            row["chars"],
            row["sha256"],
            tuple((start, end) for start, end in row["boilerplate"]),
        )
        for row in rows
        if row["set"] == part
    ]


def load_texts(bench: Path, labels: Sequence[Label]) -> dict[str, str]:
    """The labelled articles' texts by id. Raises AdapterError when one is missing or differs."""
    all_texts = {article.id: article.text for article in read_articles(bench)}
    texts = {label.id: all_texts.get(label.id, "") for label in labels}
    for label in labels:
        if hashlib.sha256(texts[label.id].encode()).hexdigest() != label.sha256:
            raise AdapterError(
                f"{bench}: the text of {label.id} is not the one that was labelled; use the set "
                "of 2022 as its authors published it"
            )
    return texts


def count(text: str, label: Label, spans: Sequence[Span]) -> Counts:
    """Compare the marks of one article with its labels."""
    truth = _mask(len(text), label.boilerplate)
    page = _mask(len(text), [_ends(s) for s in spans if s.kind != "headline"])
    covered = _mask(len(text), map(_ends, spans))
    sentences = list(_sentences(text, label.boilerplate))
    return Counts(
        text=len(text),
        labelled=int(truth.sum()),
        marked=int(page.sum()),
        right=int((truth & page).sum()),
        marks=sum(span.kind != "headline" for span in spans),
        lines=len(label.boilerplate),
        lines_found=sum(page[start:end].mean() > 0.5 for start, end in label.boilerplate),
        sentences=len(sentences),
        sentences_lost=sum(covered[start:end].mean() > 0.5 for start, end in sentences),
    )


def _ends(span: Span) -> tuple[int, int]:
    return span.start_char, span.end_char


def _mask(length: int, offsets: Iterable[tuple[int, int]]) -> np.ndarray:
    mask = np.zeros(length, dtype=bool)
    for start, end in offsets:
        mask[start:end] = True
    return mask


def _sentences(text: str, labelled: Offsets) -> Iterable[tuple[int, int]]:
    """Sentences of the article's own text: with a stop at the end and a few words."""
    around = [Span(start, end, "boilerplate") for start, end in labelled]
    for piece in unmarked(0, len(text), around):
        for start, end in sentence_spans(text, *trim(text, *piece)):
            sentence = text[start:end]
            if len(sentence.split()) >= _LEAST_WORDS and is_sentence(sentence):
                yield start, end


# (name, numerator, denominator, what counts as one trial)
METRICS: tuple[tuple[str, str, str, str], ...] = (
    ("precision of characters", "right", "marked", "marks"),
    ("recall of characters", "right", "labelled", "lines"),
    ("labelled lines found", "lines_found", "lines", "lines"),
    ("article sentences lost", "sentences_lost", "sentences", "sentences"),
)


def table(counts: Sequence[Counts]) -> str:
    """The figures as plain text, with their intervals, beside a text that isn't cleaned."""
    rows = np.array([list(vars(row).values()) for row in counts], dtype=float)
    columns = {name: number for number, name in enumerate(vars(counts[0]))}
    draws = np.random.default_rng(SEED).integers(len(rows), size=(RESAMPLES, len(rows)))
    sums = rows[draws].sum(axis=1)
    whole = rows.sum(axis=0)
    lines = []
    for name, right, possible, trial in METRICS:
        over, under, trials = columns[right], columns[possible], whole[columns[trial]]
        value = f"{whole[over] / whole[under]:.3f}" if whole[under] else "-"
        drawn = sums[:, over] / np.maximum(sums[:, under], 1)
        low, high = np.percentile(drawn, [2.5, 97.5])
        if trials and whole[over] in (0, whole[under]):
            low, high = wilson(trials if whole[over] else 0, trials)
        lines.append(
            f"{name:26}{value:>7}  [{low:.3f}, {high:.3f}]  "
            f"{int(whole[over]):>7} of {int(whole[under])}"
        )
    before = rows[:, columns["labelled"]].sum() / rows[:, columns["text"]].sum()
    kept = rows[:, columns["text"]].sum() - rows[:, columns["marked"]].sum()
    after = (rows[:, columns["labelled"]] - rows[:, columns["right"]]).sum() / kept
    lines.append(f"boilerplate in what is left: {after:.2%} (no cleaning: {before:.2%})")
    return "\n".join(lines) + "\n"


def misses(text: str, label: Label, spans: Sequence[Span]) -> Iterable[str]:
    """Lines for a reader who tunes: what is labelled and not marked, and the reverse."""
    page = [s for s in spans if s.kind != "headline"]
    for start, end in label.boilerplate:
        for left, right in unmarked(start, end, page):
            yield f"{label.id} MISSED {text[left:right]!r:.200}"
    labelled = [Span(start, end, "boilerplate") for start, end in label.boilerplate]
    for span in page:
        for left, right in unmarked(*_ends(span), labelled):
            if text[left:right].strip():
                yield f"{label.id} WRONG {span.kind} {text[left:right]!r:.200}"
    lost = _mask(len(text), map(_ends, spans))
    for start, end in _sentences(text, label.boilerplate):
        if lost[start:end].mean() > 0.5:
            yield f"{label.id} LOST {text[start:end]!r:.200}"


def trafilatura_drops(text: str) -> list[Span]:
    """The lines that trafilatura leaves out of a page that has each line of `text` as a paragraph.

    The page has a menu and a footer around the article, and no class names: all that is left of
    the markup in a text file. What it would find by class names is not measured.
    """
    import trafilatura

    lines = lines_of(text)
    paragraphs = "".join(f"<p>{html.escape(line.text)}</p>\n" for line in lines)
    page = (
        "<html><body><header><nav><a href='/'>Home</a></nav></header><main><article>"
        f"{paragraphs}</article></main><footer><p>About us</p></footer></body></html>"
    )
    extracted = trafilatura.extract(page, include_comments=False) or ""
    kept = {" ".join(line.split()) for line in extracted.splitlines()}
    return [
        Span(line.start, line.end, "boilerplate")
        for line in lines
        if " ".join(line.text.split()) not in kept
    ]


def evaluate(
    bench: Path, part: str, mark: Callable[[str], Sequence[Span]] = mark_spans
) -> list[Counts]:
    """The counts of each labelled article, whose spans come from `mark`."""
    labels = load_labels(part)
    texts = load_texts(bench, labels)
    return [count(texts[label.id], label, mark(texts[label.id])) for label in labels]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures of one part."""
    parser = argparse.ArgumentParser(prog="python -m eval.measure.boilerplate", description=__doc__)
    parser.add_argument("--bench", type=Path, required=True, help="folder of the evaluation data")
    parser.add_argument("--part", choices=("report", "tune"), default="report")
    parser.add_argument("--trafilatura", action="store_true", help="measure trafilatura instead")
    parser.add_argument("--misses", action="store_true", help="list what went wrong (tune only)")
    chosen = parser.parse_args(argv)
    if chosen.misses and chosen.part != "tune":
        parser.error("--misses goes with --part tune: nobody tunes on the articles of the report")
    try:
        mark = trafilatura_drops if chosen.trafilatura else mark_spans
        counts = evaluate(chosen.bench, chosen.part, mark)
    except AdapterError as error:
        parser.error(str(error))
    if chosen.misses:
        labels = load_labels("tune")
        texts = load_texts(chosen.bench, labels)
        for label in labels:
            for line in misses(texts[label.id], label, mark_spans(texts[label.id])):
                print(line)
    print(f"{chosen.part}: {len(counts)} articles")
    print(table(counts), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
