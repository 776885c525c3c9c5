"""/v1: the protocol of OpenAI's chat completions, so that any chat client talks to Dateline."""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncIterator, Iterator

from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from qa.types import AnswerReady, TextDelta
from ui.services.calls import Doors, Json, Problem, problem_of, read_body
from ui.services.chat_reply import Chunks, completion, error_body, model_card
from ui.services.chat_request import ChatRequest, check_model, read_chat
from ui.services.links import Links

PATH = "/v1"
THERE_ARE = f"GET {PATH}/models and POST {PATH}/chat/completions (a client may say chat model)"


def openai_routes(doors: Doors) -> list[Route]:
    """The routes, for the application that holds them to say who may use them."""

    async def models(request: Request) -> Response:
        return Json({"object": "list", "data": [model_card()]})

    async def model(request: Request) -> Response:
        check_model(request.path_params["name"])
        return Json(model_card())

    async def chat(request: Request) -> Response:
        asked = await run_in_threadpool(read_chat, await read_body(request))
        links = doors.links(request)
        if asked.stream:
            return await _streamed(doors, asked, links)
        async with doors.places:
            answer = await run_in_threadpool(doors.pipeline.ask, asked.question, **asked.options)
        return Json(completion(answer, links, name=_name(), created=int(time.time())))

    return [
        Route(f"{PATH}/models", models, methods=["GET"]),
        Route(f"{PATH}/models/{{name:path}}", model, methods=["GET"]),
        Route(f"{PATH}/chat/completions", chat, methods=["POST"]),
    ]


def openai_error(problem: Problem) -> Response:
    """An error in the form of this protocol."""
    return Json(error_body(problem), status_code=problem.status)


async def _streamed(doors: Doors, asked: ChatRequest, links: Links) -> Response:
    """Server-sent events. What is wrong with the question is said before they begin."""
    events = doors.pipeline.stream(asked.question, **asked.options)
    chunks = Chunks(_name(), int(time.time()), with_usage=asked.with_usage)

    def pieces() -> Iterator[str]:
        try:
            yield chunks.first()
            for event in events:
                if isinstance(event, TextDelta):
                    yield chunks.text(event.text)
                elif isinstance(event, AnswerReady):
                    yield from chunks.last(event.answer, links)
        except Exception as error:
            yield chunks.failed(problem_of(error))

    async def body() -> AsyncIterator[str]:
        try:
            async with doors.places:
                async for piece in iterate_in_threadpool(pieces()):
                    yield piece
        except Exception as error:  # every place is taken
            yield chunks.failed(problem_of(error))

    headers = {"cache-control": "no-cache", "x-accel-buffering": "no"}
    return StreamingResponse(body(), media_type="text/event-stream", headers=headers)


def _name() -> str:
    return f"chatcmpl-{uuid.uuid4().hex}"
