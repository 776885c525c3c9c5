"""The page's server through OpenAI's own client and LlamaIndex's OpenAILike."""

from __future__ import annotations

from typing import Any

import pytest

from qa.types import Answer
from tests.ports import free_port
from tests.ui.fakes import FakePipeline, bridge_answer

openai = pytest.importorskip("openai")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
Served = tuple[str, FakePipeline]
TOKEN = "0123456789abcdef-token"


@pytest.fixture(scope="module")
def client(served: Served) -> Any:
    return openai.OpenAI(base_url=f"{served[0]}v1", api_key="unused", max_retries=0)


def said(client: Any, text: str, **more: Any) -> Any:
    messages = [{"role": "user", "content": text}]
    return client.chat.completions.create(model="dateline", messages=messages, **more)


def test_the_model_is_listed(client: Any) -> None:
    assert [model.id for model in client.models.list()] == ["dateline"]
    assert client.models.retrieve("dateline").owned_by == "dateline"


def test_a_whole_answer_with_its_sources_and_itself(client: Any, served: Served) -> None:
    answer = said(client, "the bridge?")
    message = answer.choices[0].message
    assert message.content.startswith(bridge_answer("").text + "\n\n**Sources**\n\n1. [Harbour")
    assert f"({served[0]}#words=a1b2c3d4e5f6." in message.content
    assert message.annotations[0].url_citation.title == "Harbour bridge to close"
    assert Answer.from_dict(answer.dateline) == bridge_answer("the bridge?")


def test_the_words_come_as_they_are_found(client: Any) -> None:
    pieces = list(said(client, "the bridge?", stream=True, stream_options={"include_usage": True}))
    texts = [piece.choices[0].delta.content or "" for piece in pieces if piece.choices]
    assert len(texts) > 5
    whole = said(client, "the bridge?").choices[0].message.content
    assert "".join(texts).split() == whole.split()  # the scripted pipeline adds a blank
    assert Answer.from_dict(pieces[-2].dateline) == bridge_answer("the bridge?")
    assert pieces[-1].usage.total_tokens == 0


def test_earlier_messages_are_the_history(client: Any, served: Served) -> None:
    first = said(client, "the bridge?").choices[0].message.content
    messages = [
        {"role": "user", "content": "the bridge?"},
        {"role": "assistant", "content": first},
        {"role": "user", "content": "and then?"},
    ]
    client.chat.completions.create(
        model="dateline", messages=messages, metadata={"as_of": "2022-10-03"}
    )
    question, history, others = served[1].asked[-1]
    assert question == "and then?" and others == {"as_of": "2022-10-03"}
    assert history == [("user", "the bridge?"), ("assistant", bridge_answer("").text)]


def test_what_is_wrong_is_an_error_of_the_client(client: Any) -> None:
    with pytest.raises(openai.BadRequestError, match="empty") as caught:
        said(client, "   ")
    assert caught.value.param == "question"
    with pytest.raises(openai.NotFoundError) as missing:
        client.chat.completions.create(model="gpt", messages=[{"role": "user", "content": "x"}])
    assert missing.value.code == "model_not_found"
    with pytest.raises(openai.APIError) as failed:
        list(said(client, "crash", stream=True))
    assert "secret detail" not in str(failed.value)


def test_llamaindex_talks_to_it(served: Served) -> None:
    from llama_index.core.llms import ChatMessage
    from llama_index.llms.openai_like import OpenAILike

    llm = OpenAILike(
        model="dateline", api_base=f"{served[0]}v1", api_key="unused", is_chat_model=True
    )
    answer = llm.chat([ChatMessage("the bridge?")])
    assert "[1]" in str(answer.message.content)
    assert answer.raw.dateline["status"] == "answered"
    pieces = [piece.delta or "" for piece in llm.stream_chat([ChatMessage("the bridge?")])]
    assert "**Sources**" in "".join(pieces)


def test_a_token_of_the_environment_is_the_key_of_the_client() -> None:
    from ui.page.app import build_app
    from ui.server import launch

    app = build_app(FakePipeline())  # type: ignore[arg-type]
    url = launch(app, port=free_port(), token=TOKEN, block=False)
    try:
        with pytest.raises(openai.AuthenticationError):
            said(openai.OpenAI(base_url=f"{url}v1", api_key="wrong", max_retries=0), "the bridge?")
        friend = openai.OpenAI(base_url=f"{url}v1", api_key=TOKEN)
        assert said(friend, "the bridge?").choices[0].message.content
    finally:
        app.close(verbose=False)
