"""Follow-ups stand on what the user asked, turn by turn; nothing nests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from index.text.terms import fold
from qa.question.conversation.follow_up import make_standalone

NAMES = {"moe", "solberg", "kystlinjen", "norvik", "oslo", "reuters", "cnn"}


class Names:
    """A vocabulary that knows every word, and these names."""

    def contains(self, word: str) -> bool:
        return True

    def closest(self, word: str) -> str | None:
        return None

    def is_name(self, word: str) -> bool:
        return fold(word) in NAMES


def standalone(*turns: str, answers: tuple[str, ...] = ()) -> str:
    history = []
    for number, turn in enumerate(turns[:-1]):
        history.append(("user", turn))
        history.append(("assistant", answers[number] if number < len(answers) else "It did. [1]"))
    return make_standalone(turns[-1], history, Names(), ["Reuters", "CNN"], date(2022, 5, 9))


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        (["What did Kari Moe say?", "Why?"], "Why did Kari Moe say?"),
        (["Where was the deal signed?", "When?"], "When was the deal signed?"),
        (["What happened in April 2022?", "And in March?"], "What happened in March 2022?"),
        (["What happened in April 2022?", "And March?"], "What happened in March 2022?"),
        (["What did Reuters report?", "And CNN?"], "What did CNN report?"),
        (["How many people left?", "And CNN?"], "How many people left according to CNN?"),
        (["How many articles mention Solberg?", "And from CNN?"],
         "How many articles mention Solberg from CNN?"),
        (["What did Solberg say?", "And Moe?"], "What did Moe say?"),
        (["Who signed the deal?", "Who else?"], "Who else signed the deal?"),
        (["How many commuters were affected?", "And where were the talks to resume?"],
         "Where were the talks to resume?"),
        (["What did Solberg say?", "Who won the 2022 election in Oslo?"],
         "Who won the 2022 election in Oslo?"),
        (["Who signed the deal?", "In which article does it say that?"],
         "Which article says it: Who signed the deal?"),
    ],
)  # fmt: skip
def test_a_follow_up_is_made_self_contained(turns: list[str], wanted: str) -> None:
    assert standalone(*turns) == wanted


@pytest.mark.parametrize(
    ("turns", "answers", "wanted"),
    [
        (["Who is Kari Moe?", "When did she resign?"], (), "When did Kari Moe resign?"),
        (["Who is Kari Moe?", "What did she claim?", "When did she resign?"], (),
         "When did Kari Moe resign?"),
        (["Who resigned?", "Why?"], ("Chief executive Anton Brisk resigned on Monday. [1]",),
         "Why was it that Anton Brisk resigned?"),
        (["What did the coast guard say?", "And the union?"], (), "What did the union say?"),
        (["What did the mayor say about the tram?", "When will it open?"], (),
         "When will the tram open?"),
        (["Who promised an inquiry?", "What did it find?"], (), "What did the inquiry find?"),
        (["Was the painting found?", "Where?"], (), "Where was the painting found?"),
        (["Who led the search?", "Was that disputed?"], (), "Was that disputed (the search)?"),
        (["Who said the ferry was overloaded?", "Who denied that?"], (),
         "Who denied that (the ferry was overloaded)?"),
        (["How many ships left Norvik?", "And how many sank?"], (),
         "How many sank (ships, Norvik)?"),
    ],
)  # fmt: skip
def test_pronouns_are_read_as_what_they_stand_for(
    turns: list[str], answers: tuple[str, ...], wanted: str
) -> None:
    assert standalone(*turns, answers=answers) == wanted


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        (["What did she say about the strike?", "And about Oslo?"], "What did she say about Oslo?"),
        (["What did Moe say about the strike in May 2022?", "And on the pay offer?"],
         "What did Moe say about the pay offer in May 2022?"),
        (["What did Moe announce?", "And about the ferries?"],
         "What did Moe announce about the ferries?"),
        (["Where do reports differ on the cost?", "And on the duration?"],
         "Where do reports differ on the duration?"),
        (["What does Moe want?", "And about the fares?"], "What does Moe want about the fares?"),
        # "on" and "of" that are no matter
        (["Who won?", "And on Monday?"], "Who won on Monday?"),
    ],
)  # fmt: skip
def test_another_matter_takes_the_place_of_what_was_asked_about(
    turns: list[str], wanted: str
) -> None:
    assert standalone(*turns) == wanted


def test_he_and_she_are_two() -> None:
    asked = standalone(
        "Who is Kari Moe?",
        "Who replaced her?",
        "What did he say?",
        answers=("Kari Moe led the firm. [1]", "Her deputy, Henrik Falk, took over. [1]"),
    )
    assert asked == "What did Henrik Falk say?"


def test_a_new_matter_ends_the_old_one() -> None:
    def together(words: Sequence[str]) -> bool:
        return not {"tram", "Moe"} <= set(words)

    history = [("user", "What did Kari Moe say?"), ("assistant", "Nothing. [1]")]
    asked = make_standalone("What about the tram?", history, Names(), together=together)
    assert asked == "What is said about the tram?"


def test_thanks_end_nothing() -> None:
    assert standalone("Who is Kari Moe?", "Thanks!") == "Thanks!"
    assert (
        standalone("Who is Kari Moe?", "Thanks!", "What did she say?") == "What did Kari Moe say?"
    )


def test_a_question_word_is_no_name() -> None:
    assert "Why say" not in standalone("What did Moe say?", "Why?")
    assert "Where say" not in standalone("What did Moe say?", "Where?")


def test_four_turns_deep_nothing_nests() -> None:
    asked = standalone(
        "What did Kystlinjen offer?", "Who rejected it?", "And why?", "And when was that?"
    )
    assert asked.count("(") <= 1


def test_what_was_changed_later_is_asked_of_time() -> None:
    asked = standalone("How many homes were promised?", "Was that changed later?")
    assert asked.startswith("How did it change: ") and "homes" in asked


def test_shorter_and_which_article_do_not_pile_up() -> None:
    asked = standalone("Who signed the deal?", "shorter", "in which article?", "Even shorter")
    assert asked.count(":") <= 1 and asked.endswith("Who signed the deal?")


def test_shorter_asks_for_a_shorter_summary() -> None:
    assert (
        standalone("Summarise the strike.", "Shorter, please.") == "In short: Summarise the strike."
    )


def test_names_of_the_last_answer_say_who_he_is() -> None:
    asked = standalone(
        "Who leads the union?", "What did she say?", answers=("Ingrid Solberg. [1]",)
    )
    assert "Solberg" in asked


def test_an_empty_history_changes_nothing() -> None:
    assert make_standalone("And why?", [], Names()) == "And why?"


@pytest.mark.parametrize(
    "turn",
    ["And then?", "And?", "What happened next?", "So what happened after that?", "Then what?"],
)
def test_and_then_asks_what_came_next(turn: str) -> None:
    assert standalone("Who signed the deal?", turn) == "What happened next: Who signed the deal?"


def test_and_then_stands_alone_where_nothing_was_asked() -> None:
    assert standalone("And then?") == "And then?"


@pytest.mark.parametrize(
    ("answer", "who"),
    [
        (
            "On Sunday a feast was held in Oslo, where Norwegian Governor Hans Brekke signed "
            "with both firms. [1] The deal was put into effect by a paper signed by Minister "
            "Rolf Lunde, and so the deal stands. [2]",
            "Rolf Lunde",
        ),
        ("In Norvik the union leader Ingrid Solberg signed the deal with Kari Moe. [1]",
         "Ingrid Solberg"),
    ],
)  # fmt: skip
def test_when_speaks_of_who_did_it_and_not_of_the_first_name(answer: str, who: str) -> None:
    asked = standalone("Who signed the deal?", "When?", answers=(answer,))
    assert asked == f"When was it that {who} signed the deal?"


def test_capitals_throughout_name_nobody() -> None:
    assert standalone("WHO SIGNED THE DEAL?", "WHO ELSE?") == "Who else signed the deal?"
    said = "STRIKE ENDS WITH DEAL. The ferries left at dawn. [1]"
    assert "STRIKE" not in standalone("When did it end?", "What did they cost?", answers=(said,))


@pytest.mark.parametrize(
    ("turn", "wanted"),
    [
        ("And finally?", "How much did the firm offer in the end?"),
        ("And at first?", "How much did the firm offer at first?"),
        ("Does that still stand?", "How did it change: the firm offer?"),
    ],
)
def test_the_last_and_the_first_answer_are_asked_for_alone(turn: str, wanted: str) -> None:
    assert standalone("How much did the firm offer?", turn) == wanted


def test_which_ones_asks_for_what_was_counted() -> None:
    assert standalone("How many firms offered more?", "Which ones?") == "Which firms offered more?"


def test_a_question_with_hardly_a_word_has_what_was_asked_of_before() -> None:
    asked = standalone("What did the union want as a raise for Solberg?", "And what did she get?")
    assert asked == "What did Solberg get (the union, the raise)?"


def test_a_pronoun_means_nothing_that_the_question_names() -> None:
    asked = standalone("What did Kystlinjen offer?", "What did it cost Kystlinjen?")
    assert asked.startswith("What did it cost Kystlinjen")


def test_one_person_is_not_they() -> None:
    answers = ("It was signed by Arne Solbergs, the minister. [1]",)
    asked = standalone("Who signed the deal?", "What do they get?", answers=answers)
    assert asked.startswith("What do they get")
