"""/api and /v1 over a scripted pipeline: what is answered, and how what is wrong is said."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.types import Answer
from tests.ui.fakes import HARBOUR, bridge_answer
from tests.ui.services.conftest import Calling
from ui.errors import BadInputError
from ui.services.access import Access, read_token
from ui.services.arguments import NAMES

TOKEN = "0123456789abcdef-token"
ASKED = {"question": "the bridge?"}
CHATS = "/v1/chat/completions"
CHAT = {"model": "dateline", "messages": [{"role": "user", "content": "the bridge?"}]}


def test_a_question_brings_the_answers_own_json(calling: Calling) -> None:
    client, _ = calling()
    said = client.post("/api/ask", json=ASKED)
    assert said.status_code == 200
    assert Answer.from_dict(said.json()) == bridge_answer("the bridge?")


def test_options_are_handed_on(calling: Calling) -> None:
    client, pipeline = calling()
    history = [{"role": "user", "content": "the bridge?"}]
    options = {"after": "2022", "as_of": "2022-10-03", "publishers": "Reuters", "top_k": "3"}
    client.post("/api/ask", json={**ASKED, "history": history, **options})
    assert pipeline.asked[-1] == (
        "the bridge?",
        [("user", "the bridge?")],
        {"after": "2022", "as_of": "2022-10-03", "publishers": ["Reuters"], "top_k": 3},
    )


@pytest.mark.parametrize(
    ("body", "argument", "said"),
    [
        ({}, "question", "text"),
        ({"question": " "}, "question", "empty"),
        ({**ASKED, "top_k": "false"}, "top_k", "number from 1 to 50"),
        ({**ASKED, "publisher": "Reuters"}, "publisher", "publishers"),
        ([], None, "JSON object"),
    ],
)
def test_what_is_wrong_is_named(calling: Calling, body: Any, argument: Any, said: str) -> None:
    client, pipeline = calling()
    response = client.post("/api/ask", json=body)
    assert response.status_code == 400
    error = response.json()["error"]
    assert error["argument"] == argument and said in error["message"]
    assert pipeline.asked == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b'{"question": NaN}'])
def test_a_body_that_is_no_json_is_refused(calling: Calling, body: bytes) -> None:
    client, _ = calling()
    for path in ("/api/ask", "/v1/chat/completions"):
        assert client.post(path, content=body).status_code == 400


def test_articles_are_listed_in_pieces_that_count_what_is_left(calling: Calling) -> None:
    client, _ = calling()
    page = client.get("/api/articles", params={"limit": 1}).json()
    assert [row["article_id"] for row in page["articles"]] == [HARBOUR.article_id]
    assert (page["total"], page["left_out"]) == (3, 2)
    assert "path" not in page["articles"][0]
    rest = client.get("/api/articles", params={"offset": 1}).json()
    assert (len(rest["articles"]), rest["left_out"]) == (2, 0)
    wrong = client.get("/api/articles", params={"limit": "many"})
    assert wrong.status_code == 400 and wrong.json()["error"]["argument"] == "limit"


def test_an_article_comes_whole_without_its_path(calling: Calling) -> None:
    client, _ = calling()
    found = client.get(f"/api/articles/{HARBOUR.article_id}").json()
    assert found["text"] == HARBOUR.text and "path" not in found
    assert found["address"] == f"http://news.example/#words={HARBOUR.article_id}.0.0"
    assert client.get("/api/articles/none").status_code == 404


def test_a_cited_address_without_a_page_is_the_article_with_the_words_marked(
    calling: Calling,
) -> None:
    client, _ = calling(has_page=False)
    said = client.post("/v1/chat/completions", json=CHAT).json()
    links = [a["url_citation"]["url"] for a in said["choices"][0]["message"]["annotations"]]
    assert links[0] == "https://news.example/harbour?a=1&b=2"  # the publisher's own
    assert links[1].startswith("http://news.example/api/articles/b1b2c3d4e5f6?start=0&end=17#")
    page = client.get(links[1], headers={"accept": "text/html,*/*"})
    assert page.headers["content-type"].startswith("text/html")
    assert '<mark id="quote">Ferries are full.</mark>' in page.text
    hostile = client.get("/api/articles/c1b2c3d4e5f6", headers={"accept": "text/html"}).text
    assert not any(mark in hostile for mark in ("<script", "<img", "<iframe", "<svg", "href="))


def test_openapi_describes_every_path_and_every_answer_fits(calling: Calling) -> None:
    import jsonschema

    client, _ = calling()
    described = client.get("/api/openapi.json").json()
    assert {"/api/ask", "/api/search", "/v1/chat/completions"} <= set(described["paths"])
    schema = {"$ref": "#/components/schemas/Answer", "components": described["components"]}
    jsonschema.validate(client.post("/api/ask", json=ASKED).json(), schema)
    schema["$ref"] = "#/components/schemas/Error"
    jsonschema.validate(client.post("/api/ask", json={}).json(), schema)


def test_an_inner_error_is_not_shown(calling: Calling) -> None:
    client, _ = calling()
    for path, body in (
        ("/api/ask", {"question": "crash"}),
        ("/v1/chat/completions", {**CHAT, "messages": [{"role": "user", "content": "crash"}]}),
    ):
        said = client.post(path, json=body)
        assert said.status_code == 500 and "secret detail" not in said.text
        assert said.json()["error"]["message"]
    body = {**CHAT, "messages": [{"role": "user", "content": "crash"}], "stream": True}
    streamed = client.post("/v1/chat/completions", json=body)
    assert '"error"' in streamed.text and "secret detail" not in streamed.text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=5,
)
NAMED = st.dictionaries(st.sampled_from([*NAMES, "model", "messages", "metadata", "x"]), JSON)
MESSAGES = st.lists(st.fixed_dictionaries({"role": st.just("user"), "content": JSON}), max_size=3)


def test_whatever_is_sent_the_server_never_fails(calling: Calling) -> None:
    client, _ = calling()

    @given(JSON | NAMED, JSON | MESSAGES, JSON)
    def send(body: Any, messages: Any, metadata: Any) -> None:
        chat = {"model": "dateline", "messages": messages, "metadata": metadata}
        for path, sent in (("/api/ask", body), (CHATS, body), (CHATS, chat)):
            said = client.post(path, content=json.dumps(sent).encode())
            assert said.status_code in (200, 400, 404) and said.json()
        for word in (str(body)[:40], str(metadata)[:40]):
            for name in ("words", "limit", "after", "publishers"):
                assert client.get("/api/articles", params={name: word}).status_code in (200, 400)
            assert client.get(f"/api/articles/{quote(word, safe='')}").status_code in (200, 404)

    send()


def test_unknown_paths_are_said_in_the_form_of_their_door(calling: Calling) -> None:
    client, _ = calling()
    assert client.post("/v1/completions", json={}).json()["error"]["type"]
    assert "openapi.json" in client.get("/api/nothing").json()["error"]["message"]


@pytest.mark.parametrize("path", ["/api/articles", "/v1/models", "/mcp"])
def test_with_a_token_nothing_answers_without_it(calling: Calling, path: str) -> None:
    client, _ = calling(access=Access(TOKEN))
    for headers in ({}, {"authorization": "Bearer no"}, {"authorization": f"Basic {TOKEN}"}):
        refused = client.get(path, headers=headers)
        assert refused.status_code == 401
        assert "DATELINE_API_TOKEN" in refused.json()["error"]["message"]
    with_token = client.get(path, headers={"authorization": f"Bearer {TOKEN}"})
    assert with_token.status_code != 401


def test_a_login_opens_the_services_too(calling: Calling) -> None:
    client, _ = calling(access=Access(logins=(("ada", "pa:ss"),)))
    assert client.get("/api/articles").status_code == 401
    pair = base64.b64encode(b"ada:pa:ss").decode()
    assert client.get("/api/articles", headers={"authorization": f"Basic {pair}"}).json()
    assert client.get("/api/articles", headers={"authorization": "Basic ???"}).status_code == 401


def test_without_a_page_the_token_guards_everything(calling: Calling) -> None:
    client, _ = calling(access=Access(TOKEN), has_page=False)
    assert client.get("/gradio_api/info").status_code == 401
    client, _ = calling(access=Access(TOKEN), has_page=True)
    assert client.get("/gradio_api/info").status_code == 404  # the page's own matter


def test_a_short_token_is_refused() -> None:
    assert read_token({}) == ""
    assert read_token({"DATELINE_API_TOKEN": TOKEN}) == TOKEN
    with pytest.raises(BadInputError, match="16 or more"):
        read_token({"DATELINE_API_TOKEN": "secret"})


def test_addresses_are_those_that_the_caller_sees(calling: Calling) -> None:
    proxied = {"x-forwarded-host": "paper.example", "x-forwarded-proto": "https"}
    for root_path, headers, base in (
        ("", {}, "http://news.example"),
        ("/news", proxied, "https://paper.example/news"),
        ("https://else.example/n/", {}, "https://else.example/n"),
        ("", {"x-forwarded-host": "<script>"}, ""),
    ):
        client, _ = calling(root_path=root_path)
        said = client.post("/v1/chat/completions", json=CHAT, headers=headers).json()
        link = said["choices"][0]["message"]["annotations"][0]["url_citation"]["url"]
        assert link.startswith(f"{base}/#words=" if base else "https://news.example/harbour")


def test_filters_stand_in_metadata_or_in_a_system_message(calling: Calling) -> None:
    client, pipeline = calling()
    system = "You are helpful.\ndateline.after = 2022-09-01\ndateline.publishers: Reuters; AP\n"
    messages = [{"role": "system", "content": system}, *CHAT["messages"]]
    metadata = {"before": "2023", "after": "2022-10", "chat_id": "7"}
    client.post("/v1/chat/completions", json={**CHAT, "messages": messages, "metadata": metadata})
    expected = {"after": "2022-10", "before": "2023", "publishers": ["Reuters", "AP"]}
    assert pipeline.asked[-1][2] == expected
    messages[0] = {"role": "system", "content": "dateline.since = 2022"}
    wrong = client.post("/v1/chat/completions", json={**CHAT, "messages": messages})
    assert wrong.json()["error"]["param"] == "dateline.since"


@pytest.mark.parametrize(
    ("change", "status", "param"),
    [
        ({"model": "gpt-4"}, 404, None),
        ({"model": None}, 400, "model"),
        ({"messages": []}, 400, "messages"),
        ({"messages": [{"role": "assistant", "content": "x"}]}, 400, "messages"),
        ({"messages": [{"role": "robot", "content": "x"}]}, 400, "messages"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, 400, "messages"),
        ({"n": 2}, 400, "n"),
        ({"stream": "yes"}, 400, "stream"),
        ({"response_format": {"type": "json_object"}}, 400, "response_format"),
        ({"metadata": {"top_k": "many"}}, 400, "top_k"),
    ],
)
def test_a_chat_that_cannot_be_read_is_refused_in_its_form(
    calling: Calling, change: dict[str, Any], status: int, param: str | None
) -> None:
    client, _ = calling()
    said = client.post("/v1/chat/completions", json={**CHAT, **change})
    assert said.status_code == status
    error = said.json()["error"]
    assert set(error) == {"message", "type", "param", "code"} and error["param"] == param


def test_parts_of_text_and_calls_of_tools_are_read_past(calling: Calling) -> None:
    client, pipeline = calling()
    parts = [{"type": "text", "text": "the bridge?"}]
    messages = [
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": None, "tool_calls": []},
        {"role": "tool", "content": "x", "tool_call_id": "1"},
        {"role": "user", "content": parts},
    ]
    said = client.post("/v1/chat/completions", json={**CHAT, "messages": messages})
    assert said.status_code == 200
    assert pipeline.asked[-1][:2] == ("the bridge?", [("user", "Hello")])


def test_events_end_with_the_whole_answer(calling: Calling) -> None:
    client, _ = calling()
    options = {"stream": True, "stream_options": {"include_usage": True}}
    said = client.post("/v1/chat/completions", json={**CHAT, **options})
    assert said.headers["content-type"].startswith("text/event-stream")
    lines = [line.removeprefix("data: ") for line in said.text.split("\n\n") if line]
    assert lines[-1] == "[DONE]"
    chunks = [json.loads(line) for line in lines[:-1]]
    assert chunks[0]["choices"][0]["delta"]["role"] == "assistant"
    assert chunks[-1]["usage"]["total_tokens"] == 0 and chunks[-1]["choices"] == []
    assert chunks[-2]["choices"][0]["finish_reason"] == "stop"
    assert Answer.from_dict(chunks[-2]["dateline"]) == bridge_answer("the bridge?")
