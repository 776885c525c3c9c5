"""What a chat client's messages ask for."""

from __future__ import annotations

from typing import Any

from ui.services.chat_request import ChatRequest, read_chat


def read(system: str) -> ChatRequest:
    messages: list[dict[str, Any]] = [
        {"role": "system", "content": system},
        {"role": "user", "content": "Who signed the decree?"},
    ]
    return read_chat({"model": "dateline", "messages": messages})


def test_a_line_of_a_system_message_narrows_the_question() -> None:
    asked = read("Be brief.\n  dateline.after = 2022-09-01 \ndateline.top_k: 5\n")
    assert (asked.options["after"], asked.options["top_k"]) == ("2022-09-01", 5)


def test_a_line_is_read_alone_however_many_blank_ones_there_are() -> None:
    asked = read("dateline.after\n" + "\n" * 5_000 + "= 2022-09-01")
    assert asked.options.get("after") is None
