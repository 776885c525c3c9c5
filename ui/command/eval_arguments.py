"""The arguments of `dateline eval` and `dateline eval new`. Only argparse is loaded here."""

from __future__ import annotations

import argparse
from pathlib import Path

# As in eval.adapters.every, which isn't loaded to read a command line.
ADAPTERS = ("realtimeqa", "squad", "multihop", "rgb", "ramdocs", "beir", "mtrag", "litqa")
APART = ("squad", "rgb", "ramdocs", "mtrag")  # each question has documents of its own
NEW = "eval new"  # a command of two words: `main` joins them


def add_eval(command: argparse.ArgumentParser) -> None:
    """What `dateline eval` takes."""
    command.add_argument("set", nargs="?", type=Path, metavar="SET", help="default: the seed set")
    command.add_argument(
        "--report",
        "--out",
        dest="out",
        type=Path,
        metavar="DIR",
        help="where the report goes (eval-report)",
    )
    command.add_argument(
        "--adapter",
        metavar="NAME",
        help=f"SET is a published set in this layout: {', '.join(ADAPTERS)}. Its articles are "
        "indexed in --home, or in a temporary folder: all in one index, or for "
        f"{', '.join(APART)} those of each question or paragraph in one of their own; an index "
        "that is there is asked as it is. litqa has none: it is asked of the index in --home",
    )
    command.add_argument(
        "--sample", type=_positive, metavar="N", help="ask N questions at random, always the same"
    )
    command.add_argument(
        "--resume", action="store_true", help="go on with the run that was stopped in DIR"
    )
    command.add_argument(
        "--workers",
        type=_positive,
        metavar="N",
        help="processes that ask (one for a core and 30 questions)",
    )
    command.add_argument(
        "--check",
        action="store_true",
        help="ask nothing: compare each quote of SET with its article",
    )
    command.add_argument(
        "--compare",
        nargs=2,
        type=Path,
        metavar=("BEFORE", "AFTER"),
        help="ask nothing: show what got better and worse between two reports, case by case",
    )
    command.add_argument(
        "--split", choices=("all", "tune", "heldout"), default="all", help="part of the set to ask"
    )


def add_eval_new(command: argparse.ArgumentParser) -> None:
    """What `dateline eval new` takes."""
    command.add_argument(
        "articles", nargs="*", metavar="ARTICLE", help="ids or paths (default: every article)"
    )
    command.add_argument(
        "--out",
        type=Path,
        default=Path("questions.jsonl"),
        metavar="FILE",
        help="the set to add to (questions.jsonl)",
    )
    command.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="FILE",
        help="go through these questions instead, such as the thumbs of the page",
    )
    command.add_argument(
        "--limit", type=_positive, default=20, metavar="N", help="most questions to draft (20)"
    )
    command.add_argument(
        "--accept-all", action="store_true", help="keep every draft, tagged 'unreviewed'"
    )


def joined(words: list[str]) -> list[str]:
    """`eval new` as one word, so that `eval SET` stays as it is (a set called new: ./new)."""
    return [NEW, *words[2:]] if words[:2] == NEW.split() else words


def _positive(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
