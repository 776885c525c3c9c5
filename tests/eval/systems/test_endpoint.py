"""A system behind a chat endpoint, against a real local server."""

from __future__ import annotations

import pytest

from eval.adapters.published import as_question
from eval.systems.endpoint import ANSWER_CHARS, Endpoint
from eval.systems.run import ask_system
from eval.systems.types import SystemSetupError
from tests.eval.systems.served import chat_server, completion

QUESTION = as_question(
    "q", "And where?", kind="k", history=[("user", "When?"), ("assistant", "On Monday.")]
)


def test_question_and_history_are_sent_and_tokens_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    with chat_server(lambda said: (200, completion(f"In Lindau, not {said}"))) as served:
        answer = Endpoint(served.url, "m").ask(QUESTION)
    headers, body = served.requests[0]
    assert headers["Authorization"] == "Bearer sk-test"
    assert [m["content"] for m in body["messages"]] == ["When?", "On Monday.", "And where?"]
    assert body["model"] == "m"
    assert (answer.text, answer.refused) == ("In Lindau, not And where?", False)
    assert (answer.prompt_tokens, answer.answer_tokens) == (11, 7)
    assert answer.cited is answer.read is answer.short is None


def test_a_refusal_is_told_by_its_words_and_an_endless_reply_is_cut() -> None:
    with chat_server(lambda _: (200, completion("The articles do not say."))) as served:
        assert Endpoint(served.url, "m").ask(QUESTION).refused
    with chat_server(lambda _: (200, completion("x" * 50_000))) as served:
        assert len(Endpoint(served.url, "m").ask(QUESTION).text) == ANSWER_CHARS


@pytest.mark.parametrize(
    ("status", "body"),
    [(400, {"error": {"message": "no"}}), (307, {}), (200, {**completion(""), "choices": []})],
)
def test_a_failure_makes_a_question_that_could_not_be_scored(status: int, body: object) -> None:
    with chat_server(lambda _: (status, body)) as served:
        asked = ask_system(Endpoint(served.url, "m"), QUESTION)
    assert asked.answer is None
    assert asked.error
    assert len(served.requests) == 1  # a redirect is not followed


def test_a_server_that_echoes_the_key_does_not_get_it_into_the_record(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    with chat_server(lambda _: (401, {"error": {"message": "wrong key sk-secret"}})) as served:
        asked = ask_system(Endpoint(served.url, "m"), QUESTION)
    assert "AuthenticationError" in asked.error
    assert "secret" not in asked.error


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("localhost:8000", "no address"),
        ("ftp://host/v1", "no address"),
        ("http://me:secret@host/v1", "leave passwords"),
        ("http://host/v1?key=secret", "leave passwords"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_its_secret(
    address: str, says: str
) -> None:
    with pytest.raises(SystemSetupError, match=says) as refused:
        Endpoint(address, "m")
    assert "secret" not in str(refused.value)
