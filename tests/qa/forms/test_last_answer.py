"""What a conversation asks of the last answer: where it stands, the same in short, who said it."""

from __future__ import annotations

from qa.types import Answer
from tests.qa.forms.conftest import Ask


def after(ask: Ask, question: str, follow_up: str) -> tuple[Answer, Answer]:
    first = ask(question)
    return first, ask(follow_up, history=[("user", question), ("assistant", first.text)])


def test_in_which_article_names_the_article_of_the_answer(ask: Ask) -> None:
    first, second = after(ask, "When was the Tesmer dam built?", "In which article does it say so?")
    assert {c.article_id for c in second.citations} <= {c.article_id for c in first.citations}
    assert "Inspectors find cracks in Tesmer dam" in second.text and "Reuters" in second.text


def test_shorter_is_shorter(ask: Ask) -> None:
    first, second = after(ask, "What happened in April 2022?", "Shorter, please")
    assert second.status == "answered" and len(second.text) < len(first.text)
    count, number = after(ask, "How many articles mention Solberg?", "shorter")
    assert number.text.startswith(count.text.split(":")[0])
    assert len(number.text) < len(count.text)


def test_who_said_that_names_the_speaker(ask: Ask) -> None:
    said = "Repairs are expected to cost 12.6 million euros. [1]"
    history = [("user", "How much will repairs of the dam cost?"), ("assistant", said)]
    answer = ask("Who said that?", history=history)
    assert "Rosa Quint" in answer.text
    assert answer.statements[0].asserted_by is not None


def test_nothing_is_quoted_for_an_answer_that_no_article_gives(ask: Ask) -> None:
    history = [("user", "Who built the moon?"), ("assistant", "The cheese makers of Gouda. [1]")]
    answer = ask("In which article?", history=history)
    assert not any("cheese" in c.quote for c in answer.citations)


def test_who_said_that_gives_the_name_first(ask: Ask) -> None:
    said = "“We were far apart when we came and we are far apart now,” said the mediator. [1]"
    history = [("user", "How did the talks end?"), ("assistant", said)]
    answer = ask("Who said that?", history=history)
    assert answer.text.startswith("Jon Eide")
    assert answer.short_answer is not None and answer.short_answer.text == "Jon Eide"


def test_and_then_tells_the_next_days_of_the_story(ask: Ask) -> None:
    said = "Kystlinjen offered a raise of 4.5 percent. [1]"
    history = [("user", "What did Kystlinjen offer?"), ("assistant", said)]
    turns = []
    for turn in ("And then?", "And?"):
        answer = ask(turn, history=history)
        assert answer.status == "answered" and answer.form == "timeline"
        turns.append([entry.on for entry in answer.timeline])
        history += [("user", turn), ("assistant", answer.text)]
    assert turns[0] and turns[0][0] > "2022-03-14"
    assert turns[1] and turns[0][-1] < turns[1][0]


def test_and_then_of_a_story_that_is_told_goes_on_in_its_article(ask: Ask) -> None:
    said = "Kari Moe said Monday that she will step down at the end of May. [1]"
    history = [("user", "When will Kari Moe step down?"), ("assistant", said)]
    answer = ask("And then?", history=history)
    assert "Henrik Falk" in answer.text


def test_and_then_of_a_refusal_is_a_refusal(ask: Ask) -> None:
    history = [("user", "Who built the moon?"), ("assistant", "The articles do not say.")]
    assert ask("And then?", history=history).status == "not_in_articles"


def test_who_made_the_article_of_the_answer_is_told(ask: Ask) -> None:
    first, second = after(ask, "When was the Tesmer dam built?", "Who published that article?")
    assert {c.article_id for c in second.citations} <= {c.article_id for c in first.citations}
    assert "Reuters" in second.text
    assert (
        "2022-03-17" in after(ask, "When was the Tesmer dam built?", "When did it appear?")[1].text
    )


def test_what_is_published_too_is_no_article(ask: Ask) -> None:
    history = [("user", "Who wrote the report on the dam?"), ("assistant", "Rosa Quint. [1]")]
    asked = ask("When was it published?", history=history)
    assert not asked.standalone_question.startswith("Which article")
