"""A visitor's conversation: events of the pipeline become what the chat shows. Knows no Gradio."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qa.errors import DatelineError
from qa.evidence.copies import outlets_of
from qa.types import Answer, AnswerReady, Event, EvidenceFound, TextDelta, Turn
from ui.render import chat
from ui.render.actions import foot_html
from ui.render.filters import NO_FILTERS, Filters
from ui.render.texts import ANSWER
from ui.render.wording import counted
from ui.storage.archive import Archive, KeptAnswer, new_key

if TYPE_CHECKING:
    from qa.pipeline import QAPipeline

MAX_QUESTION_CHARS = 2_000
FRAME_SECONDS = 0.05  # Gradio processes the whole chat at each frame: 20 a second at most
MOST_EXCHANGES = 50  # in one conversation; the oldest leave the page
HISTORY_TURNS = 20  # a follow-up reaches back ten questions
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Exchange:
    """A question and what stands below it: `html` of the answer, of a draft of it or of a message.

    `answer` is None until there is one; `key` is its key in the archive, "" when it isn't kept.
    `ended` is False while it is being written. Without a question it is a message alone.
    """

    question: str
    html: str
    answer: Answer | None = None
    hints: tuple[str, ...] = ()
    key: str = ""
    ended: bool = False
    filters: Filters = NO_FILTERS


@dataclass(frozen=True)
class Conversation:
    """One visitor's chat, the oldest exchange first; `key` names it in the archive and comes with
    the first question.
    """

    exchanges: tuple[Exchange, ...] = ()
    key: str = ""

    @property
    def last(self) -> Exchange | None:
        """The latest exchange."""
        return self.exchanges[-1] if self.exchanges else None

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What the pipeline hears of it: what was asked and answered, in plain text."""
        answered = [item for item in self.exchanges if item.answer is not None]
        turns: list[Turn] = []
        for item in answered[-HISTORY_TURNS // 2 :]:
            turns += [("user", item.question), ("assistant", item.answer.text)]  # type: ignore[union-attr]
        return tuple(turns)

    @property
    def messages(self) -> tuple[dict[str, str], ...]:
        """What the chat shows."""
        shown: list[dict[str, str]] = []
        for item in self.exchanges:
            foot = foot_html(item.key) if item.ended and item.question else ""
            if item.question:
                shown.append({"role": "user", "content": chat.question_html(item.question)})
            shown.append({"role": "assistant", "content": item.html + foot})
        return tuple(shown)

    def asked(self, question: str, filters: Filters = NO_FILTERS) -> Conversation:
        """With the question and an empty place for its answer."""
        waiting = Exchange(question, chat.waiting_html(ANSWER.searching), filters=filters)
        exchanges = (*self.exchanges, waiting)[-MOST_EXCHANGES:]
        return Conversation(exchanges, self.key or new_key())

    def with_last(self, **changes: Any) -> Conversation:
        """With the latest exchange changed."""
        if not self.exchanges:
            return self
        return replace(
            self, exchanges=(*self.exchanges[:-1], replace(self.exchanges[-1], **changes))
        )

    def without_last(self) -> Conversation:
        """Without the latest exchange."""
        return replace(self, exchanges=self.exchanges[:-1])

    def stopped(self) -> Conversation:
        """With a word after what there is of the last answer that it was stopped."""
        last = self.last
        if last is None or last.ended:
            return self
        return self.with_last(html=last.html + chat.waiting_html(ANSWER.stopped), ended=True)


def answer_of(kept: KeptAnswer, outlets: Mapping[str, str]) -> Exchange:
    """A kept answer as it was shown."""
    html = chat.answer_html(kept.answer, kept.hints, outlets)
    return Exchange(
        kept.answer.question, html, kept.answer, kept.hints, kept.key, True, kept.filters
    )


def answer_frames(
    events: Iterable[Event],
    *,
    outlets: Callable[[Answer], Mapping[str, str]] = lambda _: chat.NOBODY,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[tuple[str, Answer | None, tuple[str, ...]]]:
    """What the chat shows as the events come, at most one each `FRAME_SECONDS`: its HTML, the
    answer at the end (None before), and what the search made of the question's words. `outlets`
    names who prints the same.
    """
    text, last = "", float("-inf")
    hints: tuple[str, ...] = ()
    for event in events:
        if isinstance(event, AnswerReady):
            html = chat.answer_html(event.answer, hints, outlets(event.answer))
            yield html, event.answer, hints
            return
        if isinstance(event, EvidenceFound):
            hints = event.hints
            found = counted(len(event.passages), "passage")
            yield chat.waiting_html(ANSWER.reading.format(passages=found)), None, hints
        elif isinstance(event, TextDelta):
            text += event.text
            if clock() - last >= FRAME_SECONDS:
                last = clock()
                yield chat.draft_html(text), None, hints


def respond(
    pipeline: QAPipeline,
    question: str,
    conversation: Conversation,
    filters: Filters = NO_FILTERS,
    archive: Archive | None = None,
) -> Iterator[Conversation]:
    """The conversation after each frame of an answer, which is kept in `archive`; an error becomes
    a calm message in it.
    """
    before = conversation
    conversation = conversation.asked(question, filters)
    yield conversation
    try:
        if len(question) > MAX_QUESTION_CHARS:
            raise DatelineError(
                ANSWER.too_long.format(chars=len(question), most=MAX_QUESTION_CHARS)
            )
        events = pipeline.stream(question, history=list(before.turns), **filters.arguments)
        catalog = pipeline.library.catalog
        for html, answer, hints in answer_frames(events, outlets=lambda a: outlets_of(a, catalog)):
            conversation = conversation.with_last(html=html, hints=hints)
            if answer:
                key = archive.keep_answer(answer, hints, filters) if archive else ""
                conversation = conversation.with_last(answer=answer, key=key, ended=True)
            yield conversation
    except DatelineError as error:
        yield conversation.with_last(html=chat.notice_html(str(error)), ended=True)
    except Exception as error:  # a visitor sees no traceback; the server's log does
        _log.exception("answering failed", exc_info=error)
        yield conversation.with_last(html=chat.notice_html(ANSWER.failed), ended=True)
