"""Thumbs on the page: a click counts at once, and a comment may follow."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ui.page.conversation import Conversation
from ui.page.parts import QUICK, Parts, tell, what
from ui.render.texts import RATING
from ui.storage.feedback import COMMENT_CHARS, Feedback, record_of


def add_rating(feedback: Feedback, parts: Parts) -> None:
    """The form for a comment, where it is called inside a `gr.Blocks`, and its wiring."""
    rated = gr.State("")  # what the form belongs to, "KEY.up" or "KEY.down"
    with gr.Row(elem_id="dl-comment", visible=False) as form:
        comment = gr.Textbox(
            label=RATING.comment, max_length=COMMENT_CHARS, lines=1, max_lines=4, scale=1
        )
        refuse = gr.Checkbox(label=RATING.refuse, scale=0, min_width=180)
        send = gr.Button(RATING.send, size="sm", scale=0, min_width=64)
        close = gr.Button(RATING.no_comment, size="sm", scale=0, min_width=64)

    def put(present: Conversation, rating: str, words: str, should_refuse: bool) -> bool:
        key, _, thumb = rating.partition(".")
        for n, item in enumerate(present.exchanges):
            if item.key == key and item.answer is not None and thumb in ("up", "down"):
                history = Conversation(present.exchanges[:n]).turns
                return feedback.put(
                    record_of(
                        key,
                        item.answer,
                        is_good=thumb == "up",
                        comment=str(words),
                        should_refuse=bool(should_refuse),
                        history=history,
                        filters=item.filters,
                    )
                )
        return False

    def rate(event: gr.EventData, present: Conversation) -> tuple[Any, ...]:
        rating = what(event)
        if not put(present, rating, "", False):
            return "", gr.skip(), gr.skip(), gr.skip(), tell(said=RATING.failed)
        bad = rating.endswith(".down")
        boxes = gr.Textbox(value=""), gr.Checkbox(value=False, visible=bad)
        return rating, gr.Row(visible=True), *boxes, tell(said=RATING.thanks)

    def sent(rating: str, words: str, should_refuse: bool, present: Conversation) -> Any:
        stored = put(present, rating, words, should_refuse)
        return gr.Row(visible=False), tell(said=RATING.kept if stored else RATING.failed)

    outputs = [rated, form, comment, refuse, parts.actions]
    parts.actions.rate(rate, parts.conversation, outputs, **QUICK)
    fields = [rated, comment, refuse, parts.conversation]
    send.click(sent, fields, [form, parts.actions], **QUICK)
    comment.submit(sent, fields, [form, parts.actions], **QUICK)
    close.click(lambda: gr.Row(visible=False), None, form, **QUICK)
