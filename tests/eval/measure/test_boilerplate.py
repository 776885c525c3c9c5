"""The labels are sound, and the figures count what they say."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from eval.adapters.rows import AdapterError
from eval.measure.boilerplate import (
    Label,
    count,
    evaluate,
    load_labels,
    load_texts,
    main,
    misses,
    table,
    trafilatura_drops,
)
from index.types import Span

TEXT = "More:Another story of today\n\nThe council met on Tuesday. It agreed on nothing at all.\n"
LINK = (0, 27)


def label(text: str = TEXT) -> Label:
    return Label("a1", "tune", len(text), hashlib.sha256(text.encode()).hexdigest(), (LINK,))


def write_bench(folder: Path, *texts: tuple[str, str]) -> Path:
    (folder / "realtimeqa-2022").mkdir()
    told = {"url": "u", "title": "t", "authors": [], "published": "2022-01-01"}
    rows = "".join(json.dumps({"id": id_, "text": text, **told}) + "\n" for id_, text in texts)
    (folder / "realtimeqa-2022" / "articles.jsonl.gz").write_bytes(gzip.compress(rows.encode()))
    return folder


def test_fifty_articles_are_kept_for_the_report_and_none_is_tuned_on() -> None:
    report, tune = load_labels("report"), load_labels("tune")
    assert len(report) == 50 and len(tune) == 30
    assert not {row.id for row in report} & {row.id for row in tune}


@pytest.mark.parametrize("part", ["report", "tune"])
def test_labels_are_sorted_and_lie_inside_their_texts(part: str) -> None:
    for row in load_labels(part):
        position = 0
        for start, end in row.boilerplate:
            assert position <= start < end <= row.chars
            position = end


def test_characters_lines_and_lost_sentences_are_counted() -> None:
    right = count(TEXT, label(), [Span(*LINK, "boilerplate")])
    assert (right.labelled, right.marked, right.right) == (27, 27, 27)
    assert (right.lines_found, right.sentences, right.sentences_lost) == (1, 2, 0)
    lost = count(TEXT, label(), [Span(29, 56, "boilerplate")])
    assert (lost.right, lost.marked, lost.lines_found, lost.sentences_lost) == (0, 27, 0, 1)


def test_a_link_marked_as_a_heading_is_not_found_but_a_sentence_so_marked_is_lost() -> None:
    heading = count(TEXT, label(), [Span(*LINK, "headline"), Span(29, 56, "headline")])
    assert (heading.marked, heading.lines_found, heading.sentences_lost) == (0, 0, 1)


def test_the_table_shows_shares_with_their_intervals() -> None:
    counts = [count(TEXT, label(), [Span(*LINK, "boilerplate")])] * 3
    shown = table(counts)
    assert "precision of characters     1.000  [0.4" in shown  # Wilson's for three marks
    assert "81 of 81" in shown and "boilerplate in what is left: 0.00%" in shown


def test_trafilatura_drops_whole_lines_or_none() -> None:
    for span in trafilatura_drops(TEXT):
        assert TEXT[span.start_char : span.end_char] in TEXT.splitlines()


def test_misses_name_the_article_and_the_words() -> None:
    found = list(misses(TEXT, label(), [Span(29, 56, "credit")]))
    assert [line.split()[1] for line in found] == ["MISSED", "WRONG", "LOST"]
    assert all(line.startswith("a1 ") for line in found)


def test_a_text_that_is_not_the_labelled_one_is_refused(tmp_path: Path) -> None:
    bench = write_bench(tmp_path, ("a1", TEXT + "!"))
    with pytest.raises(AdapterError, match="a1"):
        load_texts(bench, [label()])
    assert load_texts(bench, [label(TEXT + "!")]) == {"a1": TEXT + "!"}


def test_the_program_evaluates_a_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = write_bench(tmp_path, ("a1", TEXT))
    monkeypatch.setattr("eval.measure.boilerplate.load_labels", lambda part: [label()])
    assert evaluate(bench, "tune")[0].lines_found == 1
    assert main(["--bench", str(bench), "--part", "tune", "--misses"]) == 0
    assert "tune: 1 articles" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["--bench", str(bench), "--misses"])
