"""Examples cut from near misses, and rows of numbers for both backbones."""

from __future__ import annotations

import random
from pathlib import Path

from eval.training.examples.batch import LONGEST, Encoded, encode, for_backbone, kept
from eval.training.examples.data import QAExample, Row
from eval.training.examples.near import near_examples, yes_no_examples
from eval.training.model import Backbone
from qa.evidence.evidence_model import load_tokenizer
from qa.evidence.family import FAMILIES

TEXT = "The dam was built in 1961. It holds back the river. No one has been evacuated so far."
ROW: Row = {
    "set": "squad2_train_linked",
    "question": "When was the dam built?",
    "context": TEXT,
    "answers": [{"text": "1961", "start": TEXT.index("1961")}],
    "answerable": True,
    "spans": ((TEXT.index("1961"), TEXT.index("1961") + 4),),
}
MISS: Row = ROW | {
    "question": "When was the dam blown up?",
    "answers": [],
    "answerable": False,
    "spans": (),
    "plausible": [{"text": "1961", "start": TEXT.index("1961")}],
    "twin_question": "When was the dam built?",
}


def test_near_misses_keep_what_tempts_and_their_twins_are_answered() -> None:
    for seed in range(20):
        missed, *twin = near_examples([MISS], random.Random(seed))
        assert missed.question == MISS["question"] and "1961" in missed.passage
        assert not missed.spans and not missed.no_span
        assert all(t.no_span and t.passage == TEXT and not t.spans for t in twin)


def test_answered_sisters_keep_their_spans() -> None:
    for seed in range(20):
        (example,) = near_examples([ROW], random.Random(seed))
        assert [example.passage[s:e] for s, e in example.spans] == ["1961"]
        assert not example.no_span


def test_yes_no_questions_are_answered_without_a_span() -> None:
    asked = ROW | {"set": "condaqa", "yes_no": "no", "question": "Has anyone been evacuated?"}
    (example,) = yes_no_examples([asked], 5, random.Random(1))
    assert example.no_span and example.polarity == 0


def test_rows_for_mpnet_are_those_of_minilm_shifted(tmp_path: Path) -> None:
    tokenizer = load_tokenizer()
    row = encode(QAExample(ROW["question"], TEXT, ROW["spans"], title="Dam"), tokenizer)
    assert row is not None
    mpnet = Backbone("mpnet", tmp_path, pad=1, layers=6)
    (shifted,) = for_backbone([row], mpnet)
    assert [shifted.ids[at] for at, _ in shifted.gold] == [row.ids[at] + 4 for at, _ in row.gold]
    assert shifted.ids[shifted.body] == row.ids[row.body] + 4
    assert shifted.ids[shifted.second - 2 : shifted.second] == [FAMILIES["mpnet"].end] * 2
    too_long = Encoded([101, *[2000] * (LONGEST - 2), 102], 3, 1, 0.0, [])
    assert for_backbone([too_long], mpnet) == []


def test_rounds_are_made_once(tmp_path: Path) -> None:
    made = [Encoded([101, 5, 102, 7, 102], 3, 0, 1.0, [(3, 0), (3, 1)])]
    first = kept(tmp_path / "r.jsonl", lambda: made)
    again = kept(tmp_path / "r.jsonl", lambda: [])
    assert first == again and again[0].ids == made[0].ids
