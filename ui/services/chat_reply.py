"""An answer in the form of OpenAI's chat completions, whole and in pieces. Pure.

Chat clients render Markdown: what stands in an article may not act there (`calm`). The text keeps
its markers, the sources follow as a numbered list, the whole `Answer` in the field `dateline`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from qa.types import Answer, Citation
from ui.export.calm import calm, calm_title
from ui.render.told import label_of
from ui.render.wording import date_words, headline, one_line, publisher_words
from ui.services.calls import Problem
from ui.services.chat_request import MODEL, NEAREST, SOURCES
from ui.services.links import Links

_MARKER = re.compile(r"\[(\d{1,6})\]")
_TYPES = {400: "invalid_request_error", 401: "authentication_error", 404: "invalid_request_error"}
_USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


def sources_list(answer: Answer, links: Links) -> str:
    """What follows the text: the sources by number, or what lies nearest; "" for neither."""
    if answer.citations:
        rows = [f"{c.marker}. {_source(c, links, _label(answer, c))}" for c in answer.citations]
        return "\n".join([f"\n\n{SOURCES}\n", *rows])
    if answer.related:
        rows = [f"- {_source(citation, links, '')}" for citation in answer.related]
        return "\n".join([f"\n\n{NEAREST}\n", *rows])
    return ""


def completion(answer: Answer, links: Links, *, name: str, created: int) -> dict[str, Any]:
    """The response as a whole; `name` is its id, `created` seconds since 1970."""
    content = calm(answer.text) + sources_list(answer, links)
    message = {
        "role": "assistant",
        "content": content,
        "refusal": None,
        "annotations": url_citations(answer, links),
    }
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {
        **_head("chat.completion", name, created),
        "choices": [choice],
        "usage": _USAGE,
        "dateline": answer.to_dict(),
    }


def url_citations(answer: Answer, links: Links) -> list[dict[str, Any]]:
    """Where each marker stands in the content, and what it cites: OpenAI's url_citation."""
    cited = {str(citation.marker): citation for citation in answer.citations}
    return [
        {
            "type": "url_citation",
            "url_citation": {
                "start_index": found.start(),
                "end_index": found.end(),
                "title": headline(cited[found.group(1)]),
                "url": links.to_quote(cited[found.group(1)]),
            },
        }
        for found in _MARKER.finditer(calm(answer.text))
        if found.group(1) in cited
    ]


class Chunks:
    """The pieces of one streamed response, each as a line of server-sent events."""

    def __init__(self, name: str, created: int, *, with_usage: bool = False) -> None:
        self._head = _head("chat.completion.chunk", name, created)
        self._with_usage = with_usage

    def first(self) -> str:
        """Who speaks."""
        return self._chunk({"role": "assistant", "content": ""})

    def text(self, text: str) -> str:
        """The next words."""
        return self._chunk({"content": calm(text)})

    def last(self, answer: Answer, links: Links) -> Iterator[str]:
        """The sources, the whole answer, and the end."""
        if listed := sources_list(answer, links):
            yield self._chunk({"content": listed})
        found = url_citations(answer, links)
        delta = {"annotations": found} if found else {}
        yield self._chunk(delta, finish="stop", dateline=answer.to_dict())
        if self._with_usage:
            yield event({**self._head, "choices": [], "usage": _USAGE})
        yield "data: [DONE]\n\n"

    def failed(self, problem: Problem) -> str:
        """Something went wrong on the way; nothing follows."""
        return event(error_body(problem))

    def _chunk(self, delta: dict[str, Any], finish: str | None = None, **more: Any) -> str:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return event({**self._head, "choices": [choice], **more})


def event(data: Any) -> str:
    """One server-sent event."""
    return f"data: {json.dumps(data, ensure_ascii=True)}\n\n"


def error_body(problem: Problem) -> dict[str, Any]:
    """An error as that protocol has it."""
    code = "invalid_api_key" if problem.status == 401 else problem.code
    kind = "rate_limit_error" if problem.status == 429 else _TYPES.get(problem.status, "api_error")
    said = {"message": problem.message, "type": kind, "param": problem.argument, "code": code}
    return {"error": said}


def model_card() -> dict[str, Any]:
    """The one model, as /v1/models lists it."""
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": "dateline"}


def _head(kind: str, name: str, created: int) -> dict[str, Any]:
    return {"id": name, "object": kind, "created": created, "model": MODEL}


def _source(citation: Citation, links: Links, label: str) -> str:
    """A line of the list: headline with its link, who and when, the quote."""
    title = calm_title(headline(citation))
    facts = [publisher_words(citation), date_words(citation.published_at) or "date unknown"]
    where = f"[{title}]({links.to_quote(citation)})"
    said = f" ({calm(label.rstrip(':'))})" if label else ""
    return f"{where} ({calm(', '.join(facts))}): “{calm(one_line(citation.quote))}”{said}"


def _label(answer: Answer, citation: Citation) -> str:
    """Who vouches for the sentence that cites it, where it is not the article itself."""
    for statement in answer.statements:
        if citation.marker in statement.markers:
            return label_of(answer, statement.text, statement.markers)
    return ""
