"""Removing the article that is being read, and bringing it back, in the panel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.page.adding import follow, removed_html
from ui.page.indexer import Indexer
from ui.page.panel import article_panel
from ui.page.parts import QUICK, SILENT, Parts, what
from ui.render.article import panel_html

if TYPE_CHECKING:
    from qa.pipeline import QAPipeline


def add_removing(
    pipeline: QAPipeline,
    parts: Parts,
    indexer: Indexer,
    refresh: Callable[..., Any],
    fresh: list[Any],
) -> None:
    """Wire it, inside a `gr.Blocks`. After each change `refresh` gives the new values of the
    components `fresh`.
    """

    def discard(event: gr.EventData) -> str:
        return panel_html(removed_html(indexer, what(event), "recover"))

    def recover(event: gr.EventData) -> Iterator[str]:
        wanted = what(event)
        for html in follow(indexer, lambda: indexer.restore(wanted)):
            yield panel_html(html)
        run = indexer.run
        if run is not None and run.report is not None and len(run.taken) == 1:
            yield article_panel(pipeline, run.taken[0][0])

    told, panel = parts.actions, parts.panel
    for event in (
        told.discard(discard, None, panel, **QUICK),
        told.recover(recover, None, panel, concurrency_id="adding", **SILENT),
    ):
        event.then(refresh, None, fresh, **QUICK)
