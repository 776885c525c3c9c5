"""`dateline ask`: one question, answered on the terminal."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from qa.settings import load_settings
from qa.types import Answer, AnswerReady, Event, EvidenceFound
from ui.command.console import has_colour
from ui.errors import BadInputError
from ui.model_notice import remote_notice
from ui.render.wording import hint_words, one_line

_STATUS = {"answered": 0, "about_corpus": 0, "not_in_articles": 3}


def ask(args: argparse.Namespace, flags: Mapping[str, Any]) -> int:
    """Answer on the terminal, as `Answer.to_dict()` with --json, or in the form of --format."""
    if args.json and args.format != "text":
        raise BadInputError(f"--json and --format {args.format}: name one of them.")
    settings = load_settings(flags)
    notice = remote_notice(settings)
    if notice:
        print(one_line(notice), file=sys.stderr)

    from qa.evidence.copies import outlets_of
    from qa.pipeline import build_pipeline

    # Bytes that are no UTF-8 arrive as lone surrogates, which no model or database takes.
    question = " ".join(args.question).encode("utf-8", "replace").decode("utf-8")
    pipeline = build_pipeline(settings)
    try:
        events = pipeline.stream(
            question,
            after=args.after,
            before=args.before,
            as_of=args.as_of,
            publishers=args.publisher,
        )
        answer, hints = _drained(events)
        outlets = outlets_of(answer, pipeline.library.catalog)
    finally:
        pipeline.close()
    if args.json:
        print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
        if hints:
            print(hint_words(hints), file=sys.stderr)
    elif args.format != "text":
        from ui.export import to_bibtex, to_csl_json, to_markdown, to_rich_text, to_ris

        written = {"markdown": to_markdown, "html": to_rich_text, "bibtex": to_bibtex,
                   "ris": to_ris, "csl": to_csl_json}  # fmt: skip
        print(written[args.format](answer).rstrip("\n"))
    else:
        from ui.render.terminal import answer_text

        width = min(shutil.get_terminal_size().columns, 100)  # longer lines read badly
        print(
            answer_text(
                answer,
                hints=hints,
                outlets=outlets,
                width=width,
                colour=has_colour(),
                folder=Path.cwd(),
            )
        )
    return _STATUS[answer.status]


def _drained(events: Iterable[Event]) -> tuple[Answer, tuple[str, ...]]:
    """The answer at the end of a stream, and what the search made of the question's words."""
    hints: tuple[str, ...] = ()
    for event in events:
        if isinstance(event, EvidenceFound):
            hints = event.hints
        elif isinstance(event, AnswerReady):
            return event.answer, hints
    raise RuntimeError("the stream ended without an answer")
