"""What a question brings back: `Answer` and its parts, and the events of a stream.

`Answer.to_dict()` is the JSON of every surface (script, command, page, MCP tool).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypedDict

Status = Literal["answered", "not_in_articles", "about_corpus"]
Form = Literal["lookup", "list", "count", "timeline", "comparison", "summary", "corpus"]
How = Literal["said", "reported", "alleged", "denied", "opinion"]
Turn = tuple[str, str]  # (role, text), role "user" or "assistant"


class AskOptions(TypedDict, total=False):
    """What may be said beside a question; every way to ask takes the same.

    history: earlier turns as ("user" or "assistant", text), oldest first.
    after, before: ISO dates, inclusive and exclusive; articles of unknown date are left out.
    as_of: ask as if on that day: nothing later is read, "last week" is counted from it.
    publishers: only articles of these publishers or agencies.
    top_k: passages handed to the reader, 1 to 50 (default: the setting).
    """

    history: Sequence[Sequence[str]] | None
    after: str | None
    before: str | None
    as_of: str | None
    publishers: Sequence[str] | None
    top_k: int | None


@dataclass(frozen=True)
class AssertedBy:
    """Who vouches for a statement, and how: an allegation is not a fact. `name` is a person, a
    body or an outlet, in the article's words.
    """

    name: str
    how: How


@dataclass(frozen=True)
class Statement:
    """One statement of the answer. `support` in 0..1: how surely its quotes carry it."""

    text: str
    markers: tuple[int, ...]
    support: float
    asserted_by: AssertedBy | None = None


@dataclass(frozen=True)
class Citation:
    """A verbatim quote: `article.text[start_char:end_char] == quote`.

    `score` is the evidence score in 0..1, comparable within one answer.
    """

    marker: int
    article_id: str
    title: str | None
    publisher: str | None
    author: str | None
    published_at: str | None
    published_precision: str
    published_source: str
    path: str
    url: str | None
    quote: str
    start_char: int
    end_char: int
    score: float
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShortAnswer:
    """The fewest words that answer: a part of the quote of `marker`; offsets in the article."""

    text: str
    marker: int
    start_char: int
    end_char: int


@dataclass(frozen=True)
class TimelineEntry:
    """What happened, or was reported, on a day. `on` is ISO at its `precision` (day, month, year);
    where it is the day of publication alone, `text` begins with "Reported".
    """

    on: str
    precision: str
    text: str
    markers: tuple[int, ...]


@dataclass(frozen=True)
class Side:
    """One side of a disagreement: a `value`, the sentence that has it, and who reports it when."""

    value: str
    text: str
    publishers: tuple[str, ...]
    published_at: str | None
    markers: tuple[int, ...]


@dataclass(frozen=True)
class Disagreement:
    """Reports that differ about one thing."""

    about: str
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Coverage:
    """What was searched, after filters. Dates are ISO; `undated` counts searched articles
    without a known date, or, under a date filter, those left out for want of one."""

    articles: int
    publishers: tuple[str, ...]
    first_published: str | None
    last_published: str | None
    undated: int


@dataclass(frozen=True)
class Seconds:
    """Where the time went, in seconds."""

    retrieve: float = 0.0
    rerank: float = 0.0
    read: float = 0.0
    verify: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer whose every sentence stands on a quote, or an honest refusal. `form` says how it is
    built; `timeline` is oldest first, and empty unless the form is "timeline".
    """

    question: str
    standalone_question: str
    status: Status
    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    short_answer: ShortAnswer | None
    form: Form = "lookup"
    timeline: tuple[TimelineEntry, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    related: tuple[Citation, ...]
    coverage: Coverage
    reader: str
    seconds: Seconds = field(default_factory=Seconds)

    def to_dict(self) -> dict[str, Any]:
        """The contract's JSON: plain dicts, lists, strings and numbers."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    def _repr_html_(self) -> str:
        """How a notebook shows it."""
        from qa.as_html import answer_html

        return answer_html(self.to_dict())

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Answer:
        """The inverse of `to_dict`; documents of before forms and timelines are read too. Raises
        KeyError or TypeError on another shape.
        """
        short = data["short_answer"]
        return cls(
            question=data["question"],
            standalone_question=data["standalone_question"],
            status=data["status"],
            text=data["text"],
            statements=tuple(_statement(item) for item in data["statements"]),
            citations=tuple(_citation(c) for c in data["citations"]),
            short_answer=ShortAnswer(**short) if short else None,
            form=data.get("form", "lookup"),
            timeline=tuple(
                TimelineEntry(**{**item, "markers": tuple(item["markers"])})
                for item in data.get("timeline", ())
            ),
            disagreements=tuple(
                Disagreement(d["about"], tuple(_side(side) for side in d["sides"]))
                for d in data["disagreements"]
            ),
            related=tuple(_citation(c) for c in data["related"]),
            coverage=Coverage(
                **{**data["coverage"], "publishers": tuple(data["coverage"]["publishers"])}
            ),
            reader=data["reader"],
            seconds=Seconds(**data["seconds"]),
        )


def _statement(data: dict[str, Any]) -> Statement:
    by = data.get("asserted_by")
    return Statement(
        data["text"], tuple(data["markers"]), data["support"], AssertedBy(**by) if by else None
    )


def _side(data: dict[str, Any]) -> Side:
    return Side(
        data.get("value", ""),
        data["text"],
        tuple(data.get("publishers", ())),
        data.get("published_at"),
        tuple(data["markers"]),
    )


def _citation(data: dict[str, Any]) -> Citation:
    return Citation(**{**data, "also_in": tuple(data["also_in"])})


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


# --- events of a stream -------------------------------------------------------------------


@dataclass(frozen=True)
class EvidenceFound:
    """Retrieval is done: the passages that will be read, best first, as citations.

    `hints`: what the search made of a source or a date that the question names, one phrase each
    ("only articles from Reuters"); empty when it names none.
    """

    standalone_question: str
    passages: tuple[Citation, ...]
    coverage: Coverage
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextDelta:
    """The next piece of `Answer.text`; the pieces joined are the text."""

    text: str


@dataclass(frozen=True)
class AnswerReady:
    """The last event: the checked answer."""

    answer: Answer


Event = EvidenceFound | TextDelta | AnswerReady
