"""Counts and lists of articles come from the whole index, by a rule that the answer says."""

from __future__ import annotations

import pytest

from qa.forms.articles.matching import forms_of
from qa.question.wording.of_articles import as_of_articles
from tests.qa.forms.conftest import Ask


@pytest.mark.parametrize(
    ("question", "number", "rule"),
    [
        ("How many articles mention the strike?", 7, "mention “strike”"),
        ("How many articles mention Solberg?", 3, "mention “Solberg”"),
        ("How many articles are from Reuters in March 2022?", 3, "are from Reuters"),
        ("How many articles do you have from 2022?", 9, "were published from 2022-01-01"),
        ("In how many articles does Kari Moe appear?", 2, "mention “Kari Moe”"),
        ("How many Reuters articles mention both the strike and Solberg?", 3, "are from Reuters"),
        ("How often has CNN reported on the strike?", 2, "are from CNN"),
        ("How many articles has Lena Aasen written?", 3, "are by Lena Aasen"),
        ("Number of Guardian articles about the dam?", 1, "are about “dam”"),
        ("How many of the articles did Lena Aasen write?", 3, "are by Lena Aasen"),
        ("How many articles have something on Solberg?", 3, "mention “Solberg”"),
        ("How many stories touch on the strike?", 7, "mention “strike”"),
        ("How many articles mention Minister Holt?", 1, "mention “Holt”"),
        ("how many articles do you have from march", 5, "were published from 2022-03-01"),
        ("How many headlines contain the word dam?", 2, "have “dam” in their headline"),
        ("In how many stories does the name Solberg turn up?", 3, "mention “Solberg”"),
        ("How much coverage did the dam get?", 2, "are about “dam”"),
        ("Article count for the Norvik strike, please.", 6, "are about “Norvik”"),
    ],
)
def test_a_count_is_over_the_index_and_says_its_rule(
    ask: Ask, question: str, number: int, rule: str
) -> None:
    answer = ask(question)
    assert (answer.status, answer.form) == ("about_corpus", "count")
    singular = rule.replace("mention ", "mentions ").replace("are ", "is ")
    assert answer.text.startswith(f"{number} of 9 articles ")
    assert rule in answer.text or singular in answer.text
    assert answer.citations == ()


def test_a_count_of_none_says_so(ask: Ask) -> None:
    answer = ask("How many articles mention submarines?")
    assert answer.text.startswith("0 articles mention “submarines”")


def test_a_count_leads_to_the_articles(ask: Ask) -> None:
    answer = ask("How many articles mention the dam?")
    assert "“Inspectors find cracks in Tesmer dam” (Reuters, 2022-03-17)" in answer.text


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("How many articles do not mention the dam?", 7),
        ("How many articles don't mention the strike?", 2),
        ("How many Reuters articles mention the strike but not Solberg?", 0),
        ("How many articles mention the strike but not Solberg?", 4),
    ],
)
def test_what_is_left_out_is_counted_as_such(ask: Ask, question: str, number: int) -> None:
    text = ask(question).text
    assert text.startswith(f"{number} of 9 articles ") or (number == 0 and text.startswith("0 "))
    assert "lack" in text


@pytest.mark.parametrize(
    "question",
    [
        "How many articles neither mention the dam nor the strike?",
        "Which articles are about the strike except those from CNN?",
        "How many articles do not fail to not mention the dam?",
    ],
)
def test_a_negation_that_is_not_read_counts_nothing(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.status != "about_corpus", answer.text
    assert len(answer.citations) <= 1, answer.text


def test_two_months_are_not_counted_as_one(ask: Ask) -> None:
    answer = ask("How many articles were published in March 2022 and in May 2022?")
    assert answer.status != "about_corpus" or not answer.text.startswith("6 of 9"), answer.text


def test_what_is_counted_in_an_article_is_looked_up(ask: Ask) -> None:
    assert ask("How many ferries does Kystlinjen run?").form == "lookup"


@pytest.mark.parametrize(
    ("question", "addresses"),
    [
        ("Which articles mention the dam?", ["r5", "g2"]),
        ("list all stories from CNN", ["c1", "c2"]),
        ("Show me every article in which Jon Eide comes up.", ["g1"]),
        ("Which Reuters articles report on the strike?", ["r1", "r2", "r3"]),
        ("Which articles were published in May 2022?", ["a1"]),
    ],
)
def test_a_list_cites_each_article(ask: Ask, question: str, addresses: list[str]) -> None:
    answer = ask(question)
    assert (answer.status, answer.form) == ("answered", "list")
    assert [str(c.url).rpartition("/")[2] for c in answer.citations] == addresses


def test_articles_are_counted_by_outlet(ask: Ask) -> None:
    for question in (
        "How many articles are there by outlet?",
        "How many articles per outlet?",
        "Which outlet has published the most articles?",
    ):
        said = ask(question).text
        assert said.startswith("9 articles, from 4 outlets: Reuters 4; "), said
    assert "Reuters 1; The Guardian 1" in ask("How many articles about the dam by outlet?").text


def test_two_counts_in_one_question_are_two_counts(ask: Ask) -> None:
    answer = ask("How many articles are from Reuters and how many from CNN?")
    assert answer.form == "count"
    assert "4 of 9 articles are from Reuters" in answer.text
    assert "2 of 9 articles are from CNN" in answer.text
    answer = ask("How many articles in March and how many in April?")
    assert answer.text.startswith("5 of 9 ") and "3 of 9 " in answer.text


def test_a_count_beside_another_question_is_not_read_as_one_rule(ask: Ask) -> None:
    answer = ask("How many articles mention the strike, and how many commuters were stranded?")
    assert "how many commuters" not in answer.text


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("North Korea", "North Korean"),
        ("Italy", "Italian"),
        ("Iraq", "Iraqi"),
        ("Japan", "Japanese"),
    ],
)
def test_who_is_of_a_place_is_a_form_of_its_name(name: str, form: str) -> None:
    class Names:
        def contains(self, word: str) -> bool:
            return True

        def closest(self, word: str) -> str | None:
            return None

        def is_name(self, word: str) -> bool:
            return word == form.split()[-1]

    assert forms_of(name, Names()) == (name, form)
    assert forms_of("the strike", Names()) == ("the strike",)


def test_a_count_and_a_list_of_two_months_have_both(ask: Ask) -> None:
    answer = ask("How many articles were published in March and in May?")
    assert answer.text.startswith("5 of 9 ") and "1 of 9 articles was published" in answer.text
    answer = ask("Which articles were published in April and in May?")
    assert {c.published_at[:7] for c in answer.citations if c.published_at} == {
        "2022-04",
        "2022-05",
    }


def test_outlets_on_a_matter_are_told_by_their_articles(ask: Ask) -> None:
    answer = ask("Which outlets wrote about the dam? Please give me the articles.")
    assert (answer.status, answer.form) == ("answered", "list")
    assert {c.publisher for c in answer.citations} >= {"Reuters", "The Guardian"}


def test_everything_written_by_somebody_is_listed(ask: Ask) -> None:
    every = ask("List everything written by Lena Aasen.")
    assert every.form == "list" and len({c.article_id for c in every.citations}) == 3


def test_a_title_before_a_name_is_no_word_to_match(ask: Ask) -> None:
    assert ask("Which articles mention Captain Solberg?").form == "list"


def test_a_count_of_what_was_published_needs_no_verb(ask: Ask) -> None:
    answer = ask("number of articles published in april 2022")
    assert answer.form == "count" and answer.text.startswith("3 of 9 articles")


@pytest.mark.parametrize(
    "question",
    ["Wich articles bring up Solberg?", "Which of the stories have something about Solberg?"],
)
def test_what_articles_bring_up_is_listed(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.form == "list" and len(answer.citations) == 3
    assert "Norvik ferry crews vote to strike" in answer.text


def test_outlets_are_counted_too(ask: Ask) -> None:
    assert ask("How many outlets reported on the strike?").text.startswith("6 of 9 articles")
    assert "from 4 outlets" in ask("How many different publishers are there?").text
    both = ask("Are there more articles on the dam or on the strike?").text
    assert both.startswith("2 of 9 articles") and "6 of 9 articles" in both


def test_articles_that_are_asked_for_in_other_words_are_listed(ask: Ask) -> None:
    answer = ask("Let me see which texts touch on the Tesmer dam")
    assert answer.form == "list" and len({c.article_id for c in answer.citations}) == 2


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("How many pieces carry Ann Reed's byline?", "How many pieces by Ann Reed?"),
        ("How many articles carry the name of Ann Reed as author or co-author?",
         "How many articles by Ann Reed?"),
        ("Which articles carry the byline of Ann Reed?", "Which articles by Ann Reed?"),
        ("How many articles have Ann Reed as their author?", "How many articles by Ann Reed?"),
        ("How many articles have the name Reed in the headline?",
         "How many articles have the name Reed in the headline?"),
    ],
)  # fmt: skip
def test_a_byline_is_who_wrote_it(question: str, plain: str) -> None:
    assert as_of_articles(question) == plain


def test_an_author_that_no_text_names_is_no_typing_error(ask: Ask) -> None:
    assert "by Lena Aasen" in ask("How many articles carry Lena Aasen's byline?").text
    assert ask("How many articles are by Lena Aasen?").text.startswith("3 of 9 articles")
