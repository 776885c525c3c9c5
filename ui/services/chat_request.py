"""A request in the form of OpenAI's chat completions → a question and what goes with it. Pure.

The last message asks; those before it are the history. Filters stand in `metadata`, or in lines
"dateline.after = 2022-09-01" of a system message.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qa.types import AskOptions
from ui.errors import ArgumentError, UnknownIdError
from ui.services.arguments import FILTERS, read_asked, shown

MODEL = "dateline"
SOURCES = "**Sources**"  # the head of the list below an answer
NEAREST = "**Nearest in the articles**"
BESIDE = (*FILTERS, "top_k")  # what metadata and system messages may say
MOST_MESSAGES = 1_000
_LINE = re.compile(r"^[ \t]*dateline\.(\w{1,40})[ \t]*[=:][ \t]*([^\n]*)$", re.MULTILINE | re.ASCII)
_LISTS = re.compile(rf"\n\n(?:{re.escape(SOURCES)}|{re.escape(NEAREST)})(?:\n|$)")


@dataclass(frozen=True)
class ChatRequest:
    """A question with its options; `stream` and `with_usage` say how it is to be answered."""

    question: str
    options: AskOptions
    stream: bool = False
    with_usage: bool = False


def read_chat(body: Any) -> ChatRequest:
    """Sampling parameters, tools and whatever else steers a language model are left unread.

    Raises ArgumentError, and UnknownIdError for another model.
    """
    if not isinstance(body, Mapping):
        raise ArgumentError("The body should be a JSON object with model and messages.")
    check_model(body.get("model"))
    if body.get("n") not in (None, 1):
        raise ArgumentError(f"n = {shown(body['n'])}: there is one answer, use 1.", "n")
    wanted = body.get("response_format")
    if wanted is not None and (not isinstance(wanted, Mapping) or wanted.get("type") != "text"):
        raise ArgumentError(
            'response_format: use {"type": "text"}; the whole answer stands as JSON in the field '
            "`dateline` of the response.",
            "response_format",
        )
    stream, options = body.get("stream"), body.get("stream_options")
    if stream not in (None, True, False):
        raise ArgumentError(f"stream = {shown(stream)} should be true or false.", "stream")
    asked, beside = _read_messages(body.get("messages"))
    beside |= _read_metadata(body.get("metadata"))
    question, said = read_asked({**asked, **beside})
    with_usage = isinstance(options, Mapping) and options.get("include_usage") is True
    return ChatRequest(question, said, bool(stream), with_usage)


def check_model(name: Any) -> None:
    """Raises ArgumentError for no name, UnknownIdError for another than `MODEL`."""
    if not isinstance(name, str) or not name:
        raise ArgumentError(f'model = {shown(name)}: use "{MODEL}".', "model")
    if name != MODEL:
        said = f'There is no model {shown(name)}; use "{MODEL}".'
        raise UnknownIdError(said, "model_not_found")


def without_sources(text: str) -> str:
    """An earlier answer without the list of sources that was put below it."""
    found = list(_LISTS.finditer(text))
    return text[: found[-1].start()] if found else text


def _read_messages(messages: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The question and the history; and what system messages say beside them."""
    if not isinstance(messages, list) or not messages:
        raise ArgumentError(
            'messages should be a list such as [{"role": "user", "content": "…"}].', "messages"
        )
    if len(messages) > MOST_MESSAGES:
        said = f"messages: {len(messages):,}; at most {MOST_MESSAGES:,} are read."
        raise ArgumentError(said, "messages")
    turns: list[dict[str, str]] = []
    beside: dict[str, Any] = {}
    for number, message in enumerate(messages):
        role = message.get("role") if isinstance(message, Mapping) else None
        if role not in ("system", "developer", "user", "assistant", "tool", "function"):
            said = f"messages[{number}]: role {shown(role)} should be system, user or assistant."
            raise ArgumentError(said, "messages")
        text = _text(message.get("content"), number, role)
        if role in ("system", "developer"):
            beside |= _known(
                {name: value.strip() for name, value in _LINE.findall(text)}, "dateline."
            )
        elif role == "assistant":
            turns.append({"role": role, "content": without_sources(text)})
        elif role == "user":
            turns.append({"role": role, "content": text})
    if not turns or turns[-1]["role"] != "user":
        raise ArgumentError("messages: the last one should be the user's question.", "messages")
    return {"question": turns[-1]["content"], "history": turns[:-1]}, beside


def _text(content: Any, number: int, role: str) -> str:
    """Text, or the text parts of a list of parts. Raises ArgumentError for anything else."""
    if isinstance(content, str):
        return content
    if content is None and role != "user":  # an assistant's call of a tool has none
        return ""
    parts = content if isinstance(content, list) else [content]
    texts = []
    for part in parts:
        text = part.get("text") if isinstance(part, Mapping) else None
        if not isinstance(text, str):
            kind = part.get("type") if isinstance(part, Mapping) else part
            said = f"messages[{number}]: only text is read, not {shown(kind)}."
            raise ArgumentError(said, "messages")
        texts.append(text)
    return "\n".join(texts)


def _read_metadata(metadata: Any) -> dict[str, Any]:
    if metadata is None:
        return {}
    if not isinstance(metadata, Mapping):
        raise ArgumentError(f"metadata = {shown(metadata)} should be an object.", "metadata")
    # A client's own keys (a chat's id, say) are none of ours.
    return {name: metadata[name] for name in BESIDE if name in metadata}


def _known(values: dict[str, Any], prefix: str) -> dict[str, Any]:
    for name in values:
        if name not in BESIDE:
            there = ", ".join(prefix + known for known in BESIDE)
            raise ArgumentError(f"Unknown {prefix}{name}; there are: {there}.", prefix + name)
    return values
