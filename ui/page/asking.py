"""Asking on the page: the question box, filters, stop, retry, edit, undo and what to ask next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import gradio as gr

from qa.errors import DatelineError
from qa.question.hints import read_hints
from ui.page.conversation import Conversation, respond
from ui.page.follow_ups import extractive, follow_ups
from ui.page.history import keep
from ui.page.parts import QUICK, SILENT, Parts, chosen_filters, tell, what
from ui.render.actions import suggestions_html
from ui.render.filters import (
    DATE_CHARS,
    MOST_OFFERED,
    MOST_PUBLISHERS,
    NAME_CHARS,
    Filters,
    chips_html,
    problem_with,
)
from ui.render.texts import FILTERS, FRAME
from ui.render.wording import one_line

if TYPE_CHECKING:
    from qa.pipeline import QAPipeline


def filter_fields(pipeline: QAPipeline) -> tuple[gr.Dropdown, gr.Textbox, gr.Textbox, gr.Radio]:
    """The fields of publishers, after, before and who writes; the last is shown where there is a
    choice.
    """
    publishers = gr.Dropdown(
        [],
        label=FILTERS.publishers,
        multiselect=True,
        max_choices=MOST_PUBLISHERS,
        allow_custom_value=True,
        scale=2,
        min_width=200,
    )
    after, before = (
        gr.Textbox(
            label=label,
            placeholder=FILTERS.date_form,
            max_length=DATE_CHARS,
            max_lines=1,
            min_width=150,
        )
        for label in (FILTERS.after, FILTERS.before)
    )
    labels = list(readers(pipeline))
    first = labels[0 if pipeline.settings.reader == "extractive" else -1]
    reader = gr.Radio(
        labels, value=first, label=FILTERS.reader, visible=len(labels) > 1, min_width=200
    )
    return publishers, after, before, reader


def readers(pipeline: QAPipeline) -> dict[str, str]:
    """What can write an answer here: the words to choose it by, and its setting `reader`."""
    choices = {FILTERS.extractive: "extractive"}
    if pipeline.settings.llm:
        choices[one_line(pipeline.settings.llm)] = "llm"
    return choices


def offered_publishers(pipeline: QAPipeline) -> list[str]:
    """The names that the filter offers; one that is longer than it takes is none of them."""
    try:
        names = {one_line(name) for name in pipeline.library.catalog.sources()}
    except DatelineError:
        return []
    return sorted(name for name in names if len(name) <= NAME_CHARS)[:MOST_OFFERED]


class _Pipelines:
    """The pipeline of each reader, over one index; each is made when it is first wanted."""

    def __init__(self, pipeline: QAPipeline) -> None:
        self._own = pipeline
        self._made: dict[str, QAPipeline] = {pipeline.settings.reader: pipeline}
        self._readers = readers(pipeline)

    def chosen(self, label: Any) -> QAPipeline:
        kind = self._readers.get(str(label), self._own.settings.reader)
        if kind not in self._made:
            from qa.pipeline import QAPipeline

            settings = replace(self._own.settings, reader=kind)
            self._made[kind] = QAPipeline(settings, self._own.library, scorer=self._own.scorer)
        return self._made[kind]


def add_asking(pipeline: QAPipeline, parts: Parts, new: gr.Button) -> None:
    """Wire it all, inside a `gr.Blocks`."""
    pipelines = _Pipelines(pipeline)
    idle = gr.Textbox(submit_btn=FRAME.ask, stop_btn=False, render=False)
    box, chat, conversation, actions = parts.box, parts.chat, parts.conversation, parts.actions
    said = [conversation, *parts.filters]

    def frames(
        question: str, before: Conversation, filters: Filters, reader: Any
    ) -> Iterator[tuple[Any, ...]]:
        """What `shown` becomes, frame by frame."""
        if not question.strip():
            yield gr.skip(), list(before.messages), before, gr.skip(), gr.skip()
            return
        after = before
        busy: Any = gr.Textbox(value="", submit_btn=False, stop_btn=FRAME.stop)
        chips: Any = chips_html(filters)
        following: Any = ""
        answering = pipelines.chosen(reader)
        for after in respond(answering, question.strip(), before, filters, parts.archive):
            if after.last and after.last.ended:
                break  # the whole answer and the way to the next question come in one frame
            yield busy, list(after.messages), after, chips, following
            busy = chips = following = gr.skip()
        hints = after.last.hints if after.last else ()
        yield idle, list(after.messages), after, chips_html(filters, hints), gr.skip()

    # Gradio finds an event by its annotation; the rest are the inputs, in order.
    def answer(question: str, *others: Any) -> Iterator[tuple[Any, ...]]:
        before, publishers, after, until, reader = others
        filters = chosen_filters(publishers, after, until)
        yield from frames(question, before, filters, reader)

    def ask_example(event: gr.SelectData, *others: Any) -> Iterator[tuple[Any, ...]]:
        yield from answer(str(event.value["text"]), *others)

    def ask_again(before: Conversation, *others: Any) -> Iterator[tuple[Any, ...]]:
        question = before.last.question if before.last else ""
        yield from answer(question, before.without_last(), *others)

    def ask_suggested(
        event: gr.EventData, suggested: list[str], *others: Any
    ) -> Iterator[tuple[Any, ...]]:
        number = what(event)
        known = number.isascii() and number.isdigit() and int(number) < len(suggested)
        yield from answer(suggested[int(number)] if known else "", *others)

    shown = [box, chat, conversation, parts.chips, parts.following]
    running = [
        box.submit(answer, [box, *said], shown, **SILENT),
        chat.example_select(ask_example, said, shown, **SILENT),
        actions.retry(ask_again, said, shown, **SILENT),
        actions.suggest(ask_suggested, [parts.suggested, *said], shown, **SILENT),
    ]
    for event in running:
        event.then(
            lambda owner, present: keep(parts.archive, owner, present),
            [parts.owner, conversation],
            actions,
            **QUICK,
        )
    _add_suggestions(pipeline, parts, running)

    def stopped(before: Conversation) -> tuple[Any, ...]:
        after = before.stopped()
        return idle, list(after.messages), after

    def cleared(*fields: Any) -> tuple[Any, ...]:
        filters = chosen_filters(*fields[:3])
        return idle, [], Conversation(), chips_html(filters), "", "", tell(conversation="")

    def undone(before: Conversation, *fields: Any) -> tuple[Any, ...]:
        after = before.without_last()
        filters = chosen_filters(*fields[:3])
        return gr.skip(), list(after.messages), after, chips_html(filters), ""

    def edited(before: Conversation, *fields: Any) -> tuple[Any, ...]:
        question = before.last.question if before.last else ""
        return gr.Textbox(value=question), *undone(before, *fields)[1:]

    # First the running answer is called off, then the page is changed: the other way round a
    # last frame of it could still come.
    call_off: dict[str, Any] = {"fn": None, "cancels": running, **QUICK}
    box.stop(**call_off).then(stopped, conversation, [box, chat, conversation], **QUICK)
    new.click(**call_off).then(cleared, [*parts.filters], [*shown, parts.panel, actions], **QUICK)
    actions.undo(undone, [conversation, *parts.filters], shown, **QUICK)
    actions.edit(edited, [conversation, *parts.filters], shown, **QUICK)
    _add_filters(pipeline, parts)


def _add_suggestions(pipeline: QAPipeline, parts: Parts, answered: list[Any]) -> None:
    """Questions to go on with, looked for once the answer is there and one visitor at a time."""

    def look(after: Conversation) -> tuple[str, list[str]]:
        last = after.last
        if last is None or last.answer is None:
            return "", []
        try:
            questions = follow_ups(extractive(pipeline), last.answer)
        except DatelineError:
            questions = []
        return suggestions_html(questions), questions

    for event in answered:
        event.then(
            look,
            parts.conversation,
            [parts.following, parts.suggested],
            concurrency_limit=1,
            concurrency_id="suggestions",
            **SILENT,
        )


def _add_filters(pipeline: QAPipeline, parts: Parts) -> None:
    publishers, after, before, _ = parts.filters
    fields = [publishers, after, before]

    def changed(*values: Any) -> str:
        filters = chosen_filters(*values)
        return chips_html(filters, problem=problem_with(filters))

    def show(filters: Filters) -> tuple[Any, ...]:
        return list(filters.publishers), filters.after, filters.before, chips_html(filters)

    def dropped(event: gr.EventData, *values: Any) -> tuple[Any, ...]:
        return show(chosen_filters(*values).without(what(event)))

    def pinned(present: Conversation, *values: Any) -> tuple[Any, ...]:
        chosen, last = chosen_filters(*values), present.last
        if last is None:
            return show(chosen)
        question = last.answer.standalone_question if last.answer else last.question
        read = read_from(pipeline, question)
        return show(
            Filters(
                chosen.after or read.after,
                chosen.before or read.before,
                chosen.publishers or read.publishers,
            )
        )

    publishers.change(changed, fields, parts.chips, **QUICK)
    for field in (after, before):
        field.blur(changed, fields, parts.chips, **QUICK)
        field.submit(changed, fields, parts.chips, **QUICK)
    parts.actions.drop(dropped, fields, [*fields, parts.chips], **QUICK)
    parts.actions.pin(pinned, [parts.conversation, *fields], [*fields, parts.chips], **QUICK)


def read_from(pipeline: QAPipeline, question: str) -> Filters:
    """What a question says of source and date, as filters (`qa.question.hints`)."""
    catalog = pipeline.library.catalog
    newest = catalog.coverage().last_published
    hints = read_hints(
        question, catalog.sources(), catalog.vocabulary(), today=date.today(), newest=newest
    )
    first, last = hints.time.first_day, hints.time.last_day
    return Filters(
        first.isoformat() if first else "",
        (last + timedelta(days=1)).isoformat() if last else "",
        tuple(hints.sources.publishers)[:MOST_PUBLISHERS],
    )
