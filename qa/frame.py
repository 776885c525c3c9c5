"""Answers as a table of pandas, one row an answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from qa.types import Answer

if TYPE_CHECKING:
    import pandas

COLUMNS = (
    "question standalone_question status form text short_answer support citations publishers "
    "article_ids first_published last_published quotes articles_searched reader seconds"
).split()


def answers_to_frame(answers: Iterable[Answer]) -> pandas.DataFrame:
    """A row for each answer, in their order.

    Columns: question, standalone_question, status, form, text, short_answer (text or None),
    support (the least of its statements, 0..1, None without), citations (how many), publishers and
    article_ids (of the cited articles, each once, as lists), first_published and last_published
    (of the cited articles, ISO), quotes (a list), articles_searched, reader, seconds (in total).
    Needs pandas, which comes with the page.
    """
    import pandas

    return pandas.DataFrame([_row(answer) for answer in answers], columns=COLUMNS)


def _row(answer: Answer) -> dict[str, Any]:
    dates = sorted(c.published_at for c in answer.citations if c.published_at)
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "status": answer.status,
        "form": answer.form,
        "text": answer.text,
        "short_answer": answer.short_answer.text if answer.short_answer else None,
        "support": min((s.support for s in answer.statements), default=None),
        "citations": len(answer.citations),
        "publishers": list(dict.fromkeys(c.publisher for c in answer.citations if c.publisher)),
        "article_ids": list(dict.fromkeys(c.article_id for c in answer.citations)),
        "first_published": dates[0] if dates else None,
        "last_published": dates[-1] if dates else None,
        "quotes": [c.quote for c in answer.citations],
        "articles_searched": answer.coverage.articles,
        "reader": answer.reader,
        "seconds": answer.seconds.total,
    }
