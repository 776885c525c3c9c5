"""Date F1 as the field counts it, on topics made up here."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from eval.adapters.rows import AdapterError
from eval.adapters.timelines import read_topics
from eval.measure.timelines import compare, date_f1, main, most_published
from qa.evidence.important_days import dated_articles

ARTICLES = [
    {"id": f"t17/dam/{n}", "topic": "t17/dam", "dataset": "Timeline17", "title": "T", "text": text,
     "published": day}
    for n, (day, text) in enumerate([
        ("2021-06-02", "The dam of Orl burst on Tuesday and drowned the mill."),
        ("2021-06-20", "Mourning in Orl. The dam of Orl burst on June 1 after rain."),
        ("2021-12-05", "A judge in Orl asked why the dam burst on June 1, 2021."),
        ("2021-08-09", "The council of Orl met. It said nothing."),
        ("2021-08-09", "The council of Orl met again, in vain."),
        (None, "Nobody knows when this was written in Orl."),
    ])
]  # fmt: skip
TIMELINES: list[dict[str, object]] = [
    {"topic": "t17/dam", "dataset": "Timeline17", "source": "x", "entries": [
        {"date": "2021-06-01", "text": "The dam bursts."}, {"date": "2021-12-04", "text": "Judge."},
    ]},
    {"topic": "t17/dam", "dataset": "Crisis (reference only)", "source": "y", "entries": [
        {"date": "2021-06-01", "text": "The dam bursts."},
    ]},
]  # fmt: skip


def write_bench(bench: Path, timelines: list[dict[str, object]] | None = None) -> Path:
    folder = bench / "timelines"
    folder.mkdir(parents=True)
    for name, rows in (("articles", ARTICLES), ("timelines", timelines or TIMELINES)):
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return bench


def test_date_f1_of_days() -> None:
    one, two, three = date(2021, 6, 1), date(2021, 6, 2), date(2021, 6, 3)
    # one of two chosen is right, of three: precision 1/2, recall 1/3, F1 = 2 * 1 / (2 + 3)
    assert date_f1([one, date(2020, 1, 1)], frozenset({one, two, three})) == 2 / 5
    assert date_f1([one, one], frozenset({one})) == 1.0
    assert date_f1([], frozenset({one})) == 0.0


def test_a_topic_and_its_own_timelines(tmp_path: Path) -> None:
    (topic,) = read_topics(write_bench(tmp_path))
    assert len(topic.articles) == 6 and [t.source for t in topic.timelines] == ["x"]
    assert topic.articles[-1].published_at is None
    found = compare(topic, topic.timelines[0], dated_articles(topic.articles))
    # two days from June 1 to December 4: the burst is right, the other day is not
    assert found.date_f1 == 0.5 and found.verbatim == 2
    most = most_published(topic.articles, 2, date(2021, 6, 1), date(2021, 12, 4))
    assert most == [date(2021, 8, 9), date(2021, 6, 2)] and found.baseline_f1 == 0.0


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench, out = write_bench(tmp_path / "bench"), tmp_path / "figures.json"
    assert main(["--bench", str(bench), "--shown", "1", "--out", str(out)]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("+ 2021-06-01") and "dam" in printed[0]
    assert printed[-2].split()[:5] == ["Timeline17,", "all", "1", ".500", ".000"]
    figures = json.loads(out.read_text(encoding="utf-8"))["figures"]
    assert figures[0]["date_f1"] == 0.5 and figures[0]["days"] == 2
    with pytest.raises(SystemExit, match="--topic cup"):
        main(["--bench", str(bench), "--topic", "cup"])


def test_what_is_no_such_set(tmp_path: Path) -> None:
    with pytest.raises(AdapterError, match="articles"):
        read_topics(tmp_path)
    with pytest.raises(AdapterError, match="no timelines of"):
        read_topics(write_bench(tmp_path / "other", [TIMELINES[1]]))
