"""The page says what the report says, and nothing in it can act or call."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from eval.metrics.calibration import Said
from eval.metrics.record import Record
from eval.metrics.sureness import sureness_of
from eval.questions.question_set import Question
from eval.report.page import page
from eval.report.plots import kinds_plot, risk_plot, stages_plot
from eval.report.report import Report, StageRow, build_report, run_record
from qa.settings import Settings
from tests.eval.fakes import ASKED, BOTH, MET, NEAR, RAIN, REFUSED, SHELF, WHEN, answered, citation

PASSAGE = (citation(MET), citation(RAIN, 2))


def reported(*records: Record) -> Report:
    return build_report(
        records, SHELF, run=run_record(SHELF.hashes, Settings(), ASKED), seconds=2.0
    )


def asked(question: Question, answer: object, probability: float | None = None) -> Record:
    return Record(question, answer, PASSAGE, 0.2, None, probability)  # type: ignore[arg-type]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_every_case_is_there_once_with_answer_citations_gold_and_timings() -> None:
    report = reported(
        asked(WHEN, answered(MET), 0.9), asked(BOTH, answered(RAIN), 0.8), asked(NEAR, REFUSED, 0.1)
    )
    html = page(report)
    for question in (WHEN, BOTH, NEAR):
        assert html.count(f'id="{question.id}"') == 1
    assert html.count("retrieved, not chosen: 1") == 1
    assert html.index("retrieved, not chosen: 1") < html.index(f'id="{BOTH.id}"')
    assert html.index("What went right") < html.index(f'id="{WHEN.id}"')
    assert "gold 1" in html and "citation [1]" in html and "0.200 (retrieve" in html
    assert html.count("<svg") == 4 and "probable by 0.90" in html


def test_nothing_in_the_page_acts_or_calls() -> None:
    evil = '"><script>alert(1)</script><img src=https://x.test/a onerror=b()>'
    question = replace(WHEN, id=evil, kind=evil, question=evil, note=evil, accepted_answers=(evil,))
    record = asked(question, replace(answered(MET), text=evil), 0.5)
    html = page(reported(record, Record(NEAR, None, error=evil)))
    parsed = Tags()
    parsed.feed(html)
    names = {tag for tag, _ in parsed.tags}
    assert not names & {"script", "img", "iframe", "link", "object", "a", "base", "form"}
    attributes = {name for _, attrs in parsed.tags for name in attrs}
    assert not {name for name in attributes if name.startswith("on")}
    assert not attributes & {"src", "href", "srcset", "style", "xlink:href"}
    assert "default-src 'none'" in re.sub("&#x27;", "'", html)
    assert "url(" not in html and "@import" not in html


def test_an_empty_report_is_a_page() -> None:
    assert "Nothing." in page(reported()) and "<svg" not in page(reported())


def test_what_cannot_be_judged_is_said() -> None:
    unknown = replace(WHEN, expected_status=None, gold_evidence=())
    html = page(reported(asked(unknown, REFUSED), Record(NEAR, None, error="OSError: disk")))
    assert "1 could not be scored" in html and "neither right nor wrong" in html
    assert "OSError: disk" in html


def test_coverage_ends_where_refusing_began() -> None:
    said = [
        (Said(0.9, True, True), True), (Said(0.7, True, False), True),
        (Said(0.2, True, False), False), (Said(0.1, False, False), False),
    ]  # fmt: skip
    sure = sureness_of(said)
    assert sure is not None and sure.n == 4
    # Two of four are answered. The surest is right: risk 0 of 1; with the second 1 wrong of 2.
    assert sure.curve == ((0.25, 0.0), (0.5, 0.5))
    assert sure.area == 0.25  # (0 + 1/2) / 2
    # Bins .9, .7, .2 hold what is answerable, .1 what isn't: (.1 + .3 + .8 + .1) / 4
    assert abs(sure.error - 0.325) < 1e-12
    assert "polyline" in risk_plot(sure)
    assert sureness_of([]) is None
    refused_all = sureness_of([(Said(0.2, True, False), False)])
    assert refused_all is not None and refused_all.area is None and refused_all.curve == ()


def test_plots_hold_their_rows() -> None:
    kinds = reported(asked(WHEN, answered(MET)), asked(BOTH, answered(RAIN))).kinds
    svg = kinds_plot(kinds)
    assert "1 of 1" in svg and "0 of 1" in svg and svg.count("<circle") == 2
    svg = stages_plot([StageRow("read", 3, 0.1, 0.4), StageRow("total", 3, 0.2, 0.5)])
    assert "100 / 400" in svg and "200 / 500" in svg
    assert "<rect" in stages_plot([StageRow("read", 1, 0.0, 0.0)])
