"""An Answer survives the way to JSON and back, whatever it holds."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from qa.types import (
    Answer,
    AssertedBy,
    Citation,
    Coverage,
    Disagreement,
    Seconds,
    ShortAnswer,
    Side,
    Statement,
    TimelineEntry,
)

_text = st.text(max_size=30)
_maybe = st.none() | _text
_markers = st.lists(st.integers(1, 9), max_size=3).map(tuple)
_unit = st.floats(0, 1)
_citation = st.builds(
    Citation, marker=st.integers(1, 9), article_id=_text, title=_maybe, publisher=_maybe,
    author=_maybe, published_at=_maybe, published_precision=_text, published_source=_text,
    path=_text, url=_maybe, quote=_text, start_char=st.integers(0, 99),
    end_char=st.integers(0, 99), score=_unit, also_in=st.lists(_text, max_size=2).map(tuple),
)  # fmt: skip
_sides = st.builds(Side, _text, _text, st.lists(_text).map(tuple), _maybe, _markers)
_by = st.none() | st.builds(AssertedBy, _text, st.sampled_from(["said", "alleged", "denied"]))
_answers = st.builds(
    Answer,
    question=_text,
    standalone_question=_text,
    status=st.sampled_from(["answered", "not_in_articles", "about_corpus"]),
    text=_text,
    statements=st.lists(st.builds(Statement, _text, _markers, _unit, _by), max_size=3).map(tuple),
    citations=st.lists(_citation, max_size=3).map(tuple),
    short_answer=st.none()
    | st.builds(ShortAnswer, _text, st.integers(1, 9), st.just(0), st.just(1)),
    form=st.sampled_from(["lookup", "list", "count", "timeline", "comparison", "summary"]),
    timeline=st.lists(
        st.builds(TimelineEntry, _text, st.sampled_from(["day", "month"]), _text, _markers),
        max_size=2,
    ).map(tuple),
    disagreements=st.lists(
        st.builds(Disagreement, _text, st.lists(_sides).map(tuple)),
        max_size=2,
    ).map(tuple),
    related=st.lists(_citation, max_size=2).map(tuple),
    coverage=st.builds(
        Coverage, st.integers(0, 9), st.lists(_text, max_size=2).map(tuple), _maybe, _maybe,
        st.integers(0, 9),
    ),
    reader=_text,
    seconds=st.builds(Seconds, _unit, _unit, _unit, _unit, _unit),
)  # fmt: skip


@given(_answers)
def test_round_trip_through_json(answer: Answer) -> None:
    assert Answer.from_dict(json.loads(json.dumps(answer.to_dict()))) == answer


def test_the_keys_are_those_of_the_contract() -> None:
    answer = Answer(
        question="q", standalone_question="q", status="not_in_articles", text="No.", statements=(),
        citations=(), short_answer=None, related=(), coverage=Coverage(0, (), None, None, 0),
        reader="extractive",
    )  # fmt: skip
    assert list(answer.to_dict()) == [
        "question", "standalone_question", "status", "text", "statements", "citations",
        "short_answer", "form", "timeline", "disagreements", "related", "coverage", "reader",
        "seconds",
    ]  # fmt: skip


def test_a_document_of_before_forms_is_read() -> None:
    """Kept conversations and old reports have neither form nor timeline nor who asserts it."""
    old = json.loads(json.dumps(_small_answer().to_dict()))
    for name in ("form", "timeline"):
        del old[name]
    for statement in old["statements"]:
        del statement["asserted_by"]
    old["disagreements"] = [{"about": "a", "sides": [{"text": "t [1]", "markers": [1]}]}]
    answer = Answer.from_dict(old)
    assert (answer.form, answer.timeline) == ("lookup", ())
    assert answer.statements[0].asserted_by is None
    assert answer.disagreements[0].sides == (Side("", "t [1]", (), None, (1,)),)


def _small_answer() -> Answer:
    return Answer(
        question="q", standalone_question="q", status="answered", text="It did. [1]",
        statements=(Statement("It did.", (1,), 1.0, AssertedBy("police", "alleged")),),
        citations=(), short_answer=None, related=(), coverage=Coverage(1, (), None, None, 0),
        reader="extractive",
    )  # fmt: skip
