"""Answers and refusals measured end to end, on made-up sets."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.adapters.realtimeqa import NewsQuestion
from eval.asking.asking import Outcome
from eval.measure import answers, refusal
from eval.metrics.citations import by_support
from qa.types import Citation
from tests.eval.fakes import COUNT, MET, RAIN, REFUSED, answered, citation, said
from tests.eval.published import write_bench, write_rows

QUESTION = NewsQuestion(
    "q", "2022-03-30", "Where did they meet?", (), ("Istanbul",), "", ("b",), ()
)
IDS = {"a1": "b"}


@pytest.mark.parametrize(
    ("outcome", "cause"),
    [
        (Outcome(answered(MET, short="Istanbul"), (citation(MET),), 0.9, 0.1), None),
        (Outcome(answered(RAIN), (citation(MET),), 0.9, 0.1), "retrieved, not chosen"),
        (Outcome(answered(RAIN), (citation(RAIN),), 0.9, 0.1), "not retrieved"),
        (Outcome(REFUSED, (citation(MET),), 0.1, 0.1), "refused wrongly"),
        (Outcome(REFUSED, (citation(RAIN),), 0.1, 0.1), "not retrieved"),
        (
            Outcome(replace(answered(MET), text="They met. [1]"), (citation(MET),), 0.9, 0.1),
            "chosen, not answered",
        ),
        (
            Outcome(
                replace(answered(RAIN), citations=(citation(RAIN, article_id="other"),)),
                (citation(MET),),
                0.9,
                0.1,
            ),
            "answered wrongly",
        ),
        (
            Outcome(said("about_corpus", COUNT.question), (), None, 0.1),
            "taken for a question about the corpus",
        ),
        (Outcome(None, (), None, 0.1, "ValueError: no"), "could not be scored"),
    ],
)
def test_each_failure_has_its_cause(outcome: Outcome, cause: str | None) -> None:
    case = answers.judge(QUESTION, ("b",), outcome, IDS, by_support(None))
    assert case.cause == cause
    assert bool(case.scores) == (outcome.answer is not None)


def test_figures_worked_by_hand() -> None:
    right = Outcome(answered(MET, short="in Istanbul"), (citation(MET),), 0.9, 0.1)
    refused = Outcome(REFUSED, (citation(MET),), 0.1, 0.1)
    broken = Outcome(None, (), None, 0.1, "ValueError: no")
    cases = [
        answers.judge(QUESTION, ("b",), o, IDS, by_support(None)) for o in (right, refused, broken)
    ]
    values = {name: figure.value for name, figure in answers.figures_of(cases).items()}
    assert values == {
        "answer in the text": 0.5,
        "short answer, exact": 0.0,
        "short answer, F1": pytest.approx(1 / 3),  # precision 1/2, recall 1: 2/3; then none
        "answer in a cited sentence": 0.5,
        "an article that has it is cited": 0.5,
        "answer in a passage read": 1.0,
        "refused": 0.5,
        "citation recall": 1.0,  # of the one that was answered: verbatim
        "citation precision": 1.0,
    }


@pytest.mark.usefixtures("no_real_model")
def test_answers_end_to_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench = write_bench(tmp_path / "bench")
    out, rows = tmp_path / "out.json", tmp_path / "rows.jsonl"
    options = [
        "--bench", str(bench), "--home", str(tmp_path / "home"), "--embedder", "hashing",
        "--reranker", "none", "--refuse-below", "0", "--out", str(out), "--rows", str(rows),
    ]  # fmt: skip
    assert answers.main(options) == 0
    assert "3 of 3 questions that their own articles answer" in capsys.readouterr().out
    figures = json.loads(out.read_text())["figures"]
    assert figures["answer in a passage read"]["value"] == 1.0
    assert figures["refused"]["value"] == 0.0
    kept = [json.loads(line) for line in rows.read_text().splitlines()]
    assert [row["holders"] for row in kept] == [["rt00000"], ["rt00001"], ["rt00002"]]
    assert all(row["passages"][0]["has it"] for row in kept)
    assert all(0 <= row["probability"] <= 1 for row in kept)

    assert answers.main([*options, "--gold"]) == 0
    said = capsys.readouterr().out
    assert "2 of 2 questions that their own articles answer" in said


@pytest.mark.usefixtures("no_real_model")
def test_a_question_of_a_month_is_asked_of_the_articles_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = write_bench(tmp_path / "bench")
    seen: list[tuple[str, set[str]]] = []
    asking = refusal.put

    def watched(pipeline: refusal.WatchedPipeline, question: str, *, before: str | None) -> Outcome:
        outcome = asking(pipeline, question, before=before)
        catalog = pipeline.library.catalog
        titles = {str(a.title) for p in outcome.passages if (a := catalog.article(p.article_id))}
        seen.append((before or "", titles))
        return outcome

    monkeypatch.setattr(refusal, "put", watched)
    monkeypatch.setattr(refusal, "half_of", lambda key: "choose" if key.endswith("1") else "report")
    rows = tmp_path / "rows.jsonl"
    options = [
        "--bench", str(bench), "--home", str(tmp_path / "home"), "--embedder", "hashing",
        "--reranker", "none", "--set", "news", "--rows", str(rows),
    ]  # fmt: skip
    with pytest.raises(SystemExit):
        refusal.main(options)  # no answerable question is in the half that chooses
    assert "answerable and unanswerable" in capsys.readouterr().err
    before = [(day, titles) for day, titles in seen if day]
    assert [day for day, _ in before] == ["2022-01-01", "2022-02-01", "2022-03-01", "2022-03-01"]
    assert not any("Bridge closed" in titles for _, titles in before)
    assert before[0][1] == set()  # no article is that old
    assert sum(not day for day, _ in seen) == 3


@pytest.mark.usefixtures("no_real_model")
def test_squad_paragraphs_without_an_index(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = {
        title: f"The {title} mill was built in 1712 by Jakob Stamm. It burned down in 1801."
        for title in ("Alder", "Birch", "Cedar", "Damson", "Elder", "Fir", "Gorse", "Hazel")
    }
    write_rows(
        tmp_path / "squad2" / "questions.jsonl.gz",
        [
            {
                "title": title, "context": text, "question": question, "answerable": bool(answer),
                "answers": [{"text": answer, "answer_start": text.index(answer)}] if answer else [],
            }
            for title, text in texts.items()
            for question, answer in (
                (f"By whom was the {title} mill built in 1712?", "Jakob Stamm"),
                ("What do llamas eat?", ""),
            )
        ],
    )  # fmt: skip
    rows, out = tmp_path / "rows.jsonl", tmp_path / "out.json"
    options = [
        "--bench", str(tmp_path), "--home", str(tmp_path / "none"), "--set", "squad",
        "--reranker", "none", "--rows", str(rows), "--out", str(out),
    ]  # fmt: skip
    assert refusal.main(options) == 0
    assert "AUROC 1.000" in capsys.readouterr().out
    kept = [json.loads(line) for line in rows.read_text().splitlines()]
    assert {row["half"] for row in kept} == {"choose", "report"}
    assert all(row["right"] == row["answerable"] for row in kept)
    best = json.loads(out.read_text())["figures"]["squad"]["best"]
    assert (best["refused"], best["answered"]) == (1.0, 1.0)
    assert not (tmp_path / "none").exists()


def test_a_citation_of_another_article_is_not_of_the_right_one() -> None:
    other: Citation = citation(MET, article_id="other")
    outcome = Outcome(replace(answered(MET), citations=(other,)), (other,), 0.9, 0.1)
    case = answers.judge(QUESTION, ("b",), outcome, IDS, by_support(None))
    assert case.scores["an article that has it is cited"] == 0.0
    assert case.scores["answer in a cited sentence"] == 1.0
