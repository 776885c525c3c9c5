"""`dateline eval --adapter` on every published layout, in tiny made-up files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.adapters.every import ADAPTERS
from eval.asking.homes import BUILDING, HomeError, has_index
from eval.questions.question_set import QuestionSetError
from eval.run import main_eval
from qa.settings import Settings
from tests.eval.adapters.test_more_adapters import CORPUS, HOPS, LIT, RGB, TASK, write_json
from tests.eval.published import CONFLICTS, SQUAD, write_bench, write_rows
from ui.command.eval_arguments import ADAPTERS as TOLD
from ui.command.eval_arguments import APART

pytestmark = pytest.mark.usefixtures("no_real_model")


UNANSWERED = {**TASK, "task_id": "d::1", "answerability": ["UNANSWERABLE"]}


def beir(folder: Path) -> Path:
    write_rows(
        folder / "corpus.jsonl",
        [
            {"_id": "d1", "title": "Harbour", "text": "The harbour opened on Monday."},
            {"_id": "d2", "title": "Choir", "text": "The choir sang three songs."},
        ],
    )
    write_rows(folder / "queries.jsonl", [{"_id": "q1", "text": "when did the harbour open"}])
    (folder / "qrels").mkdir()
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t2\n")
    return folder


def hops(folder: Path) -> Path:
    write_json(folder / "MultiHopRAG.json", HOPS)
    return write_json(folder / "corpus.json", CORPUS).parent


SETS: dict[str, Callable[[Path], Path]] = {
    "realtimeqa": lambda folder: write_bench(folder) / "realtimeqa-2022",
    "squad": lambda folder: write_rows(folder / "dev.jsonl", SQUAD),
    "multihop": hops,
    "rgb": lambda folder: write_rows(folder / "en.json", RGB),
    "ramdocs": lambda folder: write_rows(folder / "RAMDocs_test.jsonl", CONFLICTS),
    "beir": beir,
    "mtrag": lambda folder: write_rows(folder / "tasks.jsonl", [TASK, UNANSWERED]),
    "litqa": lambda folder: write_json(folder / "litqa.json", [LIT]),
}  # fmt: skip


def run(folder: Path, name: str, **options: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The report of a set made in `folder/set`, and its cases."""
    path = folder / "set"
    if not path.exists():
        path.mkdir(parents=True)
        SETS[name](path)
    made = {"squad": "dev.jsonl", "rgb": "en.json", "ramdocs": "RAMDocs_test.jsonl",
            "mtrag": "tasks.jsonl", "litqa": "litqa.json"}  # fmt: skip
    settings = Settings(home=folder / "own", embedder="hashing", reranker="none", refuse_below=0.0)
    out = folder / "report"
    given = path / made.get(name, "")
    assert main_eval(settings, given, adapter=name, out_dir=out, **options) == 0
    cases = [json.loads(line) for line in (out / "answers.jsonl").read_text("utf-8").splitlines()]
    return json.loads((out / "report.json").read_text("utf-8")), cases


def figures(report: dict[str, Any]) -> dict[str, tuple[float, int]]:
    """Name -> value and n, of the figures that something was counted for."""
    return {e["name"]: (e["value"], e["n"]) for e in report["estimates"] if e["n"]}


def test_the_command_line_names_every_adapter() -> None:
    assert tuple(adapter.name for adapter in ADAPTERS) == TOLD
    assert set(APART) < set(TOLD)
    assert set(SETS) == set(TOLD)


@pytest.mark.parametrize("name", sorted(set(SETS) - {"litqa"}))
def test_a_set_is_asked_of_its_own_articles_in_one_report(tmp_path: Path, name: str) -> None:
    report, cases = run(tmp_path, name)
    assert report["unscored"] == 0, [c["error"] for c in cases]
    assert len(cases) == report["questions"] > 0
    assert figures(report).get("verbatim", (1.0, 1))[0] == 1.0  # judged by the right article
    assert not has_index(tmp_path / "own")  # the user's index stays as it is
    assert (tmp_path / "report" / "report.html").exists()


def test_each_question_meets_its_own_documents_alone(tmp_path: Path) -> None:
    keep = tmp_path / "kept"
    report, cases = run(tmp_path, "rgb", keep_in=keep)
    homes = sorted(path.name for path in keep.iterdir())
    assert homes == ["rgb-0", "rgb-0-rejection", "rgb-1", "rgb-2"]
    assert all(has_index(keep / name) and not (keep / name / BUILDING).exists() for name in homes)
    rejected = next(case for case in cases if case["id"] == "rgb-0-rejection")
    assert {p["quote"] for p in rejected["passages"]} <= {"It rained."}
    assert Counter(c["judged"]["kind"] for c in cases) == {"noise": 3, "rejection": 1}
    assert report["run"]["articles"] == 7  # the passage that doesn't answer stands in two


def test_an_index_that_is_kept_is_asked_again_as_it_is(tmp_path: Path) -> None:
    keep = tmp_path / "kept"
    first, _ = run(tmp_path, "realtimeqa", keep_in=keep)
    built = (keep / "catalog.sqlite").stat().st_mtime_ns
    again, _ = run(tmp_path, "realtimeqa", keep_in=keep)
    assert (keep / "catalog.sqlite").stat().st_mtime_ns == built
    assert first["run"]["articles_sha256"] == again["run"]["articles_sha256"]
    assert figures(first)["answer_accuracy"][1] == 3  # of one nobody knows
    assert figures(first)["open_answer"][1] == 1
    assert figures(first)["all_exact"][1] == figures(first)["all_f1"][1] == 4
    short = figures(first)["short_exact"]
    assert figures(first)["all_exact"][0] == pytest.approx(short[0] * 3 / 4)  # that one is wrong


def test_a_stopped_run_goes_on_when_its_index_was_kept(tmp_path: Path) -> None:
    keep, answers = tmp_path / "kept", tmp_path / "report" / "answers.jsonl"
    whole, cases = run(tmp_path, "rgb", keep_in=keep)
    answers.write_text("\n".join(answers.read_text("utf-8").splitlines()[:2]) + "\n", "utf-8")
    resumed, again = run(tmp_path, "rgb", keep_in=keep, resume=True)
    assert resumed["reused"] == 2
    assert figures(resumed).keys() == figures(whole).keys()
    same = ("answer", "gold", "judged", "cause")
    for one, other in zip(cases, again, strict=True):
        one["answer"].pop("seconds"), other["answer"].pop("seconds")
        one["judged"].pop("seconds"), other["judged"].pop("seconds")
        assert [one[key] for key in same] == [other[key] for key in same]
    with pytest.raises(QuestionSetError, match="--home"):
        run(tmp_path, "rgb", resume=True)


def test_an_index_of_other_articles_is_refused(tmp_path: Path) -> None:
    keep = tmp_path / "kept"
    run(tmp_path / "a", "beir", keep_in=keep)
    with pytest.raises(HomeError, match="3 of the set's 3 articles are not in this index"):
        run(tmp_path / "b", "realtimeqa", keep_in=keep)


def test_wrong_answers_gold_grades_and_references_count(tmp_path: Path) -> None:
    conflict, (case,) = run(tmp_path / "ramdocs", "ramdocs")
    said = case["answer"]["text"]
    assert figures(conflict)["clean"] == (float("Bex" not in said), 1)
    right = "Ardin" in said and "Bex" not in said
    assert figures(conflict)["answer_accuracy"] == (float(right), 1)
    ranked, _ = run(tmp_path / "beir", "beir")
    assert figures(ranked)["nDCG@10"] == (1.0, 1)
    assert "answer_accuracy" not in figures(ranked)  # no words say what is right
    talked, _ = run(tmp_path / "mtrag", "mtrag")
    assert figures(talked)["reference_f1"][1] == 1
    squad, _ = run(tmp_path / "squad", "squad")
    assert figures(squad)["short_exact"][1] == 2  # as in SQuAD 2.0: refusals count


def test_a_set_without_articles_is_asked_of_the_users_index(tmp_path: Path) -> None:
    from index.ingest import index_articles

    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "iron.txt").write_text("Iron binds the complex. Tin was tried in 1990.")
    index_articles([papers], Settings(home=tmp_path / "own", embedder="hashing").index)
    report, (case,) = run(tmp_path, "litqa")
    assert report["run"]["articles"] == 1
    assert case["judged"]["answer"] in ([1, 1], [True, 1])
