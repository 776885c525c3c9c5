"""What may be said to the commands that ask and that serve."""

from __future__ import annotations

import argparse
from pathlib import Path

from ui.command.argument_types import iso_date, port

FORMATS = ("text", "markdown", "html", "bibtex", "ris", "csl")


def add_asking(command: argparse.ArgumentParser) -> None:
    """The question and its filters."""
    command.add_argument("question", nargs="+", metavar="QUESTION", help="in plain words")
    add_filters(command)
    command.add_argument(
        "--as-of", type=iso_date, metavar="DATE", help="as if asked on DATE: nothing later is read"
    )
    command.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="markdown (footnotes), html (rich text), bibtex, ris or csl (the articles cited)",
    )


def add_filters(command: argparse.ArgumentParser) -> None:
    """Which articles."""
    command.add_argument(
        "--after", type=iso_date, metavar="DATE", help="published on or after DATE"
    )
    command.add_argument("--before", type=iso_date, metavar="DATE", help="published before DATE")
    command.add_argument(
        "--publisher", action="append", metavar="NAME", help="only this publisher (repeatable)"
    )


def add_serving(command: argparse.ArgumentParser) -> None:
    """Where, and for whom."""
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (this machine)")
    command.add_argument("--port", type=port, metavar="N", help="default: the first free from 7860")
    command.add_argument(
        "--auth-file", type=Path, metavar="FILE", help="ask for a password: lines of user:password"
    )
    command.add_argument("--root-path", default="", metavar="PATH", help="path that a proxy shows")
    command.add_argument(
        "--allow-origin", action="append", default=[], metavar="URL",
        help="a site that this server is known as, or whose pages may call it (repeatable)",
    )  # fmt: skip
