"""Tiny made-up sets in the published layouts."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ARTICLES = (
    {
        "id": "rt00000", "url": "https://www.example.org/2022/01/harbour", "title": "Harbour opens",
        "text": "The harbour of Lindau opened on Monday after nine years. Mayor Ada Quist cut the "
        "ribbon.\n\nThe crane cost 4 million euros, said the builder.",
        "authors": ["Jo Pen"], "published": "2022-01-12",
    },
    {
        "id": "rt00001", "url": "https://www.example.org/2022/02/choir",
        "title": "Choir wins prize",
        "text": "A choir from Bregenz won the Golden Lark in Vienna on Saturday. It sang three old "
        "songs.\n\nThe jury praised the tenors.",
        "authors": [], "published": "2022-02-20",
    },
    {
        "id": "rt00002", "url": "https://www.example.org/2022/03/bridge", "title": "Bridge closed",
        "text": "Engineers closed the Rhine bridge because of a crack. Drivers take the ferry at "
        "Meersburg.\n\nRepairs last until May.",
        "authors": ["Al Ink", "Bo Nib"], "published": "2022-03-03",
    },
)  # fmt: skip

QUESTIONS = (
    {
        "id": "20220114_0", "asked": "2022-01-14", "question": "Who cut the ribbon of the harbour?",
        "choices": ["Ada Quist", "Jo Pen"], "answer": ["Ada Quist"], "evidence": "",
        "gold_articles": ["rt00000"], "retrieved": ["rt00002"],
    },
    {
        "id": "20220225_0", "asked": "2022-02-25",
        "question": "Which prize did the choir from Bregenz win?",
        "choices": ["Golden Lark", "Silver Lark"], "answer": ["Golden Lark"], "evidence": "",
        "gold_articles": ["rt00001"], "retrieved": [],
    },
    {
        "id": "20220311_0", "asked": "2022-03-11",
        "question": "Where do drivers take the ferry while the bridge is closed?",
        "choices": ["Meersburg"], "answer": ["Meersburg"], "evidence": "",
        "gold_articles": [], "retrieved": ["rt00002"],
    },
    {
        "id": "20220311_1", "asked": "2022-03-11", "question": "Who won the chess open in Oslo?",
        "choices": ["Nobody"], "answer": ["Magda Holm"], "evidence": "",
        "gold_articles": [], "retrieved": [],
    },
)  # fmt: skip

PARAGRAPH = "The mill at Weil was built in 1712 by Jakob Stamm. It burned down in 1801."
SQUAD = (
    {
        "title": "Mills", "context": PARAGRAPH, "question": "Who built the mill at Weil?",
        "answers": [{"text": "Jakob Stamm", "answer_start": PARAGRAPH.index("Jakob")}] * 2,
        "answerable": True,
    },
    {
        "title": "Mills", "context": PARAGRAPH, "question": "Who sold the mill at Kehl?",
        "answers": [], "answerable": False,
    },
)  # fmt: skip

PAIRS = tuple(
    {
        "set": source,
        "passage": f"The {thing} of house {n} was painted {colour} in spring.",
        "claim": f"The {thing} of house {n} was painted {said}.",
        "supported": int(colour == said),
    }
    for n in range(12)
    for source, thing in (("summedits_x", "door"), ("wice_x", "roof"))
    for colour, said in (("green", "green"), ("green", "red"))
)

CONFLICTS = (
    {
        "question": "What is the capital of Borland?",
        "documents": [
            {"text": "The capital of Borland is Ardin.", "type": "correct", "answer": "Ardin"},
            {"text": "The capital of Borland is Bex.", "type": "misinfo", "answer": "Bex"},
            {"text": "Borland exports tin.", "type": "noise", "answer": "unknown"},
        ],
        "disambig_entity": ["Borland"],
        "gold_answers": ["Ardin"],
        "wrong_answers": ["Bex"],
    },
)


def write_rows(path: Path, rows: Iterable[Any]) -> Path:
    """JSON lines, gzip'd when the name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def write_bench(folder: Path) -> Path:
    """A folder with all of the sets."""
    write_rows(folder / "realtimeqa-2022" / "articles.jsonl.gz", ARTICLES)
    write_rows(folder / "realtimeqa-2022" / "questions.jsonl.gz", QUESTIONS)
    write_rows(folder / "squad2" / "questions.jsonl.gz", SQUAD)
    write_rows(folder / "support" / "pairs.jsonl.gz", PAIRS)
    write_rows(folder / "ramdocs" / "questions.jsonl.gz", CONFLICTS)
    return folder
