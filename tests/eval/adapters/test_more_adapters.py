"""MultiHop-RAG, RGB, BEIR folders, MTRAG and LitQA-like sets, in tiny made-up files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.adapters.beir import read_beir
from eval.adapters.litqa import read_litqa
from eval.adapters.mtrag import read_mtrag
from eval.adapters.multihop import read_multihop
from eval.adapters.rgb import read_rgb
from eval.adapters.rows import AdapterError
from tests.eval.published import write_rows

FACT = {"title": "Harbour opens", "url": "https://example.org/1", "fact": "The harbour opened."}
HOPS = [
    {"query": "Which two opened?", "answer": "Yes", "question_type": "comparison_query",
     "evidence_list": [FACT]},
    {"query": "Who ate it?", "answer": "Insufficient information.", "question_type": "null_query",
     "evidence_list": []},
]  # fmt: skip
CORPUS = [
    {"title": "Harbour opens", "url": "https://example.org/1", "source": "Lake News",
     "published_at": "2023-10-01T09:00:00+00:00", "category": "local", "body": "The harbour …"},
]  # fmt: skip
RGB = [
    {"id": 0, "query": "When?", "answer": [["May 2", "2 May"]], "positive": ["On May 2."],
     "negative": ["It rained."]},
    {"id": 1, "query": "Who and where?", "answer": ["Ada", "Lindau"],
     "positive": [["Ada came."], ["It was Lindau."]], "negative": []},
    {"id": 2, "query": "Who?", "answer": "Ada", "fakeanswer": "Bo", "positive": ["Ada came."],
     "positive_wrong": ["Bo came."], "negative": []},
]  # fmt: skip
TASK = {
    "task_id": "c::2",
    "input": [
        {"speaker": "user", "text": "Who came?"},
        {"speaker": "agent", "text": "Ada."},
        {"speaker": "user", "text": "And when?"},
    ],
    "contexts": [{"document_id": "d-1", "text": "Ada came on May 2.", "title": "T"}],
    "targets": [{"speaker": "agent", "text": "On May 2."}],
    "answerability": ["ANSWERABLE"],
    "Multi-Turn": float("nan"),
}
LIT = {
    "id": "x", "question": "What binds?", "ideal": "Iron", "distractors": ["Tin", "Lead"],
    "sources": ["https://doi.org/1"], "key-passage": "Iron binds.",
}  # fmt: skip


def write_json(path: Path, value: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def test_multihop_facts_stand_in_articles_of_the_corpus(tmp_path: Path) -> None:
    write_json(tmp_path / "MultiHopRAG.json", HOPS)
    write_json(tmp_path / "corpus.json", CORPUS)
    articles, (hop, null) = read_multihop(tmp_path)
    assert articles[0].source == "Lake News"
    assert (hop.answerable, null.answerable) == (True, False)
    assert hop.facts[0].url == articles[0].url
    write_json(tmp_path / "corpus.json", [{**CORPUS[0], "url": "https://example.org/2"}])
    with pytest.raises(AdapterError, match=r"needs https://example\.org/1"):
        read_multihop(tmp_path)


def test_rgb_answers_have_parts_and_variants(tmp_path: Path) -> None:
    one, parts, false = read_rgb(write_rows(tmp_path / "en.json", RGB))
    assert one.answers == (("May 2", "2 May"),)
    assert parts.answers == (("Ada",), ("Lindau",))
    assert parts.answering == ("Ada came.", "It was Lindau.")
    assert (false.misleading, false.wrong_answers) == (("Bo came.",), ("Bo",))


def test_a_beir_folder_keeps_grades_and_queries_that_have_an_answer(tmp_path: Path) -> None:
    write_rows(
        tmp_path / "corpus.jsonl",
        [{"_id": "d1", "title": "T", "text": "One."}, {"_id": "d2", "text": "Two."}],
    )
    write_rows(
        tmp_path / "queries.jsonl", [{"_id": "q1", "text": "one?"}, {"_id": "q2", "text": "no?"}]
    )
    qrels = tmp_path / "qrels" / "test.tsv"
    qrels.parent.mkdir()
    qrels.write_text("query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq2\td1\t0\n")
    found = read_beir(tmp_path)
    assert found.documents == {"d1": ("T", "One."), "d2": ("", "Two.")}
    assert found.right == {"q1": {"d1": 2}}
    assert found.queries == {"q1": "one?"}
    qrels.write_text("q1\td9\t1\n")
    with pytest.raises(AdapterError, match="line 1: q1 or d9"):
        read_beir(tmp_path)
    qrels.write_text("q1\td1\t1\nq1 d2 1\n")
    with pytest.raises(AdapterError, match=r"line 2: .*between tabs"):
        read_beir(tmp_path)


def test_mtrag_gives_the_turns_before_the_question(tmp_path: Path) -> None:
    old = {k: v for k, v in TASK.items() if k != "answerability"}
    rows = [TASK, {**old, "Answerability": ["UNANSWERABLE"]}]
    task, other = read_mtrag(write_rows(tmp_path / "tasks.jsonl", rows))
    assert task.history == (("user", "Who came?"), ("assistant", "Ada."))
    assert (task.question, task.reference) == ("And when?", "On May 2.")
    assert task.passages == (("d-1", "Ada came on May 2."),)
    assert (task.answerable, other.answerable) == (True, False)


def test_litqa_is_read_as_a_list_and_as_lines(tmp_path: Path) -> None:
    (whole,) = read_litqa(write_json(tmp_path / "litqa.json", [LIT]))
    assert read_litqa(write_rows(tmp_path / "litqa.jsonl", [LIT])) == (whole,)
    assert (whole.answer, whole.wrong_answers) == ("Iron", ("Tin", "Lead"))
    assert (whole.sources, whole.key_passage) == (("https://doi.org/1",), "Iron binds.")


@pytest.mark.parametrize(
    ("read", "row", "says"),
    [
        (read_rgb, {**RGB[0], "answer": []}, "answer = "),
        (read_rgb, {**RGB[0], "positive": [3]}, "positive"),
        (read_mtrag, {**TASK, "input": TASK["input"][:2]}, "last turn is by 'agent'"),  # type: ignore[index]
        (read_mtrag, {**TASK, "answerability": ["MAYBE"]}, "MAYBE"),
        (read_mtrag, {**TASK, "input": []}, "expected task_id"),
        (read_litqa, {**LIT, "distractors": "Tin"}, "list of texts"),
    ],
)
def test_another_layout_is_refused(
    tmp_path: Path, read: Callable[[Path], Any], row: dict[str, Any], says: str
) -> None:
    with pytest.raises(AdapterError, match=says):
        read(write_rows(tmp_path / "set.jsonl", [row]))


@pytest.mark.parametrize("content", ["{", "{}", "[1]", "[]"])
def test_a_file_that_is_no_list_of_objects_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "litqa.json"
    path.write_text(content)
    with pytest.raises(AdapterError, match=r"litqa\.json"):
        read_litqa(path)
