"""MCP: the tools ask, articles, search and fetch for agents, over HTTP and on standard input.

`search` and `fetch` have the shapes that deep-research clients expect. Results are JSON as text,
bounded to what an agent can read, with addresses that it can cite.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from mcp import types
from mcp.server.lowlevel import Server
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from qa.types import Answer
from ui.errors import UnknownIdError
from ui.services.access import Places
from ui.services.arguments import (
    FILTERS,
    only_known,
    read_asked,
    read_filters,
    shown,
    text_of,
    whole_number,
)
from ui.services.calls import Json, Problem, problem_of
from ui.services.links import Links
from ui.services.openapi import question_schema
from ui.services.reading import (
    MOST_WORDS_CHARS,
    fetch_article,
    list_articles,
    search_articles,
)

if TYPE_CHECKING:
    from qa.pipeline import QAPipeline

MOST_LISTED, LISTED = 100, 50
# Of one answer: whom was asked, and who else prints the same, is a matter of a few names.
MOST_PUBLISHERS, MOST_COPIES = 20, 5
_LISTING = (*FILTERS, "words", "limit", "offset")
INSTRUCTIONS = (
    "Questions about the news articles of this collection. `ask` answers with verbatim quotes; "
    "`search` and `fetch` read the articles themselves. Cite the addresses of the results. "
    "Nothing outside the articles is known here."
)
_ASK = (
    "Answer a question from the indexed news articles, each sentence cited at verbatim quotes. "
    "Returns JSON: status (answered, not_in_articles or about_corpus), text with markers like [1], "
    "citations with quote, publisher and date, what was searched, and under `addresses` what to "
    "cite for each marker. Nothing outside the articles is used: when they don't answer, the "
    "status is not_in_articles."
)
_SEARCH = (
    "Find the articles nearest to a question or to words. Returns JSON: results with id, title, "
    "url and text (the passage that fits). Read one whole with `fetch`."
)
_FETCH = (
    "Read an article by its id. Returns JSON: id, title, url, text and metadata. Of a long one the "
    "metadata names the id under which the text goes on."
)
_ARTICLES = (
    "List the indexed articles, the newest first. Returns JSON: articles with id, title, "
    "publisher, author, date and address, `total`, and how many were left out."
)
# (pipeline, arguments, links) → what is given back as JSON
_Tool = Callable[["QAPipeline", Mapping[str, Any], Links], Any]


def mcp_server(
    pipeline: QAPipeline, links_of: Callable[[Any], Links], places: Places
) -> Server[Any, Any]:
    """A server of the tools. `links_of` turns the HTTP request that a call came with (None on
    standard input) into addresses.
    """
    server: Server[Any, Any] = Server("dateline", instructions=INSTRUCTIONS)

    @server.list_tools()  # type: ignore[no-untyped-call, untyped-decorator]
    async def list_tools() -> list[types.Tool]:
        return tools()

    # What is wrong is said in our words, and "6" is taken for 6: no check by the schema.
    @server.call_tool(validate_input=False)  # type: ignore[untyped-decorator]
    async def call_tool(name: str, given: dict[str, Any]) -> list[types.TextContent]:
        try:
            if name not in _TOOLS:
                there = ", ".join(_TOOLS)
                raise UnknownIdError(f"There is no tool {shown(name)}; there are: {there}.")
            links = links_of(server.request_context.request)
            async with places:
                result = await run_in_threadpool(_TOOLS[name], pipeline, given, links)
        except Exception as error:
            raise RuntimeError(problem_of(error).message) from None
        text = json.dumps(result, ensure_ascii=False, separators=(",", ":"))
        clean = text.encode("utf-8", "replace").decode("utf-8")
        return [types.TextContent(type="text", text=clean)]

    return server


def mcp_error(problem: Problem) -> Response:
    """An error in the form of this protocol (JSON-RPC 2.0), about a call that can't be read."""
    said = types.ErrorData(code=types.INVALID_REQUEST, message=problem.message)
    whole = {"jsonrpc": "2.0", "id": None, "error": said.model_dump(exclude_none=True)}
    return Json(whole, status_code=problem.status)


def tools() -> list[types.Tool]:
    """The tools as a client is told of them."""
    text = {"type": "string"}
    asking = question_schema()
    filters = {name: asking["properties"][name] for name in FILTERS}
    listing = {
        **filters,
        "words": {**text, "description": "Only articles with all of these words."},
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST_LISTED, "default": LISTED},
        "offset": {"type": "integer", "minimum": 0, "default": 0},
    }
    query = {"query": {**text, "description": "A question, or words."}}
    wanted = {"id": {**text, "description": "The id of a search result."}}
    return [
        _tool("ask", "Ask the news", _ASK, asking["properties"], ["question"]),
        _tool("articles", "List articles", _ARTICLES, listing, []),
        _tool("search", "Search articles", _SEARCH, query, ["query"]),
        _tool("fetch", "Read an article", _FETCH, wanted, ["id"]),
    ]


def for_agents(answer: Answer, links: Links) -> dict[str, Any]:
    """The answer's own JSON, its long lists of names cut, with the `addresses` to cite."""
    document = answer.to_dict()
    cited = answer.citations or answer.related
    document["addresses"] = {str(c.marker): links.to_quote(c) for c in cited}
    publishers = document["coverage"]["publishers"]
    if len(publishers) > MOST_PUBLISHERS:
        document["publishers_left_out"] = len(publishers) - MOST_PUBLISHERS
        document["coverage"]["publishers"] = publishers[:MOST_PUBLISHERS]
    for citation in (*document["citations"], *document["related"]):
        citation["also_in"] = citation["also_in"][:MOST_COPIES]
    return document


def _ask(pipeline: QAPipeline, given: Mapping[str, Any], links: Links) -> Any:
    question, options = read_asked(given)
    return for_agents(pipeline.ask(question, **options), links)


def _articles(pipeline: QAPipeline, given: Mapping[str, Any], links: Links) -> Any:
    only_known(given, _LISTING)
    filters = read_filters({name: given.get(name) for name in FILTERS})
    words = given.get("words")
    wanted = text_of("words", words, MOST_WORDS_CHARS) if words not in (None, "") else ""
    limit = whole_number("limit", given.get("limit", LISTED), 1, MOST_LISTED)
    offset = whole_number("offset", given.get("offset", 0), 0, 10_000_000)
    return list_articles(pipeline, filters, wanted, limit=limit, offset=offset)


def _search(pipeline: QAPipeline, given: Mapping[str, Any], links: Links) -> Any:
    only_known(given, ("query",))
    query = text_of("query", given.get("query"), MOST_WORDS_CHARS)
    return {"results": search_articles(pipeline, query, links)}


def _fetch(pipeline: QAPipeline, given: Mapping[str, Any], links: Links) -> Any:
    only_known(given, ("id",))
    return fetch_article(pipeline, text_of("id", given.get("id"), 200), links)


_TOOLS: Mapping[str, _Tool] = {
    "ask": _ask,
    "articles": _articles,
    "search": _search,
    "fetch": _fetch,
}


def _tool(
    name: str, title: str, said: str, arguments: Mapping[str, Any], required: list[str]
) -> types.Tool:
    schema = {"type": "object", "properties": dict(arguments), "required": required}
    reads = types.ToolAnnotations(readOnlyHint=True, openWorldHint=False)
    return types.Tool(
        name=name, title=title, description=said, inputSchema=schema, annotations=reads
    )
