"""The sets beside Caldria: each label can be found again in the invented articles."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from eval.asking.chosen import open_set
from eval.questions.check import problems_of
from eval.questions.expected import load_expected, read_copies
from eval.questions.question_set import DEFAULT_SET, load_questions
from eval.questions.shelf import Shelf
from index.types import Article

OF_ALL_KINDS = [DEFAULT_SET.with_name(name) for name in ("harbour.jsonl", "mesa.jsonl")]
OF_HARD_KINDS = [DEFAULT_SET.with_name(name) for name in ("norhaven.jsonl", "varosh.jsonl")]
SETS = [*OF_ALL_KINDS, *OF_HARD_KINDS]


def json_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def articles_of(path: Path) -> list[dict[str, Any]]:
    return json_lines(path.with_suffix("") / "articles.jsonl")


def shelf_of_set(path: Path) -> Shelf:
    return Shelf.of(
        Article(
            article_id=f"{number:03}",
            content_hash=f"{number:03}",
            path=f"{path.stem}/{number:03}",
            title=one["title"],
            text=one["text"],
            url=one["url"],
        )
        for number, one in enumerate(articles_of(path))
    )


@pytest.mark.parametrize("path", SETS, ids=lambda p: str(p.stem))
def test_every_quote_stands_in_its_article(path: Path) -> None:
    assert not problems_of(load_questions(path), shelf_of_set(path))


@pytest.mark.parametrize("path", SETS, ids=lambda p: str(p.stem))
def test_no_story_is_in_both_halves(path: Path) -> None:
    stories = json.loads(path.with_suffix(".stories.json").read_text(encoding="utf-8"))
    halves = {name: story["split"] for name, story in stories.items()}
    for row in json_lines(path):
        assert row["story"] == "all" or row["split"] == halves[row["story"]], row["id"]
    urls = [url for story in stories.values() for url in story["articles"]]
    assert sorted(urls) == sorted(one["url"] for one in articles_of(path))
    assert {url for pair in read_copies(path) for url in pair} <= set(urls)


@pytest.mark.parametrize("path", OF_ALL_KINDS, ids=lambda p: str(p.stem))
def test_counts_and_lists_follow_from_their_rules(path: Path) -> None:
    counted = 0
    for row in json_lines(path):
        if "rule" in row and "number" in row:
            found = [one["url"] for one in articles_of(path) if fits(one, row["rule"])]
            assert (len(found), sorted(found)) == (row["number"], sorted(row["articles"])), row[
                "id"
            ]
            counted += 1
    assert counted >= 15


def fits(article: dict[str, Any], rule: dict[str, Any]) -> bool:
    told, day = f"{article['title']}\n{article['text']}", article["published_at"][:10]
    return (
        all(any(holds(told, word) for word in forms) for forms in rule.get("words", ()))
        and ("publisher" not in rule or article["publisher"] in rule["publisher"])
        and ("author" not in rule or article["author"] == rule["author"])
        and rule.get("after", "") <= day < rule.get("before", "9999")
    )


def holds(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


@pytest.mark.parametrize("path", SETS, ids=lambda p: str(p.stem))
def test_a_set_can_be_opened_with_its_further_labels(path: Path) -> None:
    asked = open_set(path)
    expected = load_expected(path)
    least = 150 if path in OF_ALL_KINDS else 90
    assert len(asked.questions) == len(expected) >= least
    assert "CC0" in path.with_suffix(".LICENSE").read_text(encoding="utf-8")
