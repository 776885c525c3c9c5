"""A channel exported from Telegram (`result.json`): each message with a text is an article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_KINDS = ("public_channel", "private_channel")
_DEEPEST = 3


def is_telegram(table: Mapping[str, object]) -> bool:
    """A chat with its messages, or a list of chats."""
    if isinstance(table.get("chats"), Mapping):
        return True
    messages = table.get("messages")
    return isinstance(messages, list) and any(
        isinstance(message, Mapping) and "text" in message and "date" in message
        for message in messages[:20]
    )


def telegram_records(table: Mapping[str, object]) -> Iterator[dict[str, object]]:
    """The messages as records. The channel publishes; in a group, whoever writes is the author."""
    chats = table.get("chats")
    listed = chats.get("list") if isinstance(chats, Mapping) else None
    for chat in listed if isinstance(listed, list) else [table]:
        messages = chat.get("messages") if isinstance(chat, Mapping) else None
        for message in messages if isinstance(messages, list) else ():
            if not isinstance(message, Mapping) or message.get("type", "message") != "message":
                continue
            text = _text(message.get("text") or message.get("text_entities"), 0)
            if not text.strip():
                continue  # a picture alone, as a channel has many
            is_channel = chat.get("type") in _KINDS
            writer = message.get("author") or (None if is_channel else message.get("from"))
            yield {
                "text": text.strip(),
                "published": message.get("date_unixtime") or message.get("date"),
                "updated": message.get("edited_unixtime") or message.get("edited"),
                "publisher": chat.get("name") if is_channel else None,
                "author": writer,
                "id": f"{chat.get('id')}:{message.get('id')}",
            }


def _text(value: object, depth: int) -> str:
    """The words of a message: a string, or pieces of which some are links or bold."""
    if isinstance(value, Mapping):
        value = value.get("text")
    if isinstance(value, list) and depth < _DEEPEST:
        return "".join(_text(part, depth + 1) for part in value)
    return value if isinstance(value, str) else ""
