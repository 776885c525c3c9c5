"""Indexing beside the page: one run at a time in a thread of its own. Questions go on meanwhile,
over what is committed.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import DatelineError, StoreLockedError
from index.ingest import index_articles, remove_article
from index.progress import IndexReport, Progress
from index.types import Article
from ui.errors import BadInputError
from ui.render.texts import ADDING

if TYPE_CHECKING:
    from index.library import Library

MOST_REMEMBERED = 100  # removed articles that can come back
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Run:
    """A run of indexing, under way or over. `refused`: what was left out before and by it.

    `taken` are the articles as (id, headline or None, path). `error` says why it came to nothing;
    `can_retry` whether the same again may help.
    """

    paths: tuple[Path, ...]
    links: tuple[str, ...]
    refused: tuple[tuple[str, str], ...] = ()
    progress: Progress | None = None
    report: IndexReport | None = None
    taken: tuple[tuple[str, str | None, str], ...] = ()
    error: str = ""
    can_retry: bool = False

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.report is not None or bool(self.error)


class Indexer:
    """Adds to and removes from the index of a library. Safe from any thread."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._run: Run | None = None
        self._removed: OrderedDict[str, Article] = OrderedDict()

    @property
    def run(self) -> Run | None:
        """The latest run."""
        return self._run

    def start(
        self,
        paths: Sequence[Path] = (),
        links: Sequence[str] = (),
        refused: Sequence[tuple[str, str]] = (),
    ) -> Run:
        """Begin a run. Raises BadInputError while another is under way."""
        with self._lock:
            if self._run is not None and not self._run.is_over:
                raise BadInputError(ADDING.busy)
            self._run = Run(tuple(paths), tuple(links), tuple(refused))
            if not paths and not links:
                self._run = replace(self._run, error=ADDING.nothing)
                return self._run
        threading.Thread(target=self._work, name="indexing", daemon=True).start()
        return self._run

    def again(self) -> Run | None:
        """The latest run once more, when it failed for a reason that passes."""
        run = self._run
        if run is None or not run.can_retry:
            return run
        return self.start(run.paths, run.links, run.refused)

    def remove(self, article_id: str) -> Article:
        """Take an article out of the index. Raises what `index.ingest.remove_article` does."""
        article = remove_article(article_id, self._library.settings)
        self._removed[article.article_id] = article
        while len(self._removed) > MOST_REMEMBERED:
            self._removed.popitem(last=False)
        return article

    def restore(self, article_id: str) -> Run:
        """Read the file of a removed article again. Raises BadInputError when that can't be."""
        article = self._removed.get(article_id)
        if article is None:
            raise BadInputError(ADDING.not_restored)
        path = article.path.partition("#")[0]
        if path.startswith(("http://", "https://")):
            return self.start(links=[path])
        file = Path(path.partition("!")[0])
        if not file.is_file():
            raise BadInputError(ADDING.not_restored)
        return self.start([file])

    def _work(self) -> None:
        assert self._run is not None
        run = self._run

        def show(progress: Progress) -> None:
            self._run = replace(run, progress=progress)

        try:
            report = index_articles(
                run.paths,
                self._library.settings,
                embedder=self._library.embedder,
                feeds=run.links,
                progress=show,
            )
            kept = {*report.added, *report.replaced, *report.merged, *report.moved, *report.skipped}
            entries = self._library.catalog.entries()
            taken = tuple((e.article_id, e.title, e.path) for e in entries if e.path in kept)
            refused = (*run.refused, *report.refused)
            self._run = replace(run, report=report, taken=taken, refused=refused)
        except StoreLockedError:
            self._run = replace(run, error=ADDING.locked, can_retry=True)
        except DatelineError as error:
            self._run = replace(run, error=str(error), can_retry=True)
        except Exception as error:  # a visitor sees no traceback; the server's log does
            _log.exception("indexing failed", exc_info=error)
            self._run = replace(run, error=ADDING.failed, can_retry=True)
