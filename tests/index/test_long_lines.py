"""A line without an end, as of a table, a code or a broken export, is read in its own time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from index.byline.relative_dates import resolve_relative_dates
from index.readers import read_articles
from index.settings import IndexSettings
from index.types import Article

LENGTH = 20_000
MOST_SECONDS = 3.0  # of the processor; those that took the square of their length took minutes
BODY = "The council of Bergen met on Tuesday, the mayor said. Its members agreed on nothing.\n"
ENDLESS = [
    *(
        " ",
        "\t",
        ".",
        "... ",
        "A",
        "A’",
        "a-",
        "a.",
        "1,",
        "-",
        "“",
        "(",
        "[",
        "<!--",
        "Aa ",
        "A. ",
    ),
    *(
        "said Aa Bb. ",
        "Aa, ",
        "by Aa and ",
        "1 May ",
        "Monday ",
        "the 3rd ",
        "| ",
        "a@",
        "http://a.",
    ),
]


def seconds(text: str, path: Path) -> float:
    path.write_text(text, encoding="utf-8")
    began = time.process_time()
    items = list(read_articles(path, settings=IndexSettings(home=path.parent / "home")))
    took = time.process_time() - began
    assert all(isinstance(item, Article) for item in items) and items
    return took


@pytest.mark.slow
@pytest.mark.parametrize("piece", ENDLESS)
def test_an_endless_line_is_read(piece: str, tmp_path: Path) -> None:
    line = piece * (LENGTH // len(piece))
    for text in (
        f"{BODY}\n{line}\n\n{BODY}",
        f"{line}\n\nBy Jane Doe\n\n{BODY}",
        f"Council met\n\nThe mayor said {line} on Monday. {BODY}",
        f"{BODY}\n- key: a{line}x\n\n{BODY}",
    ):
        assert seconds(text, tmp_path / "a.txt") < MOST_SECONDS


def test_a_table_of_days_without_its_lines_is_not_read_day_by_day() -> None:
    text = "The fire began on Monday. It went on " + "1 May " * (LENGTH // 6 - 20)
    began = time.process_time()
    found = resolve_relative_dates(text, 0, len(text), "2022-05-04", "day")
    assert time.process_time() - began < MOST_SECONDS
    assert found == []
    (plain,) = resolve_relative_dates(text, 0, 26, "2022-05-04", "day")
    assert plain.words == "on Monday"
