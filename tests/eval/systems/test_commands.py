"""Both commands end to end on tiny made-up sets, with the hashing embedder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.systems import __main__ as systems
from eval.systems import published
from index.ingest import index_articles
from index.settings import IndexSettings
from tests.eval.published import write_bench
from tests.eval.systems.served import chat_server, completion

QUICK = ["--embedder", "hashing", "--reranker", "none", "--refuse-below", "0.0"]
pytestmark = pytest.mark.usefixtures("no_real_model")


def write_set(folder: Path) -> tuple[Path, Path]:
    """A question set, and an index of its two articles."""
    articles = folder / "articles"
    articles.mkdir()
    texts = {
        "harbour.txt": "The harbour of Lindau opened on Monday. Mayor Ada Quist cut the ribbon.",
        "choir.txt": "A choir from Bregenz won the Golden Lark in Vienna. It sang three songs.",
    }
    for name, text in texts.items():
        (articles / name).write_text(text)
    plain = {"kind": "single_fact", "answerable": True, "expected_status": "answered"}
    quote = "Mayor Ada Quist cut the ribbon."
    rows = [
        {**plain, "id": "q1", "question": "Who cut the ribbon of the harbour?",
         "accepted_answers": ["Ada Quist"], "short_answers": ["Ada Quist"],
         "gold_evidence": [[{"article": "harbour.txt", "quote": quote}]]},
        {**plain, "id": "q2", "question": "And when?", "accepted_answers": ["Monday"],
         "history": [["user", "Who opened the harbour?"]],
         "gold_evidence": [[{"article": "harbour.txt", "quote": quote}]]},
        {"id": "q3", "kind": "off_topic", "question": "Who won the chess open in Oslo?",
         "answerable": False, "expected_status": "not_in_articles"},
    ]  # fmt: skip
    path = folder / "set.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    home = folder / "home"
    index_articles([articles], IndexSettings(home=home, embedder="hashing"))
    return path, home


def test_systems_are_asked_the_same_questions_and_judged_alike(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, home = write_set(tmp_path)
    out = tmp_path / "out"
    with chat_server(lambda _: (200, completion("It was Ada Quist."))) as served:
        names = f"product,keyword,dense,openai:{served.url}"
        options = [str(path), "--home", str(home), "--systems", names, "--out", str(out)]
        assert systems.main([*options, *QUICK, "--model", "m"]) == 0
    printed = capsys.readouterr().out
    assert "set.jsonl: 2 of 3 questions about 2 articles" in printed
    row = next(line for line in printed.splitlines() if line.startswith("answer in the text"))
    assert row.split()[4] == "1"  # one answerable question was asked: the follow-up is left out
    assert "keyword: of 2 questions right where product is not" in printed
    rows = [json.loads(line) for line in (out / "answers.jsonl").read_text().splitlines()]
    assert [(r["system"], r["id"]) for r in rows[:4]] == [
        ("product", "q1"), ("product", "q3"), ("keyword", "q1"), ("keyword", "q3"),
    ]  # fmt: skip
    assert rows[0]["scores"]["right"] == 1.0
    figures = json.loads((out / "figures.json").read_text())
    assert figures["figures"][f"openai:{served.url}"]["right"]["value"] == 0.5
    assert str(tmp_path) not in (out / "figures.json").read_text()


def test_a_system_that_fails_is_counted_and_in_no_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, home = write_set(tmp_path)
    with chat_server(lambda _: (400, {"error": {"message": "no"}})) as served:
        names = f"keyword,openai:{served.url}"
        assert systems.main([str(path), "--home", str(home), "--systems", names, *QUICK]) == 0
    lines = capsys.readouterr().out.splitlines()
    counted = next(line for line in lines if line.startswith("COULD NOT BE SCORED"))
    assert counted.split()[-2:] == ["0", "2"]
    right = next(line for line in lines if line.startswith("right "))
    assert right.split()[-1] == "–"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--systems", "magic"], "'magic': use product, product_llm"),
        (["--systems", "keyword,keyword"], "name each once"),
        (["--systems", "quickstart"], "name one, such as --llm smollm2"),
        (["--systems", "openai:nowhere"], "no address"),
    ],
)
def test_wrong_systems_are_refused_before_anything_is_built(
    options: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert systems.main(options) == 2
    assert says in capsys.readouterr().err


def test_a_set_of_your_own_needs_an_index(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        systems.main([str(tmp_path / "set.jsonl")])
    assert stop.value.code == 2


def test_a_published_set_is_indexed_by_question_asked_and_scored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_bench(tmp_path) / "ramdocs" / "questions.jsonl.gz"
    home = tmp_path / "home"
    options = ["--adapter", "ramdocs", str(path), "--home", str(home), *QUICK]
    assert published.main([*options, "--systems", "product,keyword"]) == 0
    printed = capsys.readouterr().out
    assert "RAMDocs: 1 of 1 questions, 3 documents in 1 index" in printed
    assert "no wrong answer" in printed
    assert (home / "catalog.sqlite").exists()
    assert published.main(options) == 0  # again, of the index that is there


def test_documents_of_another_question_are_not_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"id": n, "query": "Who came?", "answer": name,
         "positive": [f"{name} came to the harbour."], "negative": ["It rained at the harbour."]}
        for n, name in enumerate(("Ada", "Bo"))
    ]  # fmt: skip
    path = tmp_path / "en.json"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    out = tmp_path / "out"
    options = ["--adapter", "rgb", str(path), "--systems", "dense", "--out", str(out), *QUICK]
    assert published.main(options) == 0
    assert "4 questions, 6 documents in 4 indexes" in capsys.readouterr().out
    answers = [json.loads(line) for line in (out / "answers.jsonl").read_text().splitlines()]
    assert "Ada" in answers[0]["answer"]["text"] and "Bo" not in answers[0]["answer"]["text"]
    assert answers[1]["answer"]["text"] == "It rained at the harbour."


def test_a_set_without_documents_takes_the_users(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "iron.txt").write_text("Iron binds the complex. Tin was tried in 1990.")
    lit = {"id": "x", "question": "What binds the complex?", "ideal": "Iron",
           "distractors": ["Lead"]}  # fmt: skip
    path = tmp_path / "litqa.jsonl"
    path.write_text(json.dumps(lit) + "\n")
    options = ["--adapter", "litqa", str(path), "--systems", "keyword", *QUICK]
    assert published.main(options) == 2
    assert "--articles" in capsys.readouterr().err
    assert published.main([*options, "--articles", str(papers)]) == 0
    assert "right" in capsys.readouterr().out


def test_a_missing_file_ends_with_what_was_expected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert published.main(["--adapter", "beir", str(tmp_path / "nowhere")]) == 2
    assert "qrels/test.tsv" in capsys.readouterr().err


def test_dateline_ranks_every_document_that_it_retrieves(tmp_path: Path) -> None:
    from eval.asking.homes import opened_home
    from eval.measure.command import chain_scorer
    from eval.questions.question_set import load_questions
    from eval.systems.dateline import Dateline
    from qa.settings import Settings

    path, home = write_set(tmp_path)
    question = load_questions(path)[0]
    settings = Settings(home=home, embedder="hashing", reranker="none", refuse_below=0.0)
    with opened_home(None, settings) as there:
        scorer = chain_scorer(there.settings, there.library.embedder.encode)
        system = Dateline(there.settings, there.library, scorer)
        ranked = system.rank(question)
        system.ask(question)
        assert list(system.rank(question)) == list(ranked)
    assert ranked[0] == "harbour"
    assert len(set(ranked)) == len(ranked)
