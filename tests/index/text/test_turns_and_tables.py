"""Transcripts, tables, posts of a live page and walls before the rest of an article."""

from __future__ import annotations

import textwrap

import pytest

from index.byline.posts import post_at
from index.marking.mark_spans import mark_spans
from index.marking.paywall import is_teaser, is_wall
from index.text.split import sentence_spans
from index.text.tables import cells_of, row_at
from index.text.turns import turn_at, turns_of
from index.types import Article

TALK = """Interview: City Hour, 4 May 2023

ANCHOR (PIA HOLM): Welcome. Mayor, why is the lake closed?

EK: Because of algae. We measured three times the allowed amount.

HOLM: When will it open again?

EK: In June. If the rain helps us, a little earlier.

BERG (of the fishing club): Nobody told us.
"""


def test_a_turn_carries_its_speaker_and_its_question() -> None:
    turn = turn_at(TALK, TALK.index("If the rain"))
    assert turn is not None
    assert (turn.speaker, turn.office) == ("EK", "Mayor")
    assert turn.asked is not None
    assert TALK[slice(*turn.asked)] == "When will it open again?"
    assert [t.speaker for t in turns_of(TALK)] == ["Pia Holm", "EK", "Holm", "EK", "Berg"]
    assert turn_at(TALK, 0) is None


@pytest.mark.parametrize(
    "text",
    [
        "Where: town hall\nWhen: 8 p.m.\nTickets: 5 euros\nPhone: 123\n",
        "Photo: Jane Doe\n\nThe council met.\n\nSource: Reuters\n\nNote: it rained.\n",
        "He said: no.\n\nShe said: yes.\n\nThey left.",
        "Harbour List: Seats 14\nGreens: Seats 9\nLabour: Seats 12\n",
    ],
)
def test_lists_with_colons_are_no_transcripts(text: str) -> None:
    assert turns_of(text) == ()


def test_questions_and_answers_have_no_names_but_belong_together() -> None:
    text = "Q: Why now?\n\nA: It was time.\n\nQ: Who paid?\n\nA: The county did.\n"
    turn = turn_at(text, text.index("The county"))
    assert turn is not None and turn.speaker is None and turn.asked is not None
    assert text[slice(*turn.asked)] == "Who paid?"


@pytest.mark.parametrize(
    ("table", "row", "said"),
    [
        (
            "| Party | Seats | Share |\n|---|---|---|\n| Rose List | 7 | 12% |\n",
            "| Rose List | 7 | 12% |",
            "Rose List: 7 seats, 12% share",
        ),
        ("Town\tPolling stations\nLund\t31\n", "Lund\t31", "Lund: 31 polling stations"),
        (
            "| Team | Coach | Change since 2018 |\n| Lund | Ek | +3 |\n",
            "| Lund | Ek | +3 |",
            "Lund: coach: Ek, change since 2018: +3",
        ),
    ],
)
def test_a_row_carries_its_headings(table: str, row: str, said: str) -> None:
    text = f"Results of the vote.\n\n{table}\nThe council meets in May.\n"
    start = text.index(row)
    found = row_at(text, start, start + len(row))
    assert found is not None and found.said == said
    assert cells_of(text[slice(*found.header)]) == found.headings


@pytest.mark.parametrize(
    "text",
    ["The council met.", "Jane Doe | Example Times", "| Party | Seats |", "| 1 | 2 |\n| 3 | 4 |"],
)
def test_what_has_no_headings_is_no_row(text: str) -> None:
    assert row_at(text, 0, len(text)) is None


def live(*posts: tuple[str, str, str]) -> Article:
    body = "".join(f"{clock}\n\n{title}\n\n{words}\n\n" for clock, title, words in posts)
    text = f"Strike live\n\nFollow the strike as it happens.\n\n{body}"
    return Article(
        "0" * 12, "live.txt", text, "hash", published_at="2023-05-04", published_precision="day",
        published_source="text", spans=mark_spans(text),
    )  # fmt: skip


def test_posts_of_a_live_page_keep_their_time() -> None:
    article = live(
        ("8.10pm GMT", "Minister steps in", "The minister called a meeting."),
        ("15:55", "Union says no", "The union rejected it."),
        ("11:20", "A new offer", "The firm offered more."),
    )
    post = post_at(article, article.text.index("The firm"))
    assert post is not None and (post.clock, post.day) == ("11:20", "2023-05-04")
    first = post_at(article, article.text.index("The minister called"))
    assert first is not None and first.clock == "20:10"
    kinds = {article.text[s.start_char : s.end_char]: s.kind for s in article.spans}
    assert kinds["15:55"] == "byline" and kinds["Union says no"] == "headline"
    assert post_at(article, article.text.index("Follow")) is None


def test_a_night_between_posts_leaves_their_day_open_unless_it_is_said() -> None:
    article = live(
        ("09:00", "Morning", "Talks go on."), ("23:50", "Night", "Talks stall at night."),
        ("20:10", "Evening", "Talks begin at last."),
    )  # fmt: skip
    post = post_at(article, article.text.index("Talks stall"))
    assert post is not None and (post.clock, post.day) == ("23:50", None)
    dated = live(
        ("09:00, 5 May 2023", "Morning", "Talks go on."),
        ("23:50, 4 May 2023", "Night", "Talks stall again."),
        ("20:10, 4 May 2023", "Evening", "Talks begin at last."),
    )  # fmt: skip
    said = post_at(dated, dated.text.index("Talks go on"))
    assert said is not None and said.day == "2023-05-05"


WALL = (
    "\n\nSubscribe to keep reading\n\nJust 3 euros a week. Cancel any time."
    "\n\n- The e-paper daily\n"
)


def test_what_is_sold_below_a_teaser_is_marked() -> None:
    text = f"Cracks in the dam\n\nInspectors found 17 cracks in the dam, a report says.{WALL}"
    spans = mark_spans(text)
    shut = [text[s.start_char : s.end_char] for s in spans if s.kind == "boilerplate"]
    assert len(shut) == 3 and shut[0] == "Subscribe to keep reading"
    assert is_teaser(text, spans)
    whole = text.replace(WALL, " It is old. " * 200 + WALL)
    assert not is_teaser(whole, mark_spans(whole))


@pytest.mark.parametrize(
    "sentence",
    [
        "Readers had to register to read the full story, the court heard.",
        "The paper asked people to subscribe.",
        "Voters must register to take part in the primary.",
        "Already a subscriber of the opera, he bought a second seat.",
    ],
)
def test_news_about_subscriptions_is_no_wall(sentence: str) -> None:
    assert not is_wall(sentence)


# --- where sentences end ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Doors open at 8 a.m. Sunday and close at 9 p.m. Monday, Sen. Ek said.", 1),
        ("The match begins at 7:30 p.m. ET on Friday.", 1),
        ("Talks begin at 10 a.m. Kyiv time.", 1),
        ("The council met at 9 a.m. The mayor left at noon.", 2),
        ("He arrived at 3 a.m. Saturday's game was off.", 2),
        ("State Atty. Gen. Ann Bo sued on Friday.", 1),
        ("Col. Jack Lee, USA, Ret. John Smith disagreed with him.", 1),
        ("It weighs approx. 40 tons. It fell.", 2),
        ("It was on Tues. Feb. 8 that he left.", 1),
        ("No. 10 Downing Street was shut. He lives at No. 10. She left.", 3),
        ("The answer is no. Ten people left.", 2),
        ("The study by Prof. T. S. Ek of the Univ. of Lund appeared in the Oct. issue.", 1),
        ("Fennox Inc. Chief Executive Bo Lund said sales rose.", 1),
        ("He works for Fennox Inc. The firm is new.", 2),
        ("Lund, 14. März 2022 – The council met.", 1),
        ("See figs. 2 and 3 on pp. 4 and 5.", 1),
    ],
)
def test_short_forms_end_no_sentence(text: str, sentences: int) -> None:
    assert len(sentence_spans(text, 0, len(text))) == sentences


PROSE = (
    "Ferry crews in Lund walked off the job for a third day on Monday, stranding some 4,200 people "
    "on the islands. The union, led by Ingrid Ek, asks for 9 percent more.",
    "The port will open a new quay on the island of Ven on 3 June, the board decided at its "
    "meeting in the town hall on Tuesday evening. It will cost 14 million euros.",
    "Nobody else spoke.",
)


@pytest.mark.parametrize("width", [65, 72, 78])
def test_wrapped_lines_are_one_paragraph_and_no_headlines(width: int) -> None:
    def sentences(text: str) -> tuple[list[str], list[str]]:
        spans = mark_spans(text)
        found = [text[a:b] for a, b in sentence_spans(text, 0, len(text))]
        heads = [text[s.start_char : s.end_char] for s in spans if s.kind == "headline"]
        return [" ".join(words.split()) for words in found], heads

    title = "Ferry strike goes on"
    plain = "\n\n".join((title, *PROSE))
    wrapped = "\n\n".join((title, *(textwrap.fill(text, width) for text in PROSE)))
    assert sentences(wrapped) == sentences(plain)
    assert sentences(wrapped)[1] == [title]


def test_a_telegram_in_capitals_is_joined_and_a_short_line_stays_a_heading() -> None:
    lines = textwrap.fill(PROSE[0].upper(), 70)
    found = [lines[a:b] for a, b in sentence_spans(lines, 0, len(lines))]
    assert len(found) == 2
    short = "A short heading\nThe council met on Monday and agreed on nothing at all."
    assert len(sentence_spans(short, 0, len(short))) == 2
