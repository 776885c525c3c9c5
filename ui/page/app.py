"""The page: `build_app(pipeline)` builds it, `ui.server.launch` serves it.

What happens in a conversation is in `conversation.py`; here are layout and wiring.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

# Gradio reads this when it is imported; no call home from a page about someone's articles.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr

from qa.errors import DatelineError
from qa.suggest.questions import collection_notes
from ui.page.adding import add_adding
from ui.page.asking import add_asking, filter_fields, offered_publishers
from ui.page.asset import asset
from ui.page.conversation import MAX_QUESTION_CHARS, Conversation
from ui.page.history import add_history
from ui.page.indexer import Indexer
from ui.page.panel import open_panel
from ui.page.parts import QUICK, Parts, mark_ready, ready
from ui.page.rating import add_rating
from ui.page.removing import add_removing
from ui.render.actions import tools_html
from ui.render.articles_chart import picture_html, timeline
from ui.render.chat import invitation_html, masthead_html
from ui.render.texts import FRAME, SCRIPTS
from ui.render.wording import coverage_words
from ui.services.api import add_api
from ui.storage.archive import Archive
from ui.storage.feedback import Feedback

if TYPE_CHECKING:
    from qa.pipeline import QAPipeline


# In the order in which they build on one another.
PANEL_SCRIPTS = ("panel.js", "article.js", "shelf.js", "markers.js", "reading.js")


def build_app(pipeline: QAPipeline, *, notice: str = "", adding: str = "off") -> gr.Blocks:
    """The page over `pipeline`; serve it with `ui.server.launch`. `notice` is shown on top when not
    empty; `adding` is what visitors may add (`ui.page.adding.allowed`).
    """
    newcomer = Welcome(pipeline, notice, with_adding=adding != "off")
    head, invitation, examples = newcomer.now()
    with gr.Blocks(
        title="Dateline", analytics_enabled=False, fill_height=True, fill_width=True,
        delete_cache=(3_600, 3_600),  # what was uploaded; the home has its own copy
    ) as app:  # fmt: skip
        conversation = gr.State(Conversation())
        masthead = gr.HTML(head, elem_id="dl-masthead")
        with gr.Row(elem_id="dl-main"):
            with gr.Column(scale=3, min_width=280, elem_id="dl-chat-column"):
                chat = gr.Chatbot(
                    elem_id="dl-chat",
                    show_label=False,
                    label=FRAME.conversation,
                    container=False,
                    height="100%",
                    layout="panel",
                    buttons=[],
                    latex_delimiters=[],
                    feedback_options=None,
                    allow_file_downloads=False,
                    group_consecutive_messages=False,
                    autoscroll=False,  # panel.js brings the question to the top instead
                    placeholder=invitation,
                    examples=examples,
                )
                following = gr.HTML(elem_id="dl-following")
                form = gr.Column(elem_id="dl-adding-form")
                comments = gr.Column(elem_id="dl-comments")
                chips = gr.HTML(elem_id="dl-chips")
                with gr.Row(elem_id="dl-choosing"):
                    filters = filter_fields(pipeline)
                with gr.Row(elem_id="dl-ask"):
                    box = gr.Textbox(
                        elem_id="dl-question-box",
                        label=FRAME.question,
                        show_label=False,
                        container=False,
                        placeholder=FRAME.hint,
                        max_length=MAX_QUESTION_CHARS,
                        lines=1,
                        max_lines=6,
                        scale=1,
                        submit_btn=FRAME.ask,
                        autofocus=True,
                    )
                    new = gr.Button(FRAME.new, elem_id="dl-new", size="sm", scale=0, min_width=64)
                gr.HTML(tools_html(with_adding=adding != "off"), elem_id="dl-tools")
                actions = gr.HTML(
                    elem_id="dl-actions",
                    html_template="",
                    js_on_load=page_script("actions.js", says="actions"),
                )
            with gr.Column(scale=2, min_width=280, elem_id="dl-panel-column"):
                panel = gr.HTML(
                    elem_id="dl-panel", js_on_load=page_script(*PANEL_SCRIPTS, says="panel")
                )

        parts = Parts(
            box=box,
            chat=chat,
            conversation=conversation,
            panel=panel,
            actions=actions,
            chips=chips,
            following=following,
            suggested=gr.State([]),
            owner=gr.State(""),
            filters=filters,
            archive=Archive(pipeline.settings.home),
        )
        add_asking(pipeline, parts, new)
        add_history(pipeline, parts)
        with comments:
            add_rating(Feedback(pipeline.settings.home), parts)

        def opened(event: gr.EventData) -> str:
            return open_panel(pipeline, event._data, can_remove=adding != "off")

        panel.open(opened, outputs=panel, **QUICK)

        def arrived() -> tuple[str, Any, Any]:
            head, invitation, examples = newcomer.now()
            publishers = gr.Dropdown(choices=offered_publishers(pipeline))
            return head, gr.Chatbot(placeholder=invitation, examples=examples), publishers

        fresh = [masthead, chat, filters[0]]
        app.load(arrived, outputs=fresh, **QUICK).then(**ready("corpus"))
        if adding != "off":
            indexer = Indexer(pipeline.library)
            with form:
                add_adding(pipeline, parts, adding, indexer, arrived, fresh)
            add_removing(pipeline, parts, indexer, arrived, fresh)
        add_api(pipeline)
    app.dateline = pipeline, True  # what `ui.server` answers programs from; there is a page
    return app


class Welcome:
    """What a page shows before the first question, as the collection is now."""

    def __init__(self, pipeline: QAPipeline, notice: str, *, with_adding: bool) -> None:
        self._pipeline, self._notice, self._with_adding = pipeline, notice, with_adding
        self._drawn: tuple[object, str] = ("", "")

    def now(self) -> tuple[str, str, list[Any]]:
        """The masthead's HTML, the invitation's, and the example questions."""
        try:
            catalog = self._pipeline.library.catalog
            words = coverage_words(catalog.coverage()).removeprefix("Searched ")
            notes, picture = collection_notes(catalog), self._picture()
            invitation = invitation_html(notes, picture, with_adding=self._with_adding)
            examples = [{"text": question} for question in self._pipeline.suggestions(4)]
            return masthead_html(words, self._notice), invitation, examples
        except DatelineError as error:
            return masthead_html(str(error), self._notice), invitation_html(), []

    def _picture(self) -> str:
        """Drawn anew when the collection has changed: all its articles are counted."""
        catalog = self._pipeline.library.catalog
        state = catalog.generation()
        if self._drawn[0] != state:
            self._drawn = state, picture_html(timeline(catalog.entries()))
        return self._drawn[1]


def page_script(*names: str, says: str) -> str:
    """Scripts of the page as one, with what they say in front; at the end the page is ready for
    what `says` names.
    """
    texts = json.dumps(SCRIPTS, ensure_ascii=False)
    return "\n".join([f"const TEXTS = {texts};", *map(asset, names), mark_ready(says)])
