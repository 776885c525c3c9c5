"""From where a call comes: another site's pages and names that an outsider can own get nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.ui.services.conftest import Calling
from ui.errors import BadInputError
from ui.services.access import Access
from ui.services.calls import MOST_BODY_BYTES, MOST_DEPTH
from ui.services.origin import callers_of

OURS = callers_of(["127.0.0.1", "newsroom7"], ["https://chat.example"])
ASKED = {"question": "the bridge?"}
MCP = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
LISTING = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1:7860", "localhost:7860", "[::1]:7860", "192.168.1.5", "newsroom7:7860"),
        *("dateline", "press.local", "host.docker.internal:7860", "chat.example", "Localhost.", ""),
    ],
)
def test_names_that_no_outsider_can_own_are_answered(host: str) -> None:
    assert OURS.refused({"host": host}) == ""


@pytest.mark.parametrize(
    "host",
    ["rebound.test.example:7860", "127.0.0.1.nip.example", "localhost.example", "a b.c", "."],
)
def test_a_name_that_was_made_to_point_here_is_refused(host: str) -> None:
    assert "--allow-origin" in OURS.refused({"host": host})
    assert OURS.refused({"host": host}, any_name=True) == ""


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://localhost:7860"},
        {"origin": "https://chat.example"},
        {"origin": "http://localhost", "host": "localhost:80"},
        {"origin": "https://news.example", "x-forwarded-host": "news.example"},
        {"origin": "https://news.example", "sec-fetch-site": "same-origin"},  # behind a proxy
    ],
)
def test_a_page_of_this_server_may_ask(headers: dict[str, str]) -> None:
    assert OURS.refused({"host": "localhost:7860", **headers}) == ""


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://localhost:3000", "https://chat.example.evil"]
)
def test_a_page_of_another_site_may_not(origin: str) -> None:
    headers = {"host": "localhost:7860", "origin": origin, "sec-fetch-site": "cross-site"}
    assert origin in OURS.refused(headers)


def test_what_is_advised_can_be_done() -> None:
    said = OURS.refused({"host": "localhost", "origin": "http://localhost:3000"})
    assert said.endswith("--allow-origin http://localhost:3000.")
    assert callers_of([], [said.split()[-1].rstrip(".")]).origins == {"http://localhost:3000"}


@pytest.mark.parametrize("origin", ["null", "file://", "chrome-extension://abcdef", "http://"])
def test_a_page_without_an_address_is_not_told_to_name_it(origin: str) -> None:
    said = OURS.refused({"host": "localhost", "origin": origin})
    assert "from an address" in said and f"--allow-origin {origin}" not in said


@pytest.mark.parametrize("origin", ["chat.example", "ftp://x", "https://a/b", "https://a b", "*"])
def test_an_origin_that_is_no_site_is_named(origin: str) -> None:
    with pytest.raises(BadInputError, match="--allow-origin"):
        callers_of([], [origin])


@pytest.mark.parametrize(
    "path", ["/api/ask", "/v1/chat/completions", "/mcp", "/gradio_api/run/ask"]
)
@pytest.mark.parametrize("headers", [{"origin": "http://evil.example"}, {"host": "evil.example"}])
def test_every_door_asks_where_a_call_comes_from(
    calling: Calling, path: str, headers: dict[str, str]
) -> None:
    client, pipeline = calling(callers=OURS)
    said = client.post(path, json=ASKED, headers={"host": "localhost", **headers})
    assert said.status_code == 403 and "--allow-origin" in said.text
    assert pipeline.asked == [] and "access-control-allow-origin" not in said.headers


def test_where_a_password_is_asked_for_any_name_will_do(calling: Calling) -> None:
    token = "0123456789abcdef-token"
    client, _ = calling(callers=OURS, access=Access(token))
    headers = {"host": "news.example", "authorization": f"Bearer {token}"}
    assert client.post("/api/ask", json=ASKED, headers=headers).status_code == 200
    assert client.get("/", headers=headers).status_code == 403  # the page is open


def test_a_page_that_is_named_may_ask_and_read(calling: Calling) -> None:
    client, _ = calling(callers=OURS, access=Access("0123456789abcdef-token"))
    origin = {"host": "localhost", "origin": "https://chat.example"}
    before = {
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization, x-stainless-os",
    }
    said = client.options("/v1/chat/completions", headers={**origin, **before})
    assert said.status_code == 204
    assert said.headers["access-control-allow-headers"] == "authorization, x-stainless-os"
    refused = client.post("/api/ask", json=ASKED, headers=origin)
    assert refused.status_code == 401  # and its page can read why
    assert refused.headers["access-control-allow-origin"] == "https://chat.example"


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


@pytest.mark.parametrize("depth", [MOST_DEPTH, 5_000, 200_000])
@pytest.mark.parametrize(
    "path", ["/mcp", "/api/ask", "/v1/chat/completions", "/gradio_api/run/ask"]
)
def test_a_body_that_is_nested_deeply_is_refused(calling: Calling, path: str, depth: int) -> None:
    client, pipeline = calling()
    body = json.dumps(ASKED)[:-1] + f', "params": {nested(depth)}}}'
    said = client.post(path, content=body, headers=MCP)
    assert said.status_code == 400 and "64 levels" in said.text
    assert pipeline.asked == []


@pytest.mark.parametrize("path", ["/mcp", "/api/ask"])
def test_a_large_body_is_refused(calling: Calling, path: str) -> None:
    client, _ = calling()
    said = client.post(path, content=b" " * (MOST_BODY_BYTES + 1), headers=MCP)
    assert said.status_code == 400 and "4,000,000" in said.text


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[]", b"null", b'{"jsonrpc": "2.0"}'])
def test_agents_get_an_error_in_their_protocol(calling: Calling, body: bytes) -> None:
    client, _ = calling()
    said = client.post("/mcp", content=body, headers=MCP)
    assert said.status_code == 400 and said.json()["error"]["code"] < -32_000


def test_agents_are_answered_as_before(calling: Calling) -> None:
    client, _ = calling()
    said: Any = client.post("/mcp", json=LISTING, headers=MCP)
    assert [tool["name"] for tool in said.json()["result"]["tools"]][:1] == ["ask"]


@pytest.mark.parametrize(
    "host", ["[::1", "[evil.example]", "[::1]evil.example", "evil.example:[::1]"]
)
def test_brackets_around_no_address_are_no_name_of_ours(host: str) -> None:
    assert "--allow-origin" in OURS.refused({"host": host})


def test_what_another_site_has_loaded_is_refused_and_a_link_followed() -> None:
    asked = {"host": "localhost:8000", "sec-fetch-site": "cross-site"}
    assert OURS.refused(asked | {"sec-fetch-mode": "no-cors"})
    assert OURS.refused(asked | {"sec-fetch-mode": "navigate"}) == ""
