"""Gradio's own API of the page's server, for `gradio_client`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import gradio as gr

from qa.errors import DatelineError
from ui.services.arguments import NAMES, read_asked
from ui.services.reading import list_articles

if TYPE_CHECKING:
    from qa.pipeline import QAPipeline

MOST_ARTICLES = 1_000_000


def add_api(pipeline: QAPipeline) -> None:
    """Inside a `gr.Blocks`: the typed endpoints. They return JSON as text: Gradio's client takes
    every dict with a `path` for a file to fetch.
    """

    def ask(
        question: str,
        history: list[dict[str, str]] | None = None,
        after: str | None = None,
        before: str | None = None,
        publishers: list[str] | None = None,
        top_k: int | None = None,
        as_of: str | None = None,
    ) -> str:
        """Answer a question from the indexed news articles, each sentence cited at verbatim quotes.

        Returns JSON: status (answered, not_in_articles or about_corpus), text with markers like
        [1], citations with quote, publisher, date and offsets, and what was searched. Nothing
        outside the articles is used: when they don't answer, the status is not_in_articles.

        Args:
            question: The question in plain words, 2,000 characters at most.
            history: Earlier turns, oldest first: {"role": "user" or "assistant", "content": text}.
            after: Only articles published on or after this ISO date (2022, 2022-09 or 2022-09-30).
            before: Only articles published before this ISO date.
            publishers: Only articles of these publishers or agencies.
            top_k: How many passages the reader sees, 1 to 50.
            as_of: Answer as if on this ISO date: nothing later is read.
        """
        given = (question, history, after, before, publishers, top_k, as_of)
        try:
            asked, options = read_asked(dict(zip(NAMES, given, strict=True)))
            answer = pipeline.ask(asked, **options)
        except DatelineError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return json.dumps(answer.to_dict(), ensure_ascii=False)

    def articles() -> str:
        """List the indexed articles as JSON, the newest first: id, title, publisher, author, date,
        address.
        """
        try:
            rows = list_articles(pipeline, {}, limit=MOST_ARTICLES)["articles"]
        except DatelineError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return json.dumps(rows, ensure_ascii=False)

    gr.api(ask, api_name="ask", concurrency_limit=4)
    gr.api(articles, api_name="articles", concurrency_limit=4)
