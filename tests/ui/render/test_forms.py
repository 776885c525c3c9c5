"""A timeline, the sides of a disagreement and the form of an answer, as HTML."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.types import AssertedBy, Form, ShortAnswer
from tests.ui.fakes import HOSTILE_TEXT, bridge_answer, refusal
from tests.ui.seen import Seen, assert_only_ours
from tests.ui.story import (
    STORY,
    differing_answer,
    hostile_in_every_form,
    story_answer,
    timeline_answer,
)
from ui.render import chat


def test_a_timeline_is_a_list_of_days_each_once_with_its_sentences() -> None:
    html = chat.answer_html(timeline_answer("q"))
    seen = Seen(html)
    times = [attributes["datetime"] for tag, attributes in seen.tags if tag == "time"]
    assert times == ["2022-03", "2022-03-02", "2022-03-13", "2022-03-14", "2022-04-05"]
    assert html.count('<ol class="dl-timeline">') == 1 and html.count('class="dl-event"') == 7
    assert "14 March 2022 Some 3,800" in seen.words and "March 2022 denied by" in seen.words
    assert "source 2 The Daily Example" in seen.words, "the outlet stands beside its sentence"


def test_the_sentences_of_a_timeline_stand_once_and_open_their_words() -> None:
    html = chat.answer_html(timeline_answer("q"))
    assert "dl-text" not in html
    timeline = html.split('<ol class="dl-timeline">')[1].split("</ol>")[0]
    quote = STORY[1].text.index("A manager")
    assert timeline.count("mooring lines") == 1
    assert f"#words={STORY[1].article_id}.{quote}." in timeline
    assert timeline.count('class="dl-marker') == 7


def test_sides_have_value_outlet_day_and_marker() -> None:
    html = chat.answer_html(differing_answer("q"))
    seen = Seen(html)
    assert "Reports differ: how many commuters were stranded" in seen.words
    assert "some 3,800 commutersThe Daily Example, 14 March 2022" in seen.words
    sides = html.split('<ul class="dl-sides">')[1].split("</ul>")[0]
    assert sides.count("<li") == 2 and sides.count('class="dl-marker') == 2
    assert html.index("dl-sides") < html.index("dl-text"), "what was asked for comes first"
    found = chat.answer_html(replace(differing_answer("q"), form="lookup"))
    assert found.index("dl-text") < found.index("dl-sides")


def test_outlet_and_day_of_a_side_stand_once() -> None:
    answer = differing_answer("q")
    (item,) = answer.disagreements
    one, other = item.sides
    headed = replace(one, text=f"The Daily Example, March 14, 2022: {one.text}")
    named = replace(other, text=f"Note: {other.text}")
    shown = replace(answer, disagreements=(replace(item, sides=(headed, named)),))
    words = Seen(chat.answer_html(shown)).words.split("Sources")[0]
    assert words.count("The Daily Example, 14 March 2022") == 1 and "March 14" not in words
    assert "Note: The strike" in words


@pytest.mark.parametrize("form", ["list", "count", "timeline", "comparison", "summary", "corpus"])
def test_the_form_is_a_word_with_an_explanation(form: Form) -> None:
    head = chat.answer_html(replace(bridge_answer("q"), form=form)).split('<div class="dl-text"')[0]
    (_, attributes) = next(tag for tag in Seen(head + "</div>").tags if "title" in tag[1])
    title = attributes["title"] or ""
    assert len(title) > 20 and title in Seen(head + "</div>").words, "a screen reader hears it"


def test_a_fact_looked_up_needs_no_word_for_its_form() -> None:
    assert "dl-form" not in chat.answer_html(bridge_answer("q")) + chat.answer_html(refusal("q"))


def test_an_allegation_is_never_shown_as_a_fact() -> None:
    answer = story_answer("q")
    short = ShortAnswer("A manager", 3, *_place(STORY[1].text, "A manager"))
    seen = Seen(chat.answer_html(replace(answer, short_answer=short)))
    assert seen.words.startswith("alleged by the union: A manager")
    assert seen.words.count("alleged by the union:") == 2
    assert "denied by Kystlinjen: Kystlinjen has never" in seen.words


@pytest.mark.parametrize("form", ["timeline", "comparison", "summary"])
def test_what_is_told_in_sentences_is_not_headed_by_a_fragment(form: Form) -> None:
    assert "dl-short" not in chat.answer_html(replace(bridge_answer("q"), form=form))
    assert "dl-short" in chat.answer_html(replace(bridge_answer("q"), form="count"))


def test_many_sources_are_folded() -> None:
    html = chat.answer_html(timeline_answer("q"))
    assert "<summary>Sources &#40;7&#41;</summary>" in html and html.count('"dl-card"') == 7
    assert "dl-folded" not in chat.answer_html(differing_answer("q"))


@pytest.mark.parametrize("form", ["timeline", "comparison", "lookup"])
def test_hostile_words_are_only_words_in_every_form(form: Form) -> None:
    answer = hostile_in_every_form(HOSTILE_TEXT, form)
    if form != "timeline":
        answer = replace(answer, timeline=())
    html = chat.answer_html(answer)
    seen = assert_only_ours(html)
    assert '<script>alert("script")</script>' in seen.words
    assert "\x1b" not in seen.words and "\n" not in html


def test_an_unknown_way_to_assert_and_an_unknown_form_are_left_out() -> None:
    told = replace(bridge_answer("q").statements[0], asserted_by=AssertedBy("x", "sung"))  # type: ignore[arg-type]
    answer = replace(bridge_answer("q"), statements=(told,), form="<b>")  # type: ignore[arg-type]
    assert "dl-asserted" not in chat.answer_html(answer)


def test_the_invitation_says_what_was_found_in_inert_words() -> None:
    assert "dl-notes" not in chat.invitation_html()
    noted = assert_only_ours(chat.invitation_html(["Two stories.", HOSTILE_TEXT]))
    assert "Two stories. <script>" in noted.words


def test_the_invitation_says_how_it_works_and_how_to_add() -> None:
    words = assert_only_ours(chat.invitation_html(with_adding=True)).words
    assert "in their own words" in words and "“Add articles” below" in words and "Got it" in words
    assert "dateline index FOLDER" in assert_only_ours(chat.invitation_html()).words


def _place(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)
