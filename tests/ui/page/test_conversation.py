"""What a visitor sees while an answer is written, and what the pipeline hears of earlier turns."""

from __future__ import annotations

from itertools import count

from qa.types import AnswerReady, EvidenceFound, TextDelta
from tests.ui.fakes import FakePipeline, bridge_answer
from ui.page.conversation import FRAME_SECONDS, Conversation, answer_frames, respond


def last(pipeline: FakePipeline, question: str, before: Conversation) -> Conversation:
    return list(respond(pipeline, question, before))[-1]


def test_question_shows_at_once_then_text_grows_then_the_answer() -> None:
    frames = list(respond(FakePipeline(delta_seconds=FRAME_SECONDS), "the bridge?", Conversation()))
    shown = [frame.messages[-1]["content"] for frame in frames]
    assert frames[0].messages[0] == {
        "role": "user",
        "content": '<h2 class="dl-question" dir="auto">the bridge&#63;</h2>',
    }
    assert "Searching" in shown[0] and "Reading 2 passages" in shown[1]
    drafts = [html for html in shown if 'class="dl-text"' in html and "dl-cards" not in html]
    assert len(drafts) > 3 and [len(d) for d in drafts] == sorted(len(d) for d in drafts)
    assert "dl-cards" in shown[-1]
    assert all(len(frame.messages) == 2 for frame in frames)


def test_frames_are_at_most_twenty_a_second() -> None:
    answer = bridge_answer("q")
    events = [
        EvidenceFound("q", (), answer.coverage),
        *[TextDelta("a ")] * 1000,
        AnswerReady(answer),
    ]
    ticks = count()
    frames = list(answer_frames(events, clock=lambda: next(ticks) * 0.001))
    # Each delta reads the clock once or twice, so 1,000 of them take 1 to 2 s here.
    assert 20 <= len(frames) <= 42
    assert frames[-1][1] is answer and all(frame[1] is None for frame in frames[:-1])


def test_follow_up_carries_earlier_turns_as_plain_text() -> None:
    pipeline = FakePipeline()
    first = last(pipeline, "Does the bridge <close>?", Conversation())
    last(pipeline, "and then?", first)
    question, history, _ = pipeline.asked[1]
    assert question == "and then?"
    assert history == [
        ("user", "Does the bridge <close>?"),
        ("assistant", bridge_answer("q").text),
    ]


def test_two_visitors_do_not_share_a_history() -> None:
    pipeline = FakePipeline()
    last(pipeline, "the bridge?", Conversation())
    last(pipeline, "and then?", Conversation())
    assert pipeline.asked[1][1] == []


def test_history_is_bounded() -> None:
    pipeline, conversation = FakePipeline(), Conversation()
    for _ in range(30):
        conversation = last(pipeline, "the bridge?", conversation)
    assert len(conversation.turns) == 20 and conversation.turns[0][0] == "user"


def test_errors_are_calm_messages_and_do_not_join_the_history() -> None:
    pipeline = FakePipeline()
    long = last(pipeline, "x" * 2001, Conversation())
    assert "2,001 characters" in long.messages[-1]["content"].replace("&#44;", ",")
    crashed = last(pipeline, "crash", Conversation())
    assert "Something went wrong" in crashed.messages[-1]["content"]
    assert "secret" not in crashed.messages[-1]["content"]
    assert long.turns == crashed.turns == () and not any(
        "x" * 2001 in q for q, *_ in pipeline.asked
    )
