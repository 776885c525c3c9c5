"""The figures on dates and publishers: how a verdict is reached, and what the labels may hold."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from eval.measure.metadata import judge_date, load_labels, main, share


@pytest.mark.parametrize(
    ("found", "published", "labelled", "verdict"),
    [
        ("2022-10-04", "2022-10-04", "2022-10-04", "right"),
        ("2022-10-04T09:30:00-04:00", "2022-10-04", None, "right"),
        ("2022", "2022-10-04", "2022-10-04", "right"),  # coarser than the label, and true
        ("2022-10-04", "2022-10-04", "2022", "right"),  # finer than the label, and true
        ("2022-10-05", "2022-10-04", "2022-10", "wrong"),
        ("2022-10-04", "2022-10-04", "2021", "wrong"),  # a reader of the words would be misled
        ("2021", "2022-10-04", None, "wrong"),
        (None, "2022-10-04", "2022", "missed"),
        (None, "2022-10-04", None, "unknown"),
    ],
)
def test_verdicts(found: str | None, published: str, labelled: str | None, verdict: str) -> None:
    assert judge_date(found, published, labelled) == verdict


def test_shares_leave_out_what_has_no_gold() -> None:
    counts = {"right": 3, "unknown": 1, "no gold": 6}
    assert share(counts, "right") == "right 75.0 % (3 of 4)"
    assert share(counts, "right", "unknown") == "right or unknown 100.0 % (4 of 4)"
    assert share({}, "right") == "right 0.0 % (0 of 0)"


def test_labels_hold_dates_and_reasons_but_no_article_text() -> None:
    labels = load_labels()
    assert len(labels) == 100
    for label in labels.values():
        assert label.date is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", label.date)
        assert 0 < len(label.reason.split()) <= 25


def test_a_label_of_another_shape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text('{"id": "a", "date": null, "reason": "r"}\n{"id": "b"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        load_labels(path)


def test_the_command_prints_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "realtimeqa-2022"
    folder.mkdir()
    body = "The council met in the old town hall.\n\nIts members agreed on nothing for two hours."
    rows = [
        {
            "id": name,
            "url": f"https://www.cnn.com/2022/10/04/world/council-{number}/index.html",
            "title": f"Council number {number} fails to agree",
            "text": f"{body} The vote of number {number} is open.",
            "authors": [],
            "published": "2022-10-04",
        }
        for number, name in enumerate(load_labels())
    ]
    rows[0]["text"] = f"Oct. 4, 2021, 9:30 a.m. ET\n\n{body}"
    with gzip.open(folder / "articles.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    assert main(["--bench", str(tmp_path), "--articles", "10"]) == 0
    printed = capsys.readouterr().out
    assert "with metadata: date right 100.0 % (10 of 10); publisher right 100.0 %" in printed
    assert "by address: date right" in printed
    assert "wrong 1.0 % (1 of 100)" in printed
    with pytest.raises(SystemExit):
        main(["--bench", str(tmp_path / "nowhere")])
