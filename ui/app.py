"""The page: `build_app(pipeline)` builds it, `launch` serves it with the JSON API and the MCP tool.

The pipeline emits typed events; `answer_frames` turns them into what the chat shows.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, MutableMapping
from dataclasses import dataclass, field, replace
from importlib import resources
from typing import TYPE_CHECKING, Any

# Gradio reads this when it is imported; no call home from a page about someone's articles.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr

from qa.errors import DatelineError
from qa.types import Answer, AnswerReady, Event, EvidenceFound, TextDelta, Turn
from ui import render
from ui.wording import counted, coverage_words

if TYPE_CHECKING:
    from qa.pipeline import QAPipeline

MAX_QUESTION_CHARS = 2_000
FRAME_SECONDS = 0.05  # Gradio processes the whole chat at each frame: 20 a second at most
HISTORY_TURNS = 20  # a follow-up reaches back ten questions
_WORDS = re.compile(r"([\w-]{1,64})\.(\d{1,9})\.(\d{1,9})", re.ASCII)
_FAILED = "Something went wrong while answering. The log of the server says more; please try again."


@dataclass(frozen=True)
class Conversation:
    """One visitor's chat: `turns` in plain text for the pipeline, `messages` as the chat has them."""

    turns: tuple[Turn, ...] = ()
    messages: tuple[dict[str, str], ...] = field(default=())

    def asked(self, question: str) -> Conversation:
        """With the question and an empty place for its answer."""
        asked = {"role": "user", "content": render.question_html(question)}
        waiting = {"role": "assistant", "content": render.waiting_html("Searching the articles…")}
        return replace(self, messages=(*self.messages, asked, waiting))

    def showing(self, html: str) -> Conversation:
        """With `html` in the place of the last answer."""
        return replace(self, messages=(*self.messages[:-1], {"role": "assistant", "content": html}))

    def answered(self, question: str, answer: Answer) -> Conversation:
        """With the turn remembered for follow-ups."""
        turns = (*self.turns, ("user", question), ("assistant", answer.text))
        return replace(self, turns=turns[-HISTORY_TURNS:])


def answer_frames(
    events: Iterable[Event], *, clock: Callable[[], float] = time.monotonic
) -> Iterator[tuple[str, Answer | None]]:
    """What the chat shows as the events come: (HTML, None) while it is written, at most one each
    `FRAME_SECONDS`, and at the end (HTML, answer)."""
    text, last = "", float("-inf")
    for event in events:
        if isinstance(event, AnswerReady):
            yield render.answer_html(event.answer), event.answer
            return
        if isinstance(event, EvidenceFound):
            found = counted(len(event.passages), "passage")
            yield render.waiting_html(f"Reading {found}…"), None
        elif isinstance(event, TextDelta):
            text += event.text
            if clock() - last >= FRAME_SECONDS:
                last = clock()
                yield render.draft_html(text), None


def respond(
    pipeline: QAPipeline, question: str, conversation: Conversation
) -> Iterator[Conversation]:
    """The conversation after each frame of an answer; an error becomes a calm message in it."""
    conversation = conversation.asked(question)
    yield conversation
    try:
        if len(question) > MAX_QUESTION_CHARS:
            raise DatelineError(
                f"The question has {len(question):,} characters; "
                f"ask in {MAX_QUESTION_CHARS:,} or fewer."
            )
        events = pipeline.stream(question, history=list(conversation.turns))
        for html, answer in answer_frames(events):
            conversation = conversation.showing(html)
            if answer:
                conversation = conversation.answered(question, answer)
            yield conversation
    except DatelineError as error:
        yield conversation.showing(render.notice_html(str(error)))
    except Exception as error:  # a visitor sees no traceback; the server's log does
        yield conversation.showing(render.notice_html(_FAILED))
        raise gr.Error(_FAILED) from error


def open_words(pipeline: QAPipeline, words: str) -> str:
    """The panel's HTML for "ARTICLE.START.END", as the links of an answer carry it."""
    match = _WORDS.fullmatch(words)
    try:
        article = pipeline.library.catalog.article(match.group(1)) if match else None
    except DatelineError as error:
        return render.notice_html(str(error))
    if not match or not article:
        return render.notice_html("This article is no longer in the index.")
    return render.article_html(article, int(match.group(2)), int(match.group(3)))


def build_app(pipeline: QAPipeline) -> gr.Blocks:
    """The page over `pipeline`; serve it with `launch`. Opens and asks nothing yet."""
    with gr.Blocks(
        title="Dateline", analytics_enabled=False, fill_height=True, fill_width=True
    ) as app:
        conversation = gr.State(Conversation())
        masthead = gr.HTML(elem_id="dl-masthead")
        with gr.Row(elem_id="dl-main"):
            with gr.Column(scale=3, min_width=280, elem_id="dl-chat-column"):
                chat = gr.Chatbot(
                    elem_id="dl-chat",
                    show_label=False,
                    label="Questions and answers",
                    container=False,
                    height="100%",
                    layout="panel",
                    buttons=[],
                    latex_delimiters=[],
                    feedback_options=None,
                    allow_file_downloads=False,
                    group_consecutive_messages=False,
                    placeholder=_asset("placeholder.html"),
                )
                with gr.Row(elem_id="dl-ask"):
                    box = gr.Textbox(
                        elem_id="dl-question-box",
                        label="Your question",
                        show_label=False,
                        container=False,
                        placeholder="Ask about the articles",
                        max_length=MAX_QUESTION_CHARS,
                        lines=1,
                        max_lines=6,
                        scale=1,
                        submit_btn=True,
                        autofocus=True,
                    )
                    new = gr.Button("New", elem_id="dl-new", size="sm", scale=0, min_width=64)
            with gr.Column(scale=2, min_width=280, elem_id="dl-panel-column"):
                panel = gr.HTML(elem_id="dl-panel", js_on_load=_asset("panel.js"))

        def answer(
            question: str, before: Conversation
        ) -> Iterator[tuple[Any, list[dict[str, str]], Conversation]]:
            if not question.strip():
                yield gr.skip(), list(before.messages), before
                return
            after = before
            busy: Any = gr.Textbox(value="", submit_btn=False, stop_btn=True)
            for after in respond(pipeline, question.strip(), before):
                yield busy, list(after.messages), after
                busy = gr.skip()
            yield gr.Textbox(submit_btn=True, stop_btn=False), list(after.messages), after

        def answer_example(
            event: gr.SelectData, before: Conversation
        ) -> Iterator[tuple[Any, list[dict[str, str]], Conversation]]:
            yield from answer(str(event.value["text"]), before)

        def opened(event: gr.EventData) -> str:
            return open_words(pipeline, str(event._data.get("words", "")))

        shown: dict[str, Any] = {"outputs": [box, chat, conversation], "show_progress": "hidden"}
        asking = box.submit(answer, [box, conversation], api_visibility="private", **shown)
        example = chat.example_select(
            answer_example, [conversation], api_visibility="private", **shown
        )
        for stop in (box.stop, new.click):
            stop(
                lambda: gr.Textbox(submit_btn=True, stop_btn=False),
                outputs=box,
                cancels=[asking, example],
                api_visibility="private",
                show_progress="hidden",
            )
        new.click(
            lambda: ([], Conversation(), ""),
            outputs=[chat, conversation, panel],
            api_visibility="private",
            show_progress="hidden",
        )
        panel.open(opened, outputs=panel, api_visibility="private", show_progress="hidden")
        app.load(
            lambda: welcome(pipeline),
            outputs=[masthead, chat],
            api_visibility="private",
            show_progress="hidden",
        )
        _add_api(pipeline)
    return app


def welcome(pipeline: QAPipeline) -> tuple[str, Any]:
    """Masthead and example questions as the corpus is now."""
    notice = getattr(pipeline, "notice", None) or ""
    try:
        words = coverage_words(pipeline.library.catalog.coverage()).removeprefix("Searched ")
        examples = [{"text": question} for question in pipeline.suggestions(4)]
    except DatelineError as error:
        words, examples = str(error), []
    return render.masthead_html(words, notice), gr.Chatbot(examples=examples)


def _add_api(pipeline: QAPipeline) -> None:
    """The typed endpoints, which are also the MCP tools; their docstrings are what a model reads."""

    def ask(
        question: str,
        history: list[dict[str, str]] | None = None,
        after: str | None = None,
        before: str | None = None,
        publishers: list[str] | None = None,
        top_k: int | None = None,
    ) -> dict[str, Any]:
        """Answer a question from the indexed news articles, each sentence cited at verbatim quotes.

        Returns status (answered, not_in_articles or about_corpus), text with markers like [1],
        citations with quote, publisher, date and offsets, and what was searched. Nothing outside
        the articles is used: when they don't answer, the status is not_in_articles.

        Args:
            question: The question in plain words, 2,000 characters at most.
            history: Earlier turns, oldest first, each {"role": "user" or "assistant", "content": text}.
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
        except (KeyError, TypeError) as error:
            message = 'history takes turns like {"role": "user", "content": "…"}.'
            raise gr.Error(message, print_exception=False) from error
        return answer.to_dict()

    def articles() -> list[dict[str, Any]]:
        """List the indexed articles: id, title, publisher, author, date and address of each."""
        names = ("article_id", "title", "publisher", "author", "published_at", "url")
        try:
            listed = pipeline.library.catalog.articles()
        except DatelineError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return [{name: getattr(article, name) for name in names} for article in listed]

    gr.api(ask, api_name="ask", concurrency_limit=4)
    gr.api(articles, api_name="articles", concurrency_limit=4)


def launch(
    app: gr.Blocks,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    auth: list[tuple[str, str]] | None = None,
    block: bool = True,
) -> str:
    """Serve `app` and return its address; with `block`, only after the server has ended.

    Sharing is off. Raises OSError when the port can't be had.
    """
    _, url, _ = app.queue(max_size=64, default_concurrency_limit=4).launch(
        server_name=host,
        server_port=port,
        auth=auth,
        share=False,
        mcp_server=True,
        ssr_mode=False,
        quiet=True,
        enable_monitoring=False,
        max_file_size="1mb",
        footer_links=[],
        prevent_thread_lock=not block,
        favicon_path=str(resources.files("ui") / "assets" / "favicon.svg"),
        theme=_theme(),
        # In the head as it is: Gradio's own `css` parameter rewrites every selector.
        head=f"<style>{_asset('page.css')}</style>",
        app_kwargs={"middleware": [_headers_middleware()]},
    )
    return str(url)


def _theme() -> gr.themes.Base:
    sans = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
    mono = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]
    return gr.themes.Base(
        primary_hue="red", neutral_hue="stone", font=sans, font_mono=mono, radius_size="sm"
    )


def _asset(name: str) -> str:
    return (resources.files("ui") / "assets" / name).read_text(encoding="utf-8")


def _headers_middleware() -> Any:
    """Headers that keep the browser at home, should anything active ever get past the escaping.

    Gradio's own page needs inline scripts and `eval` (its HTML templates), so those stay allowed;
    what is ruled out is any other host, for images and forms too.
    """
    from starlette.middleware import Middleware

    policy = (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
        "form-action 'self'; base-uri 'self'; object-src 'none'"
    )
    headers = [
        (b"content-security-policy", policy.encode()),
        (b"referrer-policy", b"no-referrer"),
        (b"x-content-type-options", b"nosniff"),
    ]

    class Headers:
        def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
            self.app = app

        async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
            async def send_with_headers(message: MutableMapping[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    message["headers"] = [*message.get("headers", []), *headers]
                await send(message)

            await self.app(scope, receive, send_with_headers)

    return Middleware(Headers)
