"""/api: questions and articles as plain JSON over HTTP, one call and one answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from ui.errors import ArgumentError
from ui.render.article_page import article_page
from ui.services.arguments import (
    FILTERS,
    MOST_LISTED,
    clean,
    only_known,
    read_asked,
    read_filters,
    text_of,
    whole_number,
)
from ui.services.calls import Doors, Json, Problem, read_body
from ui.services.openapi import describe
from ui.services.reading import (
    MOST_WORDS_CHARS,
    find_article,
    list_articles,
    search_articles,
    whole_article,
)

PATH = "/api"
THERE_ARE = f"{PATH}/openapi.json describes what there is"
LISTED = 50
MOST_OFFSET = 10_000_000
_LISTING = (*FILTERS, "words", "limit", "offset")


def rest_routes(doors: Doors) -> list[Route]:
    """The routes, for the application that holds them to say who may use them."""
    pipeline = doors.pipeline

    async def ask(request: Request) -> Response:
        question, options = read_asked(await read_body(request))
        async with doors.places:
            answer = await run_in_threadpool(pipeline.ask, question, **options)
        return Json(answer.to_dict())

    async def articles(request: Request) -> Response:
        given = _query(request, _LISTING)
        filters = read_filters({name: given[name] for name in FILTERS if name in given})
        words = text_of("words", given["words"], MOST_WORDS_CHARS) if "words" in given else ""
        limit = whole_number("limit", given.get("limit", LISTED), 1, MOST_LISTED)
        offset = whole_number("offset", given.get("offset", 0), 0, MOST_OFFSET)
        return await _read(list_articles, pipeline, filters, words, limit=limit, offset=offset)

    async def article(request: Request) -> Response:
        wanted = clean(request.path_params["article_id"])
        given = _query(request, ("start", "end"))
        place = [whole_number(name, given.get(name, 0), 0, 10**9) for name in ("start", "end")]
        if "text/html" in request.headers.get("accept", ""):  # a person who followed a link
            found = await run_in_threadpool(find_article, pipeline, wanted)
            return HTMLResponse(article_page(found, *place))
        return await _read(whole_article, pipeline, wanted, doors.links(request))

    async def search(request: Request) -> Response:
        query = text_of("query", _query(request, ("query",)).get("query", ""), MOST_WORDS_CHARS)
        async with doors.places:
            return await _read(_found, pipeline, query, doors.links(request))

    async def openapi(request: Request) -> Response:
        return Json(describe(doors.links(request).base))

    return [
        Route(f"{PATH}/ask", ask, methods=["POST"]),
        Route(f"{PATH}/articles", articles, methods=["GET"]),
        Route(f"{PATH}/articles/{{article_id:path}}", article, methods=["GET"]),
        Route(f"{PATH}/search", search, methods=["GET"]),
        Route(f"{PATH}/openapi.json", openapi, methods=["GET"]),
    ]


def rest_error(problem: Problem) -> Response:
    """An error as this service says it."""
    said = {"code": problem.code, "message": problem.message, "argument": problem.argument}
    return Json({"error": said}, status_code=problem.status)


def _found(*of: Any) -> dict[str, Any]:
    return {"results": search_articles(*of)}


async def _read(read: Callable[..., Any], *of: Any, **more: Any) -> Response:
    return Json(await run_in_threadpool(read, *of, **more))


def _query(request: Request, names: tuple[str, ...]) -> dict[str, Any]:
    """The arguments of the address; `publishers` may stand there several times. Raises
    ArgumentError for one that there is not, or that stands there twice.
    """
    given: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if name == "publishers" and name in given:
            given[name] = [*given[name], value]
        elif name == "publishers":
            given[name] = [value]
        elif name in given:
            raise ArgumentError(f"{name} stands in the address twice.", name)
        else:
            given[name] = value
    only_known(given, names)
    if len(given.get("publishers", ())) == 1:
        given["publishers"] = given["publishers"][0]  # names between commas
    return given
