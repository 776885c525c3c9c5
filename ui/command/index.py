"""`dateline index`: files, folders and feeds go in, once or as they change."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.settings import Settings, load_settings
from ui.command.seeds import default_seeds, is_empty
from ui.errors import BadInputError
from ui.render.wording import counted, one_line

if TYPE_CHECKING:
    from index.ingest import IndexReport, Progress

SHOWN_REFUSALS = 20  # the rest is counted; --json has them all
_SAME_REASON = 3  # so many refusals for one reason are shown as one line

# Fields of a report in the words of the summary.
_KINDS = (
    ("added", "added"),
    ("replaced", "updated"),
    ("skipped", "unchanged"),
    ("moved", "moved"),
    ("merged", "in another file too"),
    ("removed", "removed"),
)


def index(args: argparse.Namespace, flags: Mapping[str, Any]) -> int:
    """Add or refresh articles; ends with a summary of what was added, updated, … and refused."""
    if args.engine not in (None, "ray"):
        raise BadInputError(f"--engine {args.engine!r}: use 'ray', or leave it out.")
    settings = load_settings(flags)
    feeds = [text for text in args.paths if is_address(text)]
    paths = [_local(text) for text in args.paths if not is_address(text)]
    if not args.paths:
        paths = [default_seeds()]
    if args.watch:
        for option in ("rebuild", "json", "engine"):
            if getattr(args, option):
                raise BadInputError(f"--watch and --{option} don't go together; leave one out.")
        return _watch(paths, feeds, settings, args.every, prune=args.prune)
    report = index_paths(
        paths,
        settings,
        feeds=feeds,
        prune=args.prune,
        rebuild=args.rebuild,
        as_json=args.json,
        engine=args.engine or "",
    )
    # A file that was asked for by name and refused is bad input; one met in a folder is not.
    refused = {path for path, _ in report.refused}
    asked_for = any(str(path.resolve()) in refused for path in paths) or refused & set(feeds)
    usable = any(getattr(report, name) for name, _ in _KINDS)
    return 2 if asked_for or (report.refused and not usable) else 0


def index_seeds_when_empty(settings: Settings) -> None:
    """For a command that answers: the seed articles, where nothing is indexed yet."""
    if is_empty(settings):
        seeds = default_seeds()
        print(f"The index is empty; indexing {seeds}", file=sys.stderr)
        index_paths([seeds], settings)


def index_paths(
    paths: Sequence[Path],
    settings: Settings,
    *,
    feeds: Sequence[str] = (),
    prune: bool = False,
    rebuild: bool = False,
    as_json: bool = False,
    engine: str = "",
) -> IndexReport:
    """Index `paths` and `feeds` with a progress bar on stderr and say what came of it.

    The summary goes to stderr, or as JSON to stdout.
    """
    from index.ingest import index_articles

    with progress_bar() as progress:
        report = index_articles(
            paths,
            settings.index,
            feeds=feeds,
            prune=prune,
            rebuild=rebuild,
            progress=progress,
            engine=engine,
        )
    if as_json:
        document = dataclasses.asdict(report)
        document["refused"] = [{"path": p, "reason": reason} for p, reason in report.refused]
        print(json.dumps({"home": str(settings.home), **document}, ensure_ascii=False, indent=2))
    else:
        print(summary_words(report, settings.home), file=sys.stderr)
    return report


def summary_words(report: IndexReport, home: Path) -> str:
    """What a run did, for people: a line of counts, then a line for each refused file, or for
    each reason that many share.
    """
    usual = {"added", "replaced", "skipped", "removed"}
    counts = [
        f"{len(getattr(report, field)):,} {words}"
        for field, words in _KINDS
        if field in usual or getattr(report, field)
    ]
    counts.append(f"{len(report.refused):,} refused")
    rate = (len(report.added) + len(report.replaced)) / max(report.seconds, 1e-9)
    speed = f" ({rate:.1f} articles/s)" if rate >= 0.05 else ""
    lines = [
        f"{', '.join(counts)}; {counted(report.passages, 'new passage')} in "
        f"{report.seconds:.1f} s{speed}. Index: {home}"
    ]
    if lacking := _lacking_words(report):
        lines.append(f"  {lacking}")
    if report.unread_passages:
        lines.append(
            f"  {counted(report.unread_passages, 'passage')} found by fast vectors; the same "
            "command with --vectors full reads them closely as well, while questions are answered."
        )
    reasons = Counter(one_line(reason) for _, reason in report.refused)
    shown: list[str] = []
    for path, reason in report.refused:
        line = f"  refused {one_line(path)}: {one_line(reason)}"
        if reasons[one_line(reason)] > _SAME_REASON:
            others = reasons[one_line(reason)] - 1
            line = f"  refused {one_line(path)} and {others:,} more: {one_line(reason)}"
            reasons[one_line(reason)] = 0
        elif not reasons[one_line(reason)]:
            continue
        shown.append(line)
    lines += shown[:SHOWN_REFUSALS]
    if len(shown) > SHOWN_REFUSALS:
        lines.append(f"  … and {len(shown) - SHOWN_REFUSALS} more (--json lists them)")
    return "\n".join(lines)


def _lacking_words(report: IndexReport) -> str:
    """What the new articles don't say of themselves, and where it can be said."""
    lacking = [
        f"{number:,} {words}"
        for number, words in (
            (report.unnamed, "without a known publisher"),
            (report.undated, "without a known date"),
        )
        if number
    ]
    if not lacking:
        return ""
    return (
        f"{' and '.join(lacking)}: filters leave them out. Say it in a table metadata.csv beside "
        "the files (columns file, publisher, date); the same command then takes it in."
    )


def _watch(
    paths: Sequence[Path], feeds: Sequence[str], settings: Settings, every: float, *, prune: bool
) -> int:
    from index.watch import watch_articles

    def say(words: str) -> None:
        print(f"{time.strftime('%H:%M:%S')}  {words}", file=sys.stderr, flush=True)

    what = ", ".join([*map(str, paths), *feeds])
    say(f"watching {what}; Ctrl-C stops")
    try:
        watch_articles(
            paths,
            settings.index,
            stop=threading.Event(),
            tell=lambda report: say(summary_words(report, settings.home)),
            complain=lambda reason: say(one_line(reason)),
            feeds=feeds,
            feed_seconds=every,
            prune=prune,
        )
    except KeyboardInterrupt:
        say("stopped; everything reported is stored")
    return 0


def is_address(text: str) -> bool:
    """Whether an argument is the address of a feed."""
    return text.lower().startswith(("http://", "https://"))


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


def _local(text: str) -> Path:
    if "\0" in text:
        raise BadInputError(f"{text!r} is not a usable path.")
    return Path(text).expanduser()
