"""An invented story of four reports, and answers of every form about it, built by hand."""

from __future__ import annotations

from dataclasses import replace

from index.types import Article
from qa.types import (
    Answer,
    AssertedBy,
    Citation,
    Disagreement,
    Form,
    Side,
    Statement,
    TimelineEntry,
)
from tests.citing import cite
from tests.ui.fakes import HOSTILE, HOSTILE_TEXT, refusal

_TOLD = (
    ("d1b2c3d4e5f6", "Crews of the Norvik ferries vote to strike", "Harbour Post", "2022-03-02", (
        "Ferry crews in the port of Norvik voted on Wednesday to strike from 12 March, their union "
        "said.",
        "Kystlinjen, which runs nine ferries, declined to comment.",
    )),
    ("d2b2c3d4e5f6", "Norvik strike: 3,800 commuters stranded", "The Daily Example", "2022-03-14", (
        "Some 3,800 commuters were stranded on the third day of the strike, police said.",
        "A manager cut the mooring lines of two boats on Sunday night.",
    )),
    ("d3b2c3d4e5f6", "Ferry strike hits thousands", "Example Wire", "2022-03-14", (
        "The strike has stranded 12,000 commuters, the union estimates.",
        "Kystlinjen has never asked crews to sail with fewer hands than the law demands.",
    )),
    ("d4b2c3d4e5f6", "Norvik ferries sail again", "Harbour Post", "2022-04-05", (
        "Ferries sailed from Norvik again on Tuesday after a strike of 24 days.",
        "The deal is the best that the crews could hope for.",
    )),
)  # fmt: skip
STORY = tuple(
    Article(
        article_id=article_id,
        path=f"/articles/{article_id}.txt",
        text="\n\n".join((title, *sentences)),
        content_hash=article_id,
        title=title,
        publisher=publisher,
        published_at=day,
        published_precision="day",
        published_source="text",
    )
    for article_id, title, publisher, day, sentences in _TOLD
)
# (sentence, whose word it is) by marker, from 1.
_SENTENCES: tuple[tuple[int, int, AssertedBy | None], ...] = (
    (0, 0, None),
    (1, 0, AssertedBy("police", "said")),
    (1, 1, AssertedBy("the union", "alleged")),
    (2, 0, AssertedBy("the union", "said")),
    (2, 1, AssertedBy("Kystlinjen", "denied")),
    (3, 0, None),
    (3, 1, AssertedBy("the mayor of Norvik", "opinion")),
)
DIFFERENCE = "how many commuters were stranded"


def story_answer(question: str, form: Form = "lookup") -> Answer:
    """All seven sentences as text, each with who vouches for it."""
    citations = tuple(
        cite(STORY[article], _TOLD[article][4][sentence], marker)
        for marker, (article, sentence, _) in enumerate(_SENTENCES, start=1)
    )
    statements = tuple(
        Statement(citation.quote, (citation.marker,), 0.9, by)
        for citation, (_, _, by) in zip(citations, _SENTENCES, strict=True)
    )
    return replace(
        refusal(question),
        status="answered",
        text=" ".join(f"{s.text} [{s.markers[0]}]" for s in statements),
        statements=statements,
        citations=citations,
        related=(),
        form=form,
    )


def timeline_answer(question: str) -> Answer:
    """A timeline of four days, one of them a day of publication, with a disagreement found."""
    answer = story_answer(question, "timeline")
    days = ("2022-03-02", "2022-03-14", "2022-03-13", "2022-03-14", "2022-03", "2022-04-05")
    entries = [
        TimelineEntry(day, "day" if len(day) == 10 else "month", c.quote, (c.marker,))
        for day, c in zip(days, answer.citations, strict=False)
    ]
    reported = answer.citations[6]
    entries.append(TimelineEntry("2022-04-05", "day", f"Reported: {reported.quote}", (7,)))
    ordered = tuple(sorted(entries, key=lambda entry: entry.on))
    return replace(answer, timeline=ordered, disagreements=(difference(answer.citations),))


def differing_answer(question: str) -> Answer:
    """The two sides of a disagreement that was asked for, and one sentence beside them."""
    answer = story_answer(question, "comparison")
    kept, cited = (
        (answer.statements[i] for i in (1, 3, 2)),
        (answer.citations[i] for i in (1, 3, 2)),
    )
    citations = tuple(replace(c, marker=n) for n, c in enumerate(cited, start=1))
    statements = tuple(replace(s, markers=(n,)) for n, s in enumerate(kept, start=1))
    return replace(
        answer,
        text=" ".join(f"{s.text} [{s.markers[0]}]" for s in statements),
        statements=statements,
        citations=citations,
        disagreements=(difference(citations),),
    )


def difference(citations: tuple[Citation, ...]) -> Disagreement:
    """What those of `citations` that count the stranded differ about."""
    values = {"Some 3,800": "some 3,800 commuters", "The strike": "12,000 commuters"}
    sides = tuple(
        Side(value, c.quote, (c.publisher or "",), c.published_at, (c.marker,))
        for c in citations
        for start, value in values.items()
        if c.quote.startswith(start)
    )
    return Disagreement(DIFFERENCE, sides)


def hostile_in_every_form(words: str = HOSTILE_TEXT, form: Form = "timeline") -> Answer:
    """One quote of a hostile article; `words` stand wherever a form can have words."""
    return replace(
        refusal(words),
        status="answered",
        text=f"{words} [1]",
        statements=(Statement(words, (1,), 0.5, AssertedBy(words, "alleged")),),
        citations=(cite(HOSTILE, HOSTILE_TEXT, 1),),
        related=(),
        form=form,
        timeline=(
            TimelineEntry(words, words, f"{words} Reported [1]", (1, 7)),
            TimelineEntry("2022-03-02", "day", words, (1,)),
        ),
        disagreements=(
            Disagreement(
                words,
                (
                    Side(words, f"{words} [1]", (words, "", words), words, (1,)),
                    Side("", words, (), None, (9,)),
                ),
            ),
        ),
        reader=f"llm:{words}",
    )
