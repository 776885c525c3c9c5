"""The description of /api and /v1 in the form of OpenAPI 3.1. Pure."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from qa.question.asked import MAX_QUESTION_CHARS, MOST_PASSAGES
from qa.types import Answer
from ui.services.arguments import MOST_LISTED, MOST_PUBLISHERS
from ui.services.chat_request import BESIDE, MODEL

# Loosely: which days a month has is said when one is wrong.
_DATE = r"^([1-8]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|1\d|2[0-8]).*)?)?)?$"
_TEXT = {"type": "string"}
_MAYBE_TEXT = {"type": ["string", "null"]}
_FILTERS: dict[str, Any] = {
    "after": "Only articles published on or after this ISO date (2022, 2022-09 or 2022-09-30).",
    "before": "Only articles published before this ISO date.",
    "as_of": "As if on this day: nothing later is read, and “last week” is counted from it.",
}
_PUBLISHERS: dict[str, Any] = {
    "type": ["array", "null"],
    "items": _TEXT,
    "maxItems": MOST_PUBLISHERS,
    "description": "Only articles of these publishers or agencies.",
}
_NAMES = ("article_id", "title", "publisher", "author", "published_at", "url")


def question_schema() -> dict[str, Any]:
    """The arguments of a question, as JSON Schema."""
    return dict(_schemas()["Question"])


def describe(base: str = "") -> dict[str, Any]:
    """The whole description; `base` is the address of the server."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Dateline",
            "version": "1",
            "description": "Questions about news articles, answered with passages cited at the "
            "very words. Where the server asks for a token, send it as a bearer token.",
        },
        "servers": [{"url": base or "/"}],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }


def _paths() -> dict[str, Any]:
    listing = [
        *(_parameter(name, {**_TEXT, "pattern": _DATE}, said) for name, said in _FILTERS.items()),
        _parameter("publishers", {"type": "array", "items": _TEXT}, _PUBLISHERS["description"]),
        _parameter("words", {**_TEXT, "minLength": 1}, "Only articles with all of these words."),
        _parameter("limit", _number(1, MOST_LISTED, 50), "How many are listed."),
        _parameter("offset", _number(0, 10_000_000, 0), "How many are passed over."),
    ]
    query = {**_TEXT, "minLength": 1, "maxLength": MAX_QUESTION_CHARS}
    article_id = {"name": "article_id", "in": "path", "required": True, "schema": _TEXT}
    model = {"name": "name", "in": "path", "required": True, "schema": _TEXT}
    return {
        "/api/ask": {
            "post": _operation(
                "ask", "Answer a question from the articles", _ref("Answer"), body="Question"
            )
        },
        "/api/articles": {
            "get": _operation(
                "list_articles", "List articles, the newest first", _ref("Articles"), listing
            )
        },
        "/api/articles/{article_id}": {
            "get": _operation(
                "get_article",
                "One article; as a page with the words marked, where HTML is asked for",
                _ref("Article"),
                [
                    article_id,
                    _parameter("start", _number(0, 10**9, 0), "The first character to mark."),
                    _parameter("end", _number(0, 10**9, 0), "The character behind the last."),
                ],
            )
        },
        "/api/search": {
            "get": _operation(
                "search",
                "The articles nearest to a question or to words",
                _ref("Found"),
                [_parameter("query", query, "A question, or words.", required=True)],
            )
        },
        "/v1/models": {
            "get": _operation("list_models", "The one model", {"type": "object"}, openai=True)
        },
        "/v1/models/{name}": {
            "get": _operation("get_model", "A model", {"type": "object"}, [model], openai=True)
        },
        "/v1/chat/completions": {
            "post": _operation(
                "chat",
                "Answer the last message, in OpenAI's protocol",
                _ref("Completion"),
                body="Chat",
                openai=True,
            )
        },
    }


def _operation(
    name: str,
    summary: str,
    gives: dict[str, Any],
    parameters: list[dict[str, Any]] | None = None,
    *,
    body: str = "",
    openai: bool = False,
) -> dict[str, Any]:
    error = _ref("OpenAIError" if openai else "Error")
    whole = {"application/json": {"schema": gives}}
    if body == "Chat":
        whole["text/event-stream"] = {"schema": {}}
    responses = {
        status: {"description": said, "content": {"application/json": {"schema": error}}}
        for status, said in (
            ("400", "An argument can't be used; it is named"),
            ("401", "The token is missing or wrong"),
            ("404", "There is no such thing"),
            ("405", "Another method"),
            ("429", "Too many questions wait"),
            ("503", "The index or the model can't be read"),
        )
    }
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "responses": {"200": {"description": "Done", "content": whole}, **responses},
    }
    if parameters:
        operation["parameters"] = parameters
    if body:
        content = {"application/json": {"schema": _ref(body)}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


@lru_cache(maxsize=1)
def _schemas() -> dict[str, Any]:
    from pydantic import TypeAdapter

    answer = TypeAdapter(Answer).json_schema(
        ref_template="#/components/schemas/{model}", mode="serialization"
    )
    parts = answer.pop("$defs")
    row = {"type": "object", "properties": dict.fromkeys(_NAMES, _MAYBE_TEXT)}
    turn = {
        "type": "object",
        "properties": {"role": {"enum": ["user", "assistant"]}, "content": _TEXT},
        "required": ["role", "content"],
    }
    dates = {
        name: {"type": ["string", "null"], "pattern": _DATE, "description": said}
        for name, said in _FILTERS.items()
    }
    top_k = {**_number(1, MOST_PASSAGES), "description": "How many passages the reader sees."}
    beside = {**dates, "publishers": _PUBLISHERS, "top_k": {**top_k, "type": ["integer", "null"]}}
    message = {
        "type": "object",
        "properties": {
            "role": {"enum": ["system", "user", "assistant"]},
            "content": {**_TEXT, "minLength": 1},
        },
        "required": ["role", "content"],
    }
    return {
        **parts,
        "Answer": answer,
        "Question": {
            "type": "object",
            "properties": {
                "question": {
                    **_TEXT,
                    "minLength": 1,
                    "maxLength": MAX_QUESTION_CHARS,
                    "description": "The question in plain words.",
                },
                "history": {
                    "type": ["array", "null"],
                    "items": turn,
                    "description": "Earlier turns, oldest first.",
                },
                **beside,
            },
            "required": ["question"],
            "additionalProperties": False,
        },
        "Articles": _object(
            articles={"type": "array", "items": row}, total=_number(0), left_out=_number(0)
        ),
        "Article": _object(article_id=_TEXT, title=_TEXT, text=_TEXT, address=_TEXT),
        "Found": _object(
            results={
                "type": "array",
                "items": _object(id=_TEXT, title=_TEXT, url=_TEXT, text=_TEXT),
            }
        ),
        "Chat": {
            "type": "object",
            "properties": {
                "model": {"enum": [MODEL]},
                "messages": {"type": "array", "minItems": 1, "items": message},
                "stream": {"type": "boolean"},
                "metadata": {
                    "type": "object",
                    "description": f"May hold {', '.join(BESIDE)}; the rest is left unread.",
                },
            },
            "required": ["model", "messages"],
        },
        "Completion": _object(
            id=_TEXT,
            choices={"type": "array", "items": {"type": "object"}},
            dateline=_ref("Answer"),
        ),
        "Error": _object(error=_object(code=_TEXT, message=_TEXT, argument=_MAYBE_TEXT)),
        "OpenAIError": _object(
            error=_object(message=_TEXT, type=_TEXT, param=_MAYBE_TEXT, code=_MAYBE_TEXT)
        ),
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _number(low: int, high: int | None = None, default: int | None = None) -> dict[str, Any]:
    number: dict[str, Any] = {"type": "integer", "minimum": low}
    if high is not None:
        number["maximum"] = high
    if default is not None:
        number["default"] = default
    return number


def _parameter(
    name: str, schema: dict[str, Any], said: str, *, required: bool = False
) -> dict[str, Any]:
    where = {"name": name, "in": "query", "required": required, "description": said}
    return {**where, "schema": schema}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}
