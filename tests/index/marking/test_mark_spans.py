"""What is marked as the page around an article, and what must stay prose."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.marking.mark_spans import mark_spans
from index.types import Span

SEEDS = Path(__file__).parents[3] / "seeds"
BODY = (
    "The council met on Tuesday in the old town hall.\n\n"
    "Its members spoke for two hours and agreed on nothing.\n"
)


def marked(text: str, *kinds: str) -> list[str]:
    return [text[s.start_char : s.end_char] for s in mark_spans(text) if s.kind in kinds]


@pytest.mark.parametrize(
    "line",
    [
        "ua en ru",
        "EN | UA | RU",
        "English · Русский · Українська",
        "Categorized in:",
        "Tags: war, talks, Ukraine",
        "-",
        "•",
        "* * *",
        "____",
        "PREV Growing Optimism Around an ETF",
        "NEXT Race 6: starters and predictions – 11/24/2024",
        "Previous article",
        "Next post: Something else happened",
        "Share this article on Facebook",
        "Facebook Twitter WhatsApp",
        "Subscribe to our newsletter and get it in your inbox",
        "Follow us on Telegram",
        "Sign up here for free",
        "Read also: Putin names his terms",
        "Related: Seven things to know",
        "Read More",
        "Read more →",
        "12 comments",
        "Comments (3)",
        "Leave a comment",
        "5 min read",
        "Advertisement",
        "ADVERTISEMENT - CONTINUE READING BELOW",
        "We use cookies to make this site better for you.",
        "© 2022 Example News. All rights reserved.",
        "Copyright 2022 The Associated Press. All rights reserved.",
        "This article was added by the user. BigSite is not responsible for the content.",
        "Here is an interactive map of the front:",
        "Skip to content",
    ],
)
@pytest.mark.parametrize("above", [True, False], ids=["above", "below"])
def test_the_page_around_an_article_is_boilerplate(line: str, above: bool) -> None:
    text = f"{line}\n\n{BODY}" if above else f"{BODY}\n{line}\n"
    assert marked(text, "boilerplate") == [line]
    assert marked(text, "headline", "byline", "credit") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Next week the two sides will meet again in Geneva.",
        "The previous article of the treaty said the same.",
        "Share prices fell on Monday.",
        "Related parties said the deal was done.",
        "Read more than one paper, he advised.",
        "Advertisement revenue fell by a third.",
        "Copyright law will change in 2024, the minister said.",
        "Comments by the president caused alarm.",
        "The site uses cookies to follow its readers, the court found.",
        "The owner is not responsible for the damage.",
        "Here is what we know so far.",
        "See the map for details.",
        "Written by Bobbie Gentry in 1969, the song was a success.",
        "First published in 1851, the novel was forgotten for decades.",
        "Reporting from the front was difficult for all of them.",
        "Edited by its author, the text lost half of its length.",
        "By Monday the city had fallen.",
        "By 2025, prices will have doubled.",
        "Source of the leak was a clerk, officials said.",
        "Photographs of the scene show two burnt cars.",
        "Tags and labels were removed from the clothes.",
        "Follow the money, said the investigator.",
        "Download apps, such as GasBuddy or Gas Guru, for free to compare the prices.",
        "Register to vote before the deadline, the clerk told them.",
        "(C) that the worker owns a business.",
        "Subscribe, they said, and you will be safe.",
        "Contributing to the fall were three failed harvests.",
        "It was over.",
        "No.",
        "“Never!”",
        "😀",
    ],
)
def test_sentences_of_an_article_are_never_marked(sentence: str) -> None:
    text = f"{BODY}\n{sentence}\n\n{BODY}"
    assert mark_spans(text) == ()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Author: Daryna Vialko", "byline"),
        ("By Jane Doe and John Roe, Reuters", "byline"),
        ("BY JANE DOE", "byline"),
        ("Article Author:\n\nReuters", "byline"),
        ("Published: 4 October 2022", "byline"),
        ("(Reported by Ronald Popeski; Edited by Chizu Nomiyama)", "credit"),
        ("Reporting by Jane Doe in Kyiv; Editing by John Roe", "credit"),
        ("(With inputs from IANS)", "credit"),
        ("With inputs from PTI and Reuters", "credit"),
        ("Contributing: The Associated Press", "credit"),
        ("CNN's Jane Doe contributed to this report.", "credit"),
        ("Photo: The president (Getty Images)", "credit"),
        ("Source: Xinhua", "credit"),
    ],
)
@pytest.mark.parametrize("above", [True, False], ids=["above", "below"])
def test_bylines_and_credits_stay_quotable(line: str, kind: str, above: bool) -> None:
    text = f"{line}\n\n{BODY}" if above else f"{BODY}\n{line}\n"
    assert [(s.kind, text[s.start_char : s.end_char]) for s in mark_spans(text)] == [(kind, line)]


def test_a_headline_and_its_copies() -> None:
    title = "Council fails to agree: News"
    caption = f"{title} Photo: The town hall (Getty Images)"
    text = f"{title}\n\n{title}\n{caption}\n\n{BODY}"
    assert marked(text, "headline") == [title]
    assert marked(text, "boilerplate") == [title, title + " "]
    assert marked(text, "credit") == ["Photo: The town hall (Getty Images)"]


def test_a_section_word_above_the_headline() -> None:
    text = f"Canada\n\nCouncil fails to agree after all\n\n{BODY}"
    assert marked(text, "boilerplate") == ["Canada"]
    assert marked(text, "headline") == ["Council fails to agree after all"]


def test_a_short_headline_alone_is_a_headline() -> None:
    assert marked(f"Fire\n\n{BODY}", "headline") == ["Fire"]


def test_a_question_on_top_is_a_headline() -> None:
    assert marked(f"Will the council agree?\n\n{BODY}", "headline") == ["Will the council agree?"]


def test_subheadings_are_cut_out_between_paragraphs() -> None:
    text = f"{BODY}\nReactions of the mayor\n\n{BODY}\n– A hard “no” –\n\n{BODY}"
    assert marked(text, "headline") == ["Reactions of the mayor", "A hard “no”"]


def test_lists_are_no_subheadings() -> None:
    text = f"{BODY}\nFlour, 200 g\nButter, 100 g\nThree eggs\n\n{BODY}"
    assert marked(text, "headline") == []
    bullets = f"{BODY}\n- Flour, 200 g\n\n{BODY}"
    assert mark_spans(bullets) == ()


def test_links_under_a_label_go_to_the_end_but_not_into_the_article() -> None:
    text = f"{BODY}\nRelated articles\n\nAnother story of the day\nAnd one more story\n"
    assert marked(text, "boilerplate")[1:] == ["Another story of the day", "And one more story"]
    middle = f"{BODY}\nRelated:\n\nAnother story of the day\n\n{BODY}"
    assert marked(middle, "boilerplate") == ["Related:", "Another story of the day"]


def test_a_text_without_a_sentence_is_all_prose() -> None:
    assert mark_spans("Only a few words") == ()
    assert mark_spans("") == ()


def test_known_spans_are_kept_and_copies_of_their_headline_found() -> None:
    text = f"# Council fails to agree\n\nCouncil fails to agree\n\n{BODY}"
    known = (Span(0, 2, "boilerplate"), Span(2, 24, "headline"))
    assert mark_spans(text, known) == (*known, Span(26, 48, "boilerplate"))


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem[:3])
def test_seed_paragraphs_stay_prose(path: Path) -> None:
    """All lines that end in a sentence are untouched, but for disclaimers."""
    text = path.read_bytes().decode()
    gone = marked(text, "boilerplate", "headline", "byline", "credit")
    for line in gone:
        assert not line.endswith((".", ".”")) or "not responsible for the content" in line


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from([*BODY.split(), "\n", "-", "By", "©", ":"])).map(" ".join)
)
def test_spans_are_sorted_and_do_not_overlap(text: str) -> None:
    spans = mark_spans(text)
    position = 0
    for span in spans:
        assert position <= span.start_char < span.end_char <= len(text)
        position = span.end_char


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "-",
            " ",
            "a ",
            "By A ",
            "(",
            "©",
            "Photo: ",
            "from A and ",
            "\n- ",
            "A:",
            "Ab:Cd ef ",
            "►",
        ),
        *(
            "sign up ",
            "to get the newsletter ",
            "newsletter? ",
            "(Photo by A/",
            "A/B",
            "a@b.",
            "@a ",
        ),
        *(
            "Contact A ",
            "JUST WATCHED 0:00 ",
            "Hide Caption 1 of 1 ",
            "a. A/AP ",
            "A is a writer, ",
        ),
    ],
)
def test_hostile_lines_take_no_time(unit: str) -> None:
    text = unit * (200_000 // len(unit)) + "\n" + BODY + "\n" + unit * (590 // len(unit))
    started = time.process_time()
    mark_spans(text)
    for line in (unit * (limit // len(unit)) for limit in (80, 310, 590, 1190)):
        mark_spans(f"{line}\n{BODY}\n{line}")
    assert time.process_time() - started < 5.0
