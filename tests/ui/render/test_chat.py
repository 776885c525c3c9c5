"""Whatever an article says, the page shows it as words: no tag, link or markup comes out of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.types import Disagreement, Side
from tests.ui.fakes import (
    FERRY,
    HARBOUR,
    HOSTILE_TEXT,
    bridge_answer,
    hostile_answer,
    refusal,
)
from tests.ui.seen import Seen, assert_only_ours
from ui.render import chat


def test_hostile_answer_is_only_words() -> None:
    answer = hostile_answer(HOSTILE_TEXT)
    answer = replace(
        answer,
        related=answer.citations,
        disagreements=(
            Disagreement(
                HOSTILE_TEXT,
                (Side(HOSTILE_TEXT, HOSTILE_TEXT, (HOSTILE_TEXT,), HOSTILE_TEXT, (1, 9)),),
            ),
        ),
        reader=f"llm:{HOSTILE_TEXT}",
    )
    seen = assert_only_ours(chat.answer_html(answer))
    assert '<script>alert("script")</script>' in seen.words
    assert "\x1b" not in seen.words


@pytest.mark.parametrize(
    "html",
    [
        chat.question_html(HOSTILE_TEXT),
        chat.draft_html(HOSTILE_TEXT),
        chat.waiting_html(HOSTILE_TEXT),
        chat.notice_html(HOSTILE_TEXT),
        chat.masthead_html(HOSTILE_TEXT, HOSTILE_TEXT),
    ],
)
def test_hostile_words_are_only_words_everywhere(html: str) -> None:
    assert "onerror" in assert_only_ours(html).words


def test_message_is_one_markdown_block() -> None:
    # A blank line would end the HTML block, and Markdown would go to work on what follows.
    answer = replace(bridge_answer("q"), text="One. [1]\n\n\nTwo. [2]")
    assert "\n" not in chat.answer_html(answer)
    assert "\n" not in chat.question_html("a\n\nb")


def test_markers_open_the_cited_words_and_unknown_numbers_stay_words() -> None:
    answer = replace(
        bridge_answer("q"), text="Closed. [1] Full. [2] Not cited [12].", short_answer=None
    )
    seen = Seen(chat.answer_html(answer))
    first, second = answer.citations
    to_first = f"#words={HARBOUR.article_id}.{first.start_char}.{first.end_char}"
    to_second = f"#words={FERRY.article_id}.{second.start_char}.{second.end_char}"
    # Two markers in the text, then two cards.
    assert seen.links() == [to_first, to_second, to_first, to_second]
    assert "[12]" in seen.words and "[1]" not in seen.words


def test_answer_shows_who_when_and_how_known() -> None:
    words = Seen(chat.answer_html(bridge_answer("q"))).words
    assert "Harbour bridge to close" in words
    assert "The Daily Example" in words and "1 May 2022 (date given in the article)" in words
    assert "September 2022 (date inferred)" in words and "publisher unknown" in words
    assert "Publishers named: The Daily Example" in words


def test_refusal_shows_what_lies_nearest_without_markers() -> None:
    html = chat.answer_html(refusal("q"))
    assert "Nearest in the articles" in Seen(html).words
    assert "dl-marker" not in html and "dl-card-number" not in html


def test_damaged_ids_cannot_leave_their_attribute() -> None:
    answer = bridge_answer("q")
    bad = replace(answer.citations[0], article_id='x" onclick="alert(1)')
    assert_only_ours(chat.answer_html(replace(answer, citations=(bad,))))


def test_a_date_that_no_quote_has_is_marked_as_added() -> None:
    answer = bridge_answer("q")
    quote = answer.citations[0].quote
    dated = replace(answer, text=f"It closes on Tuesday (October 4, 2022). [1] {quote} [1]")
    html = chat.answer_html(dated)
    assert html.count('class="dl-added"') == 1
    assert "2022" in html.split('class="dl-added">')[1].split("</span>")[0]


def test_a_card_names_who_else_prints_the_words() -> None:
    answer = bridge_answer("q")
    first = replace(answer.citations[0], also_in=("x1", "x2"))
    answer = replace(answer, citations=(first, *answer.citations[1:]))
    html = chat.answer_html(answer, outlets={"x1": "CNN", "x2": "<b>USA</b> TODAY"})
    assert "also in CNN and <b>USA</b> TODAY" in assert_only_ours(html).words
    assert "also in 2 more" in Seen(chat.answer_html(answer)).words


def test_links_of_the_short_answer_name_the_words_that_answer() -> None:
    answer = bridge_answer("q")
    short = answer.short_answer
    assert short
    links = Seen(chat.answer_html(answer)).links()
    strong = [link for link in links if link.endswith(f".{short.start_char}.{short.end_char}")]
    assert len(strong) == 3  # beside the short answer, in the text, on the card


def test_scores_are_there_on_demand() -> None:
    html = chat.answer_html(bridge_answer("q"))
    why = html.split('<details class="dl-why">')[1:]
    assert len(why) == 2
    words = Seen('<details class="dl-why">' + why[0].split("</details>")[0] + "</details>").words
    assert "Evidence 90 of 100" in words and "Support 90 of 100" in words


def test_a_refusal_says_what_was_searched_before_what_lies_nearest() -> None:
    words = Seen(chat.answer_html(refusal("q"))).words
    assert words.index("don't say") < words.index("Searched 3") < words.index("Nearest in")
    assert "too little to answer with" in words


def test_a_weekday_alone_is_shown_with_its_date() -> None:
    answer = bridge_answer("q")
    assert answer.short_answer
    short, first = answer.short_answer, answer.statements[0]
    words = f"It closed on {short.text} (October 4, 2022)."
    told = replace(first, text=words, markers=(short.marker,))
    html = chat.answer_html(replace(answer, statements=(told, *answer.statements[1:])))
    headline = html.split('class="dl-short"')[1].split("</div>")[0]
    assert "October 4, 2022" in headline
