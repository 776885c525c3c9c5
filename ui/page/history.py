"""Conversations of the past: they survive a reload, can be opened again, saved and forgotten.

The archive of the home has them; the browser keeps a key that says whose they are (a login goes
first), and the address of the page names the conversation that is open (`?conversation=`) or a
single answer (`?answer=`).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import gradio as gr

from qa.errors import DatelineError
from qa.evidence.copies import outlets_of
from ui.export import to_bibtex, to_csl_json, to_rich_text, to_ris
from ui.export import to_markdown as to_footnotes
from ui.page.conversation import Conversation, Exchange, answer_of
from ui.page.export import to_html, to_markdown
from ui.page.parts import QUICK, Parts, field_of, ready, tell, what
from ui.render.actions import action
from ui.render.chat import NOBODY, notice_html
from ui.render.markup import CLOSE_BUTTON, inert
from ui.render.texts import ASKING, HISTORY
from ui.render.wording import counted, one_line, when_words
from ui.storage.archive import Archive, KeptAnswer, KeptConversation, is_key

if TYPE_CHECKING:
    from qa.pipeline import QAPipeline
    from qa.types import Answer

_REFERENCES = {
    "bib": ("sources.bib", "application/x-bibtex", to_bibtex),
    "ris": ("sources.ris", "application/x-research-info-systems", to_ris),
    "csl": ("sources.json", "application/vnd.citationstyles.csl+json", to_csl_json),
}


def add_history(pipeline: QAPipeline, parts: Parts) -> None:
    """Wire it, inside a `gr.Blocks`."""
    archive, chat, conversation = parts.archive, parts.chat, parts.conversation

    def past(owner: str, present: Conversation) -> str:
        # The same list again must open the panel again, and only what changes is noticed.
        listed = past_html(archive.conversations(owner), present.key)
        return f'<div data-moment="{time.monotonic_ns()}">{listed}</div>'

    def resumed(event: gr.EventData, owner: str) -> tuple[Any, ...]:
        found = _kept_conversation(pipeline, archive, owner, what(event))
        if found is None:
            return (gr.skip(),) * 4
        return list(found.messages), found, "", tell(conversation=found.key)

    def forgotten(event: gr.EventData, owner: str, present: Conversation) -> str:
        archive.forget(owner, what(event))
        return past(owner, present)

    def saved(event: gr.EventData, present: Conversation) -> str:
        kind = what(event)
        if kind == "html":
            return tell(file="conversation.html", type="text/html", text=to_html(present))
        return tell(file="conversation.md", type="text/markdown", text=to_markdown(present))

    def taken(event: gr.EventData) -> str:
        key, _, kind = what(event).partition(".")
        kept = archive.answer(key) if is_key(key) else None
        if kept is None:
            return tell(said=ASKING.gone)
        return taken_along(kept.answer, kind)

    def arrived(request: gr.Request, event: gr.EventData, present: Conversation) -> tuple[Any, ...]:
        visitor = field_of(event, "visitor")
        owner = f"visitor:{visitor}" if is_key(visitor) else ""
        if request.username:
            owner = f"user:{request.username}"
        found: Conversation | None = None
        if key := field_of(event, "answer"):
            kept = archive.answer(key)
            gone = Exchange("", notice_html(ASKING.gone), ended=True)
            found = Conversation((_shown(pipeline, kept) if kept else gone,))
        elif key := field_of(event, "conversation"):
            found = _kept_conversation(pipeline, archive, owner, key)
        if found is None or present.exchanges:  # who was quick has asked already
            return owner, gr.skip(), gr.skip()
        return owner, list(found.messages), found

    told, owner = parts.actions, parts.owner
    settled = told.arrived(arrived, conversation, [owner, chat, conversation], **QUICK)
    settled.then(**ready("visitor"))
    told.past(past, [owner, conversation], parts.panel, **QUICK)
    told.resume(resumed, owner, [chat, conversation, parts.following, told], **QUICK)
    told.forget(forgotten, [owner, conversation], parts.panel, **QUICK)
    told.save(saved, conversation, told, **QUICK)
    told.take(taken, None, told, **QUICK)


def taken_along(answer: Answer, kind: str) -> str:
    """What the browser puts into its clipboard, or saves as a file of references."""
    name, as_type, write = _REFERENCES.get(kind, ("", "", to_bibtex))
    if name:
        return tell(file=name, type=as_type, text=write(answer))
    text = to_footnotes(answer)
    return tell(copy_html=to_rich_text(answer), copy_text=text, said=ASKING.copied)


def keep(archive: Archive, owner: str, present: Conversation) -> str:
    """Keep a conversation as it is now; gives the words for the browser's address."""
    keys = [item.key for item in present.exchanges if item.key]
    if keys and owner:
        title = one_line(present.exchanges[0].question)
        archive.keep_conversation(owner, present.key, title, keys)
    return tell(conversation=present.key if keys and owner else "")


def _kept_conversation(
    pipeline: QAPipeline, archive: Archive, owner: str, key: str
) -> Conversation | None:
    """One of `owner`'s as it was shown, without answers that are no longer kept."""
    kept = archive.conversation(owner, key)
    answers = [archive.answer(answer) for answer in kept.answers] if kept else []
    shown = tuple(_shown(pipeline, answer) for answer in answers if answer)
    return Conversation(shown, key) if shown else None


def _shown(pipeline: QAPipeline, kept: KeptAnswer) -> Exchange:
    try:
        return answer_of(kept, outlets_of(kept.answer, pipeline.library.catalog))
    except DatelineError:
        return answer_of(kept, NOBODY)


def past_html(conversations: Sequence[KeptConversation], present: str) -> str:
    """The panel: the conversations of a visitor, the latest first; `present` is open now."""
    rows = "".join(_past_row(item, item.key == present) for item in conversations)
    listed = f'<ul class="dl-past">{rows}</ul>' if rows else f"<p>{inert(HISTORY.none)}</p>"
    return (
        f'<div class="dl-article"><div class="dl-panel-head"><h2>{inert(HISTORY.title)}</h2>'
        f'{CLOSE_BUTTON}</div><p class="dl-facts">{inert(HISTORY.where)}</p>{listed}</div>'
    )


def _past_row(item: KeptConversation, is_open: bool) -> str:
    facts = f"{when_words(item.at)}, {counted(len(item.answers), 'answer')}"
    if is_open:
        facts += f", {HISTORY.present}"
    return (
        f'<li><a class="dl-do" role="button" href="#do=resume.{item.key}">'
        f'<span dir="auto">{inert(one_line(item.title))}</span></a>'
        f'<p class="dl-facts"><span>{inert(facts)}</span> '
        f"{action(HISTORY.forget, 'forget', item.key)}</p></li>"
    )
