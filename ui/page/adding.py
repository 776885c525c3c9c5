"""Adding articles on the page: files, a folder, a link or a text; what came of it; remove, undo.

On one that is read, `removing.py` offers the last two.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import gradio as gr

from index.errors import DatelineError
from index.progress import Progress
from ui.page.indexer import Indexer, Run
from ui.page.parts import QUICK, SILENT, Parts, what
from ui.render.actions import action
from ui.render.markup import inert
from ui.render.texts import ADDING
from ui.render.wording import counted, duration_words, headline, one_line
from ui.storage.added import (
    ADDED_FOLDER,
    LINK_CHARS,
    TEXT_CHARS,
    TITLE_CHARS,
    Kept,
    check_link,
    keep_files,
    keep_text,
)

if TYPE_CHECKING:
    from qa.pipeline import QAPipeline

LOOK_SECONDS = 0.3
RATE_AFTER_SECONDS = 2.0  # before that it says nothing of what comes
MOST_SHOWN = 30
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def allowed(adding: str, host: str, *, has_login: bool) -> str:
    """What a page served at `host` lets its visitors add: "all", "files" (and texts, but no
    links) or "off". `adding` is the setting. Who can reach the server from elsewhere could
    have it fetch what only it can reach, so links are for the page of this machine alone.
    """
    alone = host in _LOOPBACK
    if adding == "off" or (adding == "auto" and not alone and not has_login):
        return "off"
    return "all" if alone else "files"


def add_adding(
    pipeline: QAPipeline,
    parts: Parts,
    kinds: str,
    indexer: Indexer,
    refresh: Callable[..., Any],
    fresh: list[Any],
) -> None:
    """The form, where it is called inside a `gr.Blocks`, and its wiring. After each change
    `refresh` gives the new values of the components `fresh`. `kinds` is what `allowed` says.
    """
    home, limit = pipeline.settings.home, pipeline.settings.max_file_bytes
    with gr.Column(elem_id="dl-adding"):
        files = gr.File(
            label=ADDING.files, file_count="multiple", type="filepath", height=110,
            elem_id="dl-add-files",
        )  # fmt: skip
        with gr.Row():
            folder = gr.UploadButton(
                ADDING.folder, file_count="directory", size="sm", type="filepath"
            )
            link = gr.Textbox(
                label=ADDING.link, max_length=LINK_CHARS, max_lines=1, submit_btn=ADDING.add,
                visible=kinds == "all", elem_id="dl-add-link",
            )  # fmt: skip
        with gr.Row():
            title = gr.Textbox(label=ADDING.title, max_length=TITLE_CHARS, max_lines=1)
            text = gr.Textbox(
                label=ADDING.text, max_length=TEXT_CHARS, lines=1, max_lines=6,
                submit_btn=ADDING.add, elem_id="dl-add-text", scale=2,
            )  # fmt: skip
        state = gr.HTML(elem_id="dl-add-state")

    def add_files(paths: Any) -> Iterator[tuple[Any, str]]:
        names = [path for path in paths or [] if isinstance(path, str)]

        def begin() -> Run:
            kept = keep_files(home, [Path(name) for name in names], max_file_bytes=limit)
            return _started(indexer, kept)

        for html in follow(indexer, begin) if names else ():
            yield None, html

    def add_link(address: str) -> Iterator[tuple[str, str]]:
        if kinds == "all":
            for html in follow(indexer, lambda: indexer.start(links=[check_link(address)])):
                yield "", html

    def add_text(heading: str, words: str) -> Iterator[tuple[str, str, str]]:
        try:
            path = keep_text(home, heading, words)
        except DatelineError as error:
            yield heading, words, said_html(str(error))
            return
        for html in follow(indexer, lambda: indexer.start([path])):
            yield "", "", html

    def add_again() -> Iterator[str]:
        yield from follow(indexer, indexer.again)

    def remove(event: gr.EventData) -> str:
        return removed_html(indexer, what(event), "restore")

    def restore(event: gr.EventData) -> Iterator[str]:
        wanted = what(event)
        yield from follow(indexer, lambda: indexer.restore(wanted))

    def shown() -> str:
        run = indexer.run
        return run_html(run) if run else added_html(_added_before(pipeline, home))

    waiting: dict[str, Any] = {**SILENT, "concurrency_limit": 4, "concurrency_id": "adding"}
    told = parts.actions
    for event in (
        files.upload(add_files, files, [files, state], **waiting),
        folder.upload(add_files, folder, [folder, state], **waiting),
        link.submit(add_link, link, [link, state], **waiting),
        text.submit(add_text, [title, text], [title, text, state], **waiting),
        told.again(add_again, None, state, **waiting),
        told.remove(remove, None, state, **waiting),
        told.restore(restore, None, state, **waiting),
    ):
        event.then(refresh, None, fresh, **QUICK)
    told.adding(shown, None, state, **QUICK)


def follow(indexer: Indexer, begin: Callable[[], Run | None]) -> Iterator[str]:
    """Begin a run and show it until it is over."""
    try:
        run = begin()
    except DatelineError as error:
        yield said_html(str(error))
        return
    while run is not None:
        yield run_html(run)
        if run.is_over:
            return
        time.sleep(LOOK_SECONDS)
        run = indexer.run


def removed_html(indexer: Indexer, article_id: str, undo: str) -> str:
    """Remove an article, and say so with a link for the action `undo`."""
    try:
        article = indexer.remove(article_id)
    except DatelineError as error:
        return said_html(str(error))
    name = headline(article)
    link = action(ADDING.undo, undo, article.article_id)
    return said_html(ADDING.removed.format(title=name), link)


def run_html(run: Run) -> str:
    """How a run stands: progress, then what was taken and what was refused."""
    if run.error:
        retry = action(ADDING.again, "again") if run.can_retry else ""
        return said_html(run.error, retry) + _refused(run)
    if run.report is None:
        share, words = _progress(run.progress) if run.progress else (0.0, ADDING.begins)
        return (
            f'<div role="status">{inert(words)} '
            f'<progress max="1" value="{share:.3f}" aria-label="{inert(ADDING.open)}"></progress>'
            "</div>"
        )
    report = run.report
    new = ADDING.summary.format(
        added=counted(len(report.added), "article"),
        changed=len(report.replaced) + len(report.moved) + len(report.merged),
        same=len(report.skipped),
        refused=len(run.refused),
    )
    return said_html(new) + added_html(run.taken) + _refused(run)


def _progress(progress: Progress) -> tuple[float, str]:
    """How much of it is done (0 to 1), and that in words: rate and time left once they tell."""
    if progress.to_fill:
        words = ADDING.closer.format(read=f"{progress.filled:,}", all=f"{progress.to_fill:,}")
        return progress.filled / progress.to_fill, words
    words = ADDING.running.format(articles=counted(progress.articles, "article"))
    rate, share = progress.articles_per_second, progress.share
    if progress.seconds >= RATE_AFTER_SECONDS and progress.articles:
        shown = f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
        words += ADDING.rate.format(rate=shown)
        if share > 0:
            words += ADDING.left.format(time=duration_words(progress.seconds * (1 / share - 1)))
    return share, f"{words}."


def said_html(words: str, link: str = "") -> str:
    """A sentence, and what can be done about it."""
    return f'<div role="status" dir="auto">{inert(one_line(words))} {link}</div>'


def added_html(articles: Sequence[tuple[str, str | None, str]]) -> str:
    """Articles as (id, headline, path), each with a way to remove it."""
    rows = "".join(
        f'<li><span dir="auto">{inert(one_line(title or "") or article_id)}'
        f"</span> {action(ADDING.remove, 'remove', article_id)}</li>"
        for article_id, title, _ in articles[:MOST_SHOWN]
    )
    more = len(articles) - MOST_SHOWN
    rest = f"<p>{inert(ADDING.more.format(more=more))}</p>" if more > 0 else ""
    return f'<ul class="dl-added-list">{rows}</ul>{rest}' if rows else ""


def _refused(run: Run) -> str:
    rows = "".join(
        f'<li><bdi>{inert(one_line(PurePath(name).name))}</bdi>: <span dir="auto">'
        f"{inert(one_line(reason)[:300])}</span></li>"
        for name, reason in run.refused[:MOST_SHOWN]
    )
    more = len(run.refused) - MOST_SHOWN
    rest = f"<p>{inert(ADDING.more.format(more=more))}</p>" if more > 0 else ""
    title = f"<p>{inert(ADDING.refused)}</p>"
    return f'{title}<ul class="dl-refused-list">{rows}</ul>{rest}' if rows else ""


def _started(indexer: Indexer, kept: Kept) -> Run:
    return indexer.start(kept.paths, refused=kept.refused)


def _added_before(pipeline: QAPipeline, home: Path) -> list[tuple[str, str | None, str]]:
    """What came in by the page earlier, the latest first."""
    folder = (home / ADDED_FOLDER).resolve().as_posix() + "/"
    try:
        entries = pipeline.library.catalog.entries(sort="path")
    except DatelineError:
        return []
    found = [(e.article_id, e.title, e.path) for e in entries if e.path.startswith(folder)]
    return found[::-1]
