"""The command line: what it prints where, and its exit status."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from eval.questions.question_set import Split
from index.errors import StoreDamagedError
from qa.errors import ReaderUnavailableError
from qa.settings import Settings
from qa.types import Answer, Event
from tests.ui.fakes import FakePipeline, bridge_answer
from ui import cli
from ui.command import chat, seeds
from ui.errors import BadInputError

ROOT = Path(__file__).parents[2]


pytestmark = pytest.mark.usefixtures("alone")


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> FakePipeline:
    import qa.pipeline

    fake = FakePipeline()

    def build(settings: Settings) -> FakePipeline:
        fake.settings = settings
        return fake

    monkeypatch.setattr(qa.pipeline, "build_pipeline", build)
    return fake


# --- ask ----------------------------------------------------------------------------------------


def test_ask_prints_the_answer_and_its_quotes(
    pipeline: FakePipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["ask", "When does the bridge close?"]) == 0
    out, err = capsys.readouterr()
    assert (
        out.startswith("3 May [1]\n\nThe bridge closes on 3 May") and "“Ferries are full.”" in out
    )
    assert "\x1b" not in out and err == ""


def test_ask_json_is_one_document_that_an_answer_is_made_of(
    pipeline: FakePipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["ask", "the bridge?", "--json"]) == 0
    out, _ = capsys.readouterr()
    assert Answer.from_dict(json.loads(out)) == bridge_answer("the bridge?")


def test_ask_exits_3_when_the_articles_do_not_say(
    pipeline: FakePipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["ask", "something else?", "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["status"] == "not_in_articles"


def test_ask_hands_on_filters_and_settings(pipeline: FakePipeline) -> None:
    words = ["ask", "the", "bridge?", "--after", "2022-09", "--before", "2022-09-30"]
    words += ["--as-of", "2022-10"]
    words += ["--publisher", "Reuters", "--publisher", "AFP", "--top-k", "3", "--home", "elsewhere"]
    assert cli.main(words) == 0
    question, _, others = pipeline.asked[0]
    assert question == "the bridge?"
    assert others == {
        "after": "2022-09",
        "before": "2022-09-30",
        "as_of": "2022-10",
        "publishers": ["Reuters", "AFP"],
    }
    assert pipeline.settings.top_k == 3
    assert pipeline.settings.home == Path("elsewhere").absolute()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ask", " "], "empty"),
        (["ask", "x" * 2001], "too long"),
        (["ask", "q", "--after", "2022-02-30"], "2022-02-30"),
        (["ask", "q", "--before", "yesterday"], "yesterday"),
        (["ask", "q", "--as-of", "then"], "then"),
        (["ask", "q", "--top-k", "0"], "top_k"),
        (["ask", "q", "--reader", "poet"], "poet"),
        (["ask", "q", "--reader", "llm"], "needs llm"),
        (["ask", "q", "--reader", "llm", "--llm", "what"], "what"),
        (["ask", "q", "--catalog-url", "mysql://x"], "postgresql://"),
        (["ask"], "QUESTION"),
        (["index", "--watch", "--rebuild"], "--rebuild"),
        (["index", "--engine", "spark"], "spark"),
        (["index", "missing.txt"], "missing.txt"),
        (["index", "--every", "5"], "5"),
        (["index", "a\0b"], "path"),
        (["eval", "missing.jsonl"], "missing.jsonl"),
        (["eval", "--compare", "before", "missing"], "no run can be read"),
        (["chat", "--port", "70000"], "70000"),
        (["chat", "--auth-file", "missing"], "missing"),
        (["nonsense"], "nonsense"),
        ([], "COMMAND"),
    ],
)
def test_wrong_usage_and_bad_input_exit_2_with_one_line(
    words: list[str], said: str, pipeline: FakePipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("dateline: ") and err.count("\n") == 1
    assert said in err


@pytest.mark.parametrize(
    "error",
    [
        ReaderUnavailableError("localhost:1 doesn't answer"),
        StoreDamagedError("catalog.db\nis damaged"),
        ZeroDivisionError("oops"),
    ],
)
def test_other_errors_exit_1_with_one_line_and_debug_shows_the_trace(
    error: Exception,
    pipeline: FakePipeline,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(pipeline, "stream", fail)
    assert cli.main(["ask", "q"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "Traceback" not in err
    with pytest.raises(type(error)):
        cli.main(["ask", "q", "--debug"])


def test_interrupt_is_quiet(
    pipeline: FakePipeline, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "stream", interrupted)
    assert cli.main(["ask", "q"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_remote_model_is_named_before_it_is_asked(
    pipeline: FakePipeline, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said_before: list[str] = []
    stream = pipeline.stream

    def asking(question: str, **others: object) -> Iterator[Event]:
        said_before.append(capsys.readouterr().err)
        return stream(question, **others)

    monkeypatch.setattr(pipeline, "stream", asking)
    server = ["--reader", "llm", "--llm", "openai:m", "--llm-base-url", "https://llm.example/v1"]
    assert cli.main(["ask", "bridge", *server]) == 0
    assert "llm.example" in said_before[0]
    local = ["--reader", "llm", "--llm", "openai:m", "--llm-base-url", "http://localhost:9/v1"]
    assert cli.main(["ask", "bridge", *local]) == 0
    assert said_before[1] == ""


# --- chat's own checks --------------------------------------------------------------------------


def test_auth_file(tmp_path: Path) -> None:
    path = tmp_path / "auth"
    path.write_text("# users\n\nada:pa:ss\nbob: word\n")
    path.chmod(0o600)
    assert chat.read_auth_file(path) == [("ada", "pa:ss"), ("bob", " word")]
    path.chmod(0o644)
    with pytest.raises(BadInputError, match="chmod 600"):
        chat.read_auth_file(path)


@pytest.mark.parametrize("content", ["", "# none\n", "ada\n", ":x\n", "ada:\n"])
def test_auth_file_without_a_pair_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "auth"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(BadInputError):
        chat.read_auth_file(path)


def test_taken_port_names_a_free_one() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BadInputError, match=rf"port {port} .*--port \d+ is free"):
            chat.choose_port("127.0.0.1", port)
    assert chat.choose_port("127.0.0.1", None) >= 7860


def test_seeds_come_from_the_working_folder_then_the_checkout(tmp_path: Path) -> None:
    assert seeds.default_seeds() == ROOT / "seeds"
    (tmp_path / "seeds").mkdir()
    assert seeds.default_seeds().resolve() == tmp_path / "seeds"


@pytest.mark.parametrize("split", get_args(Split))
def test_every_split_of_a_set_can_be_asked_for(split: str) -> None:
    assert cli.build_parser().parse_args(["eval", "--split", split]).split == split
