"""What programs use of the page's server: the JSON API and the MCP tools."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import gradio as gr

from index.byline.called import called
from qa.errors import DatelineError

if TYPE_CHECKING:
    from qa.pipeline import QAPipeline


def add_api(pipeline: QAPipeline) -> None:
    """Inside a `gr.Blocks`: the typed endpoints, which are the MCP tools too.

    Their docstrings are what a model reads. They return JSON as text: Gradio's MCP server would
    print a dict as Python does, and its client takes every dict with a `path` for a file to fetch.
    """

    def ask(
        question: str,
        history: list[dict[str, str]] | None = None,
        after: str | None = None,
        before: str | None = None,
        publishers: list[str] | None = None,
        top_k: int | None = None,
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
        """
        try:
            turns = [(turn["role"], turn["content"]) for turn in history or []]
            answer = pipeline.ask(
                question,
                history=turns,
                after=after or None,
                before=before or None,
                publishers=publishers or None,
                top_k=top_k,
            )
        except DatelineError as error:
            raise gr.Error(str(error), print_exception=False) from error
        except (KeyError, TypeError, ValueError) as error:
            message = 'Arguments of another shape; history takes {"role": "user", "content": "…"}.'
            raise gr.Error(message, print_exception=False) from error
        return json.dumps(answer.to_dict(), ensure_ascii=False)

    def articles() -> str:
        """List the indexed articles as JSON: id, title, publisher, author, date, address."""
        names = ("article_id", "title", "publisher", "author", "published_at", "url")
        try:
            listed = pipeline.library.catalog.articles()
        except DatelineError as error:
            raise gr.Error(str(error), print_exception=False) from error
        rows = [
            {name: getattr(article, name) for name in names} | {"title": called(article)}
            for article in listed
        ]
        return json.dumps(rows, ensure_ascii=False)

    gr.api(ask, api_name="ask", concurrency_limit=4)
    gr.api(articles, api_name="articles", concurrency_limit=4)
