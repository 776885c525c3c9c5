"""`dateline index`, `articles`, `show`, `remove` and `doctor`."""

from __future__ import annotations

import argparse
import dataclasses
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import StoreError, StoreNotFoundError
from index.types import Article
from qa.settings import Settings, load_settings
from ui.errors import BadInputError
from ui.wording import counted, one_line

if TYPE_CHECKING:
    from index.catalog import Catalog
    from index.ingest import IndexReport, Progress

SHOWN_REFUSALS = 20  # the rest is counted; --json has them all


def index(args: argparse.Namespace, flags: Mapping[str, Any]) -> int:
    """Add or refresh articles; ends with a summary of what was added, replaced, … and refused."""
    for option in ("watch", "engine"):
        if getattr(args, option):
            raise BadInputError(f"--{option} is not yet available; leave it out.")
    settings = load_settings(flags)
    paths = [_local(text) for text in args.paths] or [default_seeds()]
    report = index_paths(paths, settings, prune=args.prune, rebuild=args.rebuild, as_json=args.json)
    # A file that was asked for by name and refused is bad input; one met in a folder is not.
    refused = {Path(path).resolve() for path, _ in report.refused}
    asked_for = any(path.resolve() in refused for path in paths)
    usable = report.added or report.replaced or report.skipped or report.removed
    return 2 if asked_for or (report.refused and not usable) else 0


def index_paths(
    paths: Sequence[Path],
    settings: Settings,
    *,
    prune: bool = False,
    rebuild: bool = False,
    as_json: bool = False,
) -> IndexReport:
    """Index `paths` with a progress bar on stderr and say what came of it.

    The summary goes to stderr, or as JSON to stdout.
    """
    from index.ingest import index_articles

    with progress_bar() as progress:
        report = index_articles(
            paths, settings.index, prune=prune, rebuild=rebuild, progress=progress
        )
    if as_json:
        document = dataclasses.asdict(report)
        document["refused"] = [{"path": p, "reason": reason} for p, reason in report.refused]
        print(json.dumps({"home": str(settings.home), **document}, ensure_ascii=False, indent=2))
    else:
        print(summary_words(report, settings.home), file=sys.stderr)
    return report


def summary_words(report: IndexReport, home: Path) -> str:
    """What a run did, for people: one line of counts, then a line for each refused file."""
    counts = ", ".join(
        f"{len(getattr(report, name))} {name}"
        for name in ("added", "replaced", "skipped", "removed", "refused")
    )
    lines = [
        f"{counts}; {counted(report.passages, 'passage')} in {report.seconds:.1f} s. Index: {home}"
    ]
    if report.unread_passages:
        lines.append(
            f"  {counted(report.unread_passages, 'passage')} found by fast vectors; the same "
            "command with --vectors full reads them closely as well, while questions are answered."
        )
    lines += [
        f"  refused {one_line(path)}: {one_line(reason)}"
        for path, reason in report.refused[:SHOWN_REFUSALS]
    ]
    if len(report.refused) > SHOWN_REFUSALS:
        lines.append(f"  … and {len(report.refused) - SHOWN_REFUSALS} more (--json lists them)")
    return "\n".join(lines)


def articles(args: argparse.Namespace, flags: Mapping[str, Any]) -> int:
    """List the articles, in order of path."""
    with _catalog(load_settings(flags)) as catalog:
        found = catalog.articles()
    if args.json:
        print(json.dumps([_facts(article) for article in found], ensure_ascii=False, indent=2))
    elif found:
        from ui.terminal import article_table

        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 200
        print(article_table(found, width=width))
    else:
        print("No articles yet; add some with `dateline index PATH`.", file=sys.stderr)
    return 0


def show(args: argparse.Namespace, flags: Mapping[str, Any]) -> int:
    """Print one article with what is known of it."""
    with _catalog(load_settings(flags)) as catalog:
        article = _find(lambda: catalog.find_article(args.article))
    if args.json:
        print(json.dumps(dataclasses.asdict(article), ensure_ascii=False, indent=2))
    else:
        from ui.commands_ask import has_colour
        from ui.terminal import article_text

        print(article_text(article, colour=has_colour()))
    return 0


def remove(args: argparse.Namespace, flags: Mapping[str, Any]) -> int:
    """Take one article out of the index; its file stays."""
    from index.ingest import remove_article

    settings = load_settings(flags)
    article = _find(lambda: remove_article(args.article, settings.index))
    if args.json:
        print(json.dumps(_facts(article), ensure_ascii=False, indent=2))
    else:
        print(f"removed {article.article_id} ({one_line(article.path)})", file=sys.stderr)
    return 0


def doctor(args: argparse.Namespace, flags: Mapping[str, Any]) -> int:
    """Check the index, mend what can be mended, and say so."""
    from index.doctor import check_index

    settings = load_settings(flags)
    report = check_index(settings.index)
    if args.json:
        document = {**dataclasses.asdict(report), "left": list(report.left)}
        print(json.dumps({"home": str(settings.home), **document}, ensure_ascii=False, indent=2))
    else:
        held = f"{counted(report.articles, 'article')}, {counted(report.passages, 'passage')}"
        print(f"{settings.home}: {held}")
        for problem in report.problems:
            state = "left" if problem in report.left else "mended"
            print(f"  {state}: {one_line(problem)}")
        print("Everything is in order." if not report.left else "See to what is left.")
    return 1 if report.left else 0


def default_seeds() -> Path:
    """The seed articles: ./seeds, else those of the checkout, else the copy in the package.

    Raises BadInputError when there are none.
    """
    packaged = Path(str(resources.files("index"))) / "_seeds"
    for folder in (Path("seeds"), Path(__file__).parents[1] / "seeds", packaged):
        if folder.is_dir():
            return folder
    raise BadInputError("there are no seed articles here; name files or folders to index.")


def is_empty(settings: Settings) -> bool:
    """True when this home has no index yet, or one without articles."""
    try:
        with _catalog(settings) as catalog:
            return catalog.article_count() == 0
    except StoreNotFoundError:
        return True


@contextmanager
def progress_bar() -> Iterator[Callable[[Progress], None]]:
    """A bar with rate and time left on stderr; a line every few seconds when it is no terminal."""
    if not sys.stderr.isatty():
        yield _plain_progress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("Indexing"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[file]}", markup=False),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0, rate="", file="")

        def show_progress(progress: Progress) -> None:
            if progress.to_fill:
                read = f"askable; read closely {progress.filled:,} of {progress.to_fill:,} passages"
                bar.update(task, completed=progress.filled / progress.to_fill, rate=read, file="")
                return
            bar.update(
                task,
                completed=progress.share,
                rate=f"{progress.articles:,} articles, {progress.articles_per_second:.1f}/s",
                file=one_line(Path(progress.path).name)[:40],
            )

        yield show_progress


def _plain_progress(every_seconds: float = 5.0) -> Callable[[Progress], None]:
    import time

    last = time.monotonic()

    def show_progress(progress: Progress) -> None:
        nonlocal last
        if time.monotonic() - last >= every_seconds:
            last = time.monotonic()
            said = f"indexed {progress.articles:,} articles, {progress.share:.0%}"
            if progress.to_fill:
                said = f"askable; read closely {progress.filled:,} of {progress.to_fill:,} passages"
            print(said, file=sys.stderr, flush=True)

    return show_progress


@contextmanager
def _catalog(settings: Settings) -> Iterator[Catalog]:
    from index.catalog import Catalog

    catalog = Catalog.open(settings.home)
    try:
        yield catalog
    finally:
        catalog.close()


def _find(search: Callable[[], Article]) -> Article:
    """`search()`, an unknown or ambiguous id being bad input rather than a broken index."""
    try:
        return search()
    except StoreError as error:
        if type(error) is StoreError:
            raise BadInputError(str(error)) from error
        raise


def _local(text: str) -> Path:
    if text.startswith(("http://", "https://")):
        raise BadInputError(f"{text}: addresses and feeds are not yet available; give files.")
    if "\0" in text:
        raise BadInputError(f"{text!r} is not a usable path.")
    return Path(text).expanduser()


def _facts(article: Article) -> dict[str, Any]:
    """An article without its text and spans."""
    facts = dataclasses.asdict(article)
    return {name: value for name, value in facts.items() if name not in ("text", "spans")}
