"""Reads the public question-answering and support sets and cuts training examples from them.

Every set is gzip'd JSON lines (`--data` and `--bench` folders, see the README of each). Sets whose
licence does not allow shipped weights are not named here and so never read: lingnli, nq_swap,
SciFact. News passages come from a file that `mine.py` makes.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.adapters.held_out_parts import part_of, squad2_parts

Row = dict[str, Any]
# About 155 word pieces; a news passage of three to five sentences has 75 to 120 words.
LONGEST_WORDS = 115
# Added on 27 November 2026. Sets whose licence says "check" or "no" are not named, so never read.
MORE_QA_SETS = (
    "squad2_train_linked",
    "squad2_train_lower",
    "condaqa",
    "boolq",
    "tydiqa_goldp_en",
    "nq_open_oracle",
    "squadshifts_new_wiki",
)
_BREAK = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9À-Þ])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|vs|No|Gen|Sen|Rep|Gov|Lt|Col|Inc|Co|Corp|c|ca|e\.g|i\.e)"
    r"|\b[A-Z])\.$"
)


@dataclass(frozen=True)
class QAExample:
    """A question with a window of a passage. `spans` are the answers, empty where it holds none."""

    question: str
    passage: str
    spans: tuple[tuple[int, int], ...]
    whole_sentence: bool = False  # the spans are whole sentences: the answer lies somewhere in them
    source: str = ""
    title: str = ""  # read before the passage, as a headline is; no span lies in it
    no_span: bool = False  # answered, but nobody says in which words: spans are not trained on it
    polarity: int = -1  # the passage says yes (1) or no (0); -1 where it is not asked or not known
    known: bool = (
        True  # False: nobody says whether it is answered; a student learns a teacher's word
    )


@dataclass(frozen=True)
class SupportExample:
    """A claim with a passage, and whether the passage supports it."""

    claim: str
    passage: str
    label: int
    source: str = ""


Example = QAExample | SupportExample


def read_rows(folder: Path, name: str) -> list[Row]:
    """All rows of one set, e.g. `read_rows(data, "qa/nq_qed")`."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def sentences(text: str) -> list[tuple[int, int]]:
    """Sentence spans of a text: rough, for training windows only (Dateline's own splitter is in
    `index`)."""
    spans, start = [], 0
    for match in _BREAK.finditer(text):
        if _ABBREVIATION.search(text[max(start, match.start() - 8) : match.start()]):
            continue
        if text[start : match.start()].strip():
            spans.append((start, match.start()))
        start = match.end()
    if text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return spans


def window_around(
    text: str, spans: Sequence[tuple[int, int]], rng: random.Random, longest: int = LONGEST_WORDS
) -> tuple[str, tuple[tuple[int, int], ...]] | None:
    """One to five whole sentences that hold one of the answers at a random place, or the whole
    text if short."""
    parts = sentences(text)
    anchor = rng.choice(list(spans))
    first = next((i for i, (_, e) in enumerate(parts) if e > anchor[0]), None)
    last = next((i for i in range(len(parts) - 1, -1, -1) if parts[i][0] < anchor[1]), None)
    if first is None or last is None or last < first:
        return None
    if len(text.split()) <= longest and rng.random() < 0.45:
        first, last = 0, len(parts) - 1
    else:
        size = rng.choice((1, 2, 3, 3, 4, 4, 5, 5))
        while last - first + 1 < size:
            room = [side for side, free in ((-1, first > 0), (1, last + 1 < len(parts))) if free]
            if not room:
                break
            side = rng.choice(room)
            new_first, new_last = (first - 1, last) if side < 0 else (first, last + 1)
            if len(text[parts[new_first][0] : parts[new_last][1]].split()) > longest:
                break
            first, last = new_first, new_last
    start, end = parts[first][0], parts[last][1]
    if len(text[start:end].split()) > longest:
        return None
    inside = tuple((s - start, e - start) for s, e in spans if s >= start and e <= end)
    return (text[start:end], inside) if inside else None


def window_without(
    text: str,
    question: str,
    answers: Sequence[str],
    rng: random.Random,
    longest: int = LONGEST_WORDS,
) -> str | None:
    """The sentences nearest to the question that do not hold an answer string: what a retriever
    would bring."""
    lowered = [a.lower() for a in answers if a.strip()]
    parts = [(s, e) for s, e in sentences(text) if not any(a in text[s:e].lower() for a in lowered)]
    if not parts:
        return None
    words = set(re.findall(r"\w+", question.lower()))
    overlap = [
        len(words & set(re.findall(r"\w+", text[s:e].lower()))) + rng.random() for s, e in parts
    ]
    chosen = {int(np.argmax(overlap))}
    # As long as windows that answer are, or length alone would tell them apart.
    for _ in range(rng.choice((1, 2, 3, 4, 5, 5, 6, 6)) - 1):
        near = [
            i for i in range(len(parts)) if i not in chosen and (i - 1 in chosen or i + 1 in chosen)
        ]
        if not near:
            break
        chosen.add(rng.choice(near))
    passage = " ".join(text[parts[i][0] : parts[i][1]].strip() for i in sorted(chosen))
    return passage if 4 <= len(passage.split()) <= longest else None


def qa_rows(data: Path, bench: Path) -> list[Row]:
    """Every question that may be trained on, with `part` set; one list, so that scoring uses the
    same split."""
    rows: list[Row] = []
    squad2 = read_rows(bench, "squad2/questions")
    parts = squad2_parts(squad2)
    rows += [r | {"set": "squad2", "part": parts[r["title"]]} for r in squad2]
    for name in (
        "nq_qed",
        "squad_train_sample",
        "squad2_train_10titles",
        "qamr",
        "timeqa_human",
        "clapnq_dev",
    ):
        for r in read_rows(data, f"qa/{name}"):
            part = "train"
            if name == "nq_qed" and r["split"] == "dev":
                part = "test" if part_of(r["title"]) in ("train", "test") else "calibration"
            elif name == "qamr":
                part = part_of(r["doc"].rsplit(":", 2)[0])
                part = "train" if part == "calibration" else part
            rows.append(r | {"part": part})
    rows += _more_qa_rows(data, squad2)
    for r in rows:
        starts = [(a.get("start", a.get("answer_start", -1)), a["text"]) for a in r["answers"]]
        r["spans"] = tuple(
            dict.fromkeys(
                (s, s + len(text))
                for s, text in starts
                if s >= 0 and r["context"][s : s + len(text)] == text
            )
        )
        if r["set"] == "clapnq_dev" and r["answerable"]:
            r["part"] = (
                "skip"  # long answers without offsets: read through its sentence labels instead
            )
    return rows


def sentence_groups(data: Path) -> list[Row]:
    """SelQA and CLAP NQ: a question with labelled sentences, joined to one context whose answers
    are sentences."""
    groups: list[Row] = []
    for name in ("selqa", "clapnq_as2"):
        by_question: dict[str, list[Row]] = defaultdict(list)
        for r in read_rows(data, f"sentences/{name}"):
            by_question[r["qid"]].append(r)
        for group in by_question.values():
            text, spans = "", []
            for r in group:
                start = len(text)
                text += r["sentence"].strip() + " "
                if r["label"]:
                    spans.append((start, len(text) - 1))
            groups.append(
                {
                    "set": name,
                    "question": group[0]["question"],
                    "context": text.rstrip(),
                    "spans": tuple(spans),
                }
            )
    return groups


def _more_qa_rows(data: Path, squad2: Sequence[Row]) -> list[Row]:
    """Rows of MORE_QA_SETS; a quarter of CondaQA and BoolQ's dev part are the test part.

    What stands in the held-out titles of `bench/squad2` (a question or a passage) is dropped.
    """
    parts = squad2_parts(squad2)
    kept_apart = [r for r in squad2 if parts[r["title"]] != "train"]
    held = {_plain(r[key]) for r in kept_apart for key in ("question", "context")}
    rows: list[Row] = []
    for name in MORE_QA_SETS:
        for r in read_rows(data, f"qa/{name}"):
            if not r["question"] or held & {_plain(r["question"]), _plain(r["context"])}:
                continue
            part = "train"
            if name == "condaqa":
                part = "test" if part_of(f"condaqa {r['passage_id']}") == "test" else "train"
            elif name == "boolq" and r["split"] != "train":
                part = "test"
            rows.append(r | {"part": part})
    return rows


def nearest_contexts(
    rows: Sequence[Row], contexts: Sequence[str], tries: int = 6
) -> Iterator[tuple[Row, str]]:
    """Each row with the most similar other passage that does not hold its answer."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    table = TfidfVectorizer(sublinear_tf=True, stop_words="english", dtype=np.float32)
    matrix = table.fit_transform(contexts)
    for at in range(0, len(rows), 512):
        some = rows[at : at + 512]
        scores = (table.transform([r["question"] for r in some]) @ matrix.T).toarray()
        for r, row in zip(some, scores, strict=True):
            answers = [a["text"].lower() for a in r["answers"]]
            top = np.argpartition(-row, tries)[:tries]
            for i in top[np.argsort(-row[top])]:
                text = contexts[int(i)]
                if text != r["context"] and not any(a in text.lower() for a in answers):
                    yield r, text
                    break


def hard_contexts(rows: Sequence[Row], rng: random.Random, most: int) -> Iterator[QAExample]:
    """Questions with the most similar passage of another row that does not hold the answer."""
    contexts = sorted({r["context"] for r in rows if len(r["context"].split()) < 600})
    picked = rng.sample(list(rows), min(most, len(rows)))
    for r, text in nearest_contexts(picked, contexts):
        passage = window_without(text, r["question"], [a["text"] for a in r["answers"]], rng)
        if passage:
            yield QAExample(r["question"], passage, (), source="hard")


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()
