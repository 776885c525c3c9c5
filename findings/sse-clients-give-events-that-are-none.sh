#!/usr/bin/env bash
# httpx-sse 0.4.3 and sseclient-py 1.9.0: each gives events that a browser would not.
#
# Guess, written before the run: both follow the definition of server-sent events (WHATWG): a block
# without data is no event, and a block that the end of the stream cuts off is thrown away.
# What happens instead: httpx-sse gives an event with empty data for a block that has only an id,
# and from then on for each keep-alive comment (": ping"), since the id stays. sseclient-py leaves
# those out but gives the unfinished block at the end as if it were complete.
# Where a user meets it: streamed answers of language models and MCP servers. json.loads(event.data)
# fails at the first ping of a server that numbers its events; and after a lost connection half a
# sentence, or half a JSON document, arrives as a whole one.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"${PYTHON:-python3}" -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps \
  httpx-sse==0.4.3 sseclient-py==1.9.0 httpx==0.28.1 httpcore==1.0.9 h11==0.16.0 anyio==4.16.0 \
  certifi==2026.10.19.post1 idna==3.20 typing_extensions==4.16.0
cd "$dir"
"$dir/venv/bin/python" -I - <<'PYTHON'
import sys
from importlib.metadata import version

import httpx
import httpx_sse
import sseclient

PING = b": ping\n\n"
STREAM = PING + b"id: 1\n\n" + PING + b"id: 2\ndata: The mayor\n\n" + PING + b"data: has res"


def by_httpx_sse() -> list[str]:
    kind = {"content-type": "text/event-stream"}
    reply = httpx.Response(200, headers=kind, content=STREAM)
    return [event.data for event in httpx_sse.EventSource(reply).iter_sse()]


def by_sseclient() -> list[str]:
    return [event.data for event in sseclient.SSEClient(iter([STREAM])).events()]


print("stream:", STREAM)
got = {"httpx-sse": by_httpx_sse(), "sseclient-py": by_sseclient()}
for name, events in got.items():
    print(f"  {name} {version(name)}: {events}")
print("  by the definition: ['The mayor']")
if got["httpx-sse"] != ["", "", "The mayor", ""]:
    sys.exit("CHANGED: httpx-sse no longer gives events for blocks without data.")
if got["sseclient-py"] != ["The mayor", "has res"]:
    sys.exit("CHANGED: sseclient-py no longer gives the block that was cut off.")
PYTHON
