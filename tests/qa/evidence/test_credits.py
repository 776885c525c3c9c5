"""Who made an article, and what it is called, is told from what an article reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.evidence.credits import asks_for_credits, asks_when_published
from tests.qa.conftest import MakePipeline
from tests.qa.test_pipeline import Fixed


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the article about the referendum?",
        "Who reported the Reuters story?",
        "Who edited the story?",
        "Which agency contributed to the report on the decree?",
        "What is the headline of the article on peace talks?",
        "Where does the photo of Putin come from?",
        "Whose byline is on the piece?",
    ],
)
def test_about_the_making_of_an_article(question: str) -> None:
    assert asks_for_credits(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who reported that drones hit the capital?",
        "Who signed the decree?",
        "What did the report say about soldiers?",
        "Who wrote to Trump?",
        "What was the author of the attack thinking?",
        "According to the article with inputs from IANS, who rejected the referendum?",
        "Can you recommend a laptop for video editing?",
    ],
)
def test_about_what_is_reported(question: str) -> None:
    assert not asks_for_credits(question)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who edited the Reuters story?", "Edited by Chizu Nomiyama and Lisa Shumaker"),
        ("Who reported the Reuters article?", "Reported by Ronald Popeski"),
        ("Who is the author of the article on Putin's 'Legally impossible' remark?", "Vialko"),
    ],
)
def test_the_article_s_own_line_answers(
    make_pipeline: MakePipeline, question: str, said: str
) -> None:
    answer = make_pipeline(Fixed(0.0)).ask(question)
    assert answer.status == "answered" and said in answer.text


def test_an_article_without_such_a_line_does_not_say(make_pipeline: MakePipeline) -> None:
    answer = make_pipeline(Fixed(0.0)).ask("Who wrote the article about Budapest and Kursk?")
    assert answer.status == "not_in_articles"


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("On what date was the Reuters article published?", True),
        ("When was the story about the decree written?", True),
        ("When was the decree published?", False),
        ("When did the story of the talks begin?", False),
    ],
)
def test_about_the_date_of_an_article(question: str, asks: bool) -> None:
    assert asks_when_published(question) is asks


def test_an_article_without_a_date_does_not_say_when_it_was_published(
    make_pipeline: MakePipeline, undated_home: Path
) -> None:
    pipeline = make_pipeline(Fixed(1.0), home=undated_home)
    answer = pipeline.ask("On what date was the Reuters article published?")
    assert answer.status == "not_in_articles"
