"""The invented year of Caldria: its articles fit together, and each label can be found again."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from eval.asking.chosen import open_set
from eval.questions.check import problems_of
from eval.questions.question_set import DEFAULT_SET, load_questions
from eval.questions.shelf import Shelf
from index.types import Article

SET = DEFAULT_SET.with_name("caldria.jsonl")
ARTICLES = SET.with_suffix("") / "articles.jsonl"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
KINDS = {
    "period", "change", "disagreement", "who_said", "count", "list", "latest_first",
    "several_articles", "summary", "follow_up", "near_miss", "lookup",
}  # fmt: skip


def json_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


ROWS = json_lines(SET)
BY_URL = {article["url"]: article for article in json_lines(ARTICLES)}
STORIES = json.loads(SET.with_suffix(".stories.json").read_text(encoding="utf-8"))
STORY_OF = {url: name for name, story in STORIES.items() for url in story["articles"]}
COPIES = [pair for story in STORIES.values() for pair in story["copies"]]


def day_of(url: str) -> str:
    return str(BY_URL[url]["published_at"][:10])


def quotes_of(row: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Every quote of a row, in whatever field it stands."""
    for name in ("gold_evidence", "corrected_by"):
        for group in row.get(name, ()):
            yield from group
    for said in told_by(row):
        yield from said["quotes"]


def told_by(row: dict[str, Any]) -> list[dict[str, Any]]:
    """What has both words (`say`) and quotes: dates of a timeline, sides, points of a summary."""
    sides = [side for one in row.get("disagreements", ()) for side in one["sides"]]
    return [*row.get("timeline", ()), *sides, *row.get("points", ())]


def found_by(rule: dict[str, Any]) -> list[str]:
    """The addresses of the articles that a rule describes, as eval/questions/README.md says."""
    return [url for url, article in BY_URL.items() if _fits(article, rule)]


def _fits(article: dict[str, Any], rule: dict[str, Any]) -> bool:
    told, day = f"{article['title']}\n{article['text']}", article["published_at"][:10]
    return (
        all(any(_holds(told, word) for word in forms) for forms in rule["words"])
        and ("publisher" not in rule or article["publisher"] in rule["publisher"])
        and ("author" not in rule or article["author"] == rule["author"])
        and rule.get("after", "") <= day < rule.get("before", "9999")
    )


def _holds(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def test_the_articles_are_of_four_outlets_over_a_year() -> None:
    assert len(BY_URL) == len(json_lines(ARTICLES)) == 49
    outlets = Counter(article["publisher"] for article in BY_URL.values())
    assert set(outlets) == {"Reuters", "CNN", "The Guardian", "Associated Press"}
    assert min(outlets.values()) >= 11
    assert {day_of(url)[:7] for url in BY_URL} == {f"2023-{month:02d}" for month in range(1, 13)}
    lengths = [len(article["text"].split()) for article in BY_URL.values()]
    assert min(lengths) >= 120 and max(lengths) <= 330
    assert "CC0" in SET.with_suffix(".LICENSE").read_text(encoding="utf-8")


def test_each_dateline_and_address_has_the_day_of_publication() -> None:
    for url, article in BY_URL.items():
        day = date.fromisoformat(day_of(url))
        line = re.match(r"[A-Z]+, (?:Caldria, )?(\w{3,5} \d+) \(Reuters\) - ", article["text"])
        assert (line is not None) == (article["publisher"] == "Reuters"), url
        if line is not None:
            month, number = line[1].split()
            assert (day.strftime("%B").startswith(month[:3]), int(number)) == (True, day.day), url
        dated = re.search(r"(\d{4})[/-](\d{2}|[a-z]{3})[/-](\d{2})", url)
        if dated is not None:
            month = day.strftime("%m" if dated[2].isdigit() else "%b").lower()
            assert dated.groups() == (str(day.year), month, f"{day.day:02d}"), url


@pytest.mark.parametrize("article", BY_URL.values(), ids=lambda a: str(a["title"]))
def test_news_of_the_day_names_the_weekday_of_its_day(article: dict[str, Any]) -> None:
    weekday = WEEKDAYS[date.fromisoformat(article["published_at"][:10]).weekday()]
    named = set(re.findall(r"(?:said|told CNN) (?:on )?([A-Z]\w+day)\b", article["text"]))
    before = {WEEKDAYS[WEEKDAYS.index(weekday) - back] for back in (1, 2)}
    assert named <= {weekday} | before


def test_copies_are_nearly_the_same_and_nothing_else_is() -> None:
    assert len(COPIES) == 3
    for original, copy in COPIES:
        assert day_of(original) == day_of(copy)
        assert BY_URL[original]["publisher"] != BY_URL[copy]["publisher"]
    texts = [(url, article["text"]) for url, article in BY_URL.items()]
    alike = {
        frozenset((one, two))
        for number, (one, first) in enumerate(texts)
        for two, second in texts[number + 1 :]
        if STORY_OF[one] == STORY_OF[two]
        and SequenceMatcher(None, first.split(), second.split(), autojunk=False).ratio() > 0.6
    }
    assert alike == {frozenset(pair) for pair in COPIES}


def test_no_story_is_in_both_halves() -> None:
    assert set(STORY_OF) == set(BY_URL) and len(STORY_OF) == len(BY_URL)
    assert Counter(story["split"] for story in STORIES.values()) == {"tune": 4, "heldout": 4}
    for row in ROWS:
        if row["story"] == "all":
            continue
        assert row["split"] == STORIES[row["story"]]["split"], row["id"]
        for quote in quotes_of(row):
            assert STORIES[STORY_OF[quote["article"]]]["split"] == row["split"], row["id"]


def test_there_are_enough_questions_of_each_kind_in_each_half() -> None:
    kinds = Counter(row["kind"] for row in ROWS)
    assert set(kinds) == KINDS and len(ROWS) >= 180
    assert min(kinds.values()) >= 12 and kinds["near_miss"] >= 30 and kinds["lookup"] >= 25
    assert sum(not row["answerable"] for row in ROWS) >= 30
    halves = Counter((row["kind"], row["split"]) for row in ROWS)
    for kind in KINDS:
        tune, heldout = halves[kind, "tune"], halves[kind, "heldout"]
        assert min(tune, heldout) >= 6 and abs(tune - heldout) <= 2, kind


def test_the_set_is_read_with_its_articles_and_says_what_they_say() -> None:
    shelf = Shelf.of(
        Article(url, f"/in/{number}", article["text"], url, url=url)
        for number, (url, article) in enumerate(BY_URL.items())
    )
    assert problems_of(load_questions(SET), shelf) == []
    assert open_set(SET).collections == {"": [SET.with_suffix("")]}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_labels_are_found_in_the_articles(row: dict[str, Any]) -> None:
    for quote in quotes_of(row):
        assert quote["quote"] and quote["quote"] in BY_URL[quote["article"]]["text"]
    for told in told_by(row):
        for quote in told["quotes"]:
            assert any(words.casefold() in quote["quote"].casefold() for words in told["say"])
    if row["kind"] != "list":
        for variants in (row.get("accepted_answers", []), *row.get("accepted_all", [])):
            evidence = [quote["quote"].casefold() for quote in quotes_of(row)]
            if variants and evidence:
                assert any(words.casefold() in quote for words in variants for quote in evidence)
    for words in row.get("wrong_answers", ()):
        for group in row.get("gold_evidence", ()):
            assert any(words.casefold() not in quote["quote"].casefold() for quote in group)


@pytest.mark.parametrize("row", [r for r in ROWS if "rule" in r], ids=lambda row: str(row["id"]))
def test_counts_and_lists_are_what_their_rule_gives(row: dict[str, Any]) -> None:
    found = found_by(row["rule"])
    assert sorted(row["articles"]) == sorted(found) and row["number"] == len(found)
    both = sum(original in found and copy in found for original, copy in COPIES)
    assert row.get("independent", row["number"]) == len(found) - both
    if row["kind"] == "count":
        assert str(len(found)) in row["accepted_answers"]


@pytest.mark.parametrize(
    "row", [r for r in ROWS if "timeline" in r], ids=lambda row: str(row["id"])
)
def test_timelines_are_in_order(row: dict[str, Any]) -> None:
    dates = [item["on"] for item in row["timeline"]]
    assert dates == sorted(dates) and len(set(dates)) == len(dates)
    for item in row["timeline"]:
        assert item["on"] <= item["published"]
        assert {item["on"], item["published"]} <= set(item["days"])
        assert {day_of(quote["article"]) for quote in item["quotes"]} >= {item["published"]}


@pytest.mark.parametrize("row", [r for r in ROWS if "period" in r], ids=lambda row: str(row["id"]))
def test_a_period_has_every_day_of_its_story_and_no_other(row: dict[str, Any]) -> None:
    after, before = row["period"]["after"], row["period"]["before"]
    days = {
        (STORY_OF[url], day_of(url))
        for url in BY_URL
        if after <= day_of(url) < before and row["story"] in ("all", STORY_OF[url])
    }
    told = {
        (STORY_OF[quote["article"]], item["published"])
        for item in row["timeline"]
        for quote in item["quotes"]
    }
    assert told == days


@pytest.mark.parametrize(
    "row", [r for r in ROWS if r.get("disagreements")], ids=lambda row: str(row["id"])
)
def test_sides_of_a_disagreement_stand_beside_each_other(row: dict[str, Any]) -> None:
    for one in row["disagreements"]:
        assert len(one["sides"]) >= 2
        assert len({side["value"] for side in one["sides"]}) == len(one["sides"])
        for side in one["sides"]:
            outlets = {BY_URL[quote["article"]]["publisher"] for quote in side["quotes"]}
            assert outlets == set(side["publishers"])
            assert day_of(side["quotes"][0]["article"]) == side["published_at"]


def test_conversations_go_on_turn_by_turn() -> None:
    talks = [row for row in ROWS if row["kind"] == "follow_up"]
    asked = {row["id"]: [text for role, text in row["history"] if role == "user"] for row in talks}
    for row in talks:
        assert [role for role, _ in row["history"]] == ["user", "assistant"] * (row["turn"] - 1)
        assert row["standalone"]
        for later in talks:
            if later["conversation"] == row["conversation"] and later["turn"] > row["turn"]:
                assert asked[later["id"]][: row["turn"]] == [*asked[row["id"]], row["question"]]
    assert max(row["turn"] for row in talks) >= 4
