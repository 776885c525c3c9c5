"""The components of the page that more than one file wires, and how events are declared."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui.render.filters import Filters, filters_of
from ui.storage.archive import Archive

# Events of the page are no API.
SILENT: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
QUICK: dict[str, Any] = {**SILENT, "queue": False}  # never waits behind an answer


# When nothing that is clicked or typed gets lost: the links of the panel and of the actions are
# listened to, and the server has told of the corpus and of the visitor. For each there is then an
# attribute of <html>, "data-ready-panel" and so on; `tests/ui/visit.py` waits for all.
READY = ("panel", "actions", "corpus", "visitor")


def mark_ready(part: str) -> str:
    """JavaScript that says that a page is ready for one of `READY`."""
    return f'document.documentElement.setAttribute("data-ready-{part}", "");'


def ready(part: str) -> dict[str, Any]:
    """What follows an event after which a page is ready for one of `READY`."""
    return {"fn": None, "js": f"() => {{ {mark_ready(part)} }}", **QUICK}


@dataclass(frozen=True)
class Parts:
    """Gradio components by what they are for.

    `conversation` holds the visitor's `Conversation`; `owner` whose it is, in the archive's words;
    `actions` hears the links "#do=…" and is told, as JSON, what the browser alone can do.
    `filters` are the fields of publishers, after, before and reader, in this order.
    """

    box: gr.Textbox
    chat: gr.Chatbot
    conversation: gr.State
    panel: gr.HTML
    actions: gr.HTML
    chips: gr.HTML
    following: gr.HTML
    suggested: gr.State
    owner: gr.State
    filters: tuple[gr.Dropdown, gr.Textbox, gr.Textbox, gr.Radio]
    archive: Archive


def chosen_filters(publishers: Any, after: Any, before: Any) -> Filters:
    """The filters of the form's fields, in the order of `Parts.filters`."""
    return filters_of(after, before, publishers)


def field_of(event: gr.EventData, name: str) -> str:
    """A field of what the browser sent with an event; it may be anything, so it is bounded."""
    return str(event._data.get(name, ""))[:200] if isinstance(event._data, dict) else ""


def what(event: gr.EventData) -> str:
    """What the link of an action names."""
    return field_of(event, "what")


def tell(**words: str) -> str:
    """Words for `assets/actions.js`."""
    return json.dumps(words)
