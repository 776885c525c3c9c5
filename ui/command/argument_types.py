"""What the arguments of the command line must look like."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence


def iso_date(text: str) -> str:
    """`text` when it is 2022, 2022-09 or 2022-09-30, a day that exists; else an argparse error."""
    import datetime

    if re.fullmatch(r"\d{4}(-\d\d){0,2}", text, re.ASCII):
        try:
            datetime.date.fromisoformat((text + "-01-01")[:10])
            return text
        except ValueError:
            pass
    raise argparse.ArgumentTypeError(f"{text!r} is not a date: use 2022, 2022-09 or 2022-09-30")


def port(text: str) -> int:
    """A port, 1 to 65535; else an argparse error."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port: use a number from 1 to 65535")


def feed_seconds(text: str) -> float:
    """Seconds between looks at a feed, 60 to 86400; else an argparse error."""
    if text.isascii() and text.isdigit() and 60 <= int(text) <= 86_400:
        return float(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not between 60 and 86400 seconds")


class ShowVersion(argparse.Action):
    """An option that prints the version and ends the program."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help="show the version")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """As argparse calls it."""
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"dateline {version('dateline')}")
        except PackageNotFoundError:
            print("dateline, run from a folder that is not installed")
        parser.exit()
