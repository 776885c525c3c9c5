"""Title, publisher, author, credits and date: what the text says, and nothing else."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from index.byline.published import Published, date_of_url, find_published, find_updated, parse_date
from index.byline.title_and_author import Metadata, read_metadata
from index.marking.mark_spans import mark_spans

BODY = (
    "The council met on Tuesday in the old town hall.\n\n"
    "Its members spoke for two hours and agreed on nothing.\n"
)


def read(text: str) -> Metadata:
    return read_metadata(text, mark_spans(text))


def published(text: str, path: str = "article.txt") -> Published:
    return find_published(text, mark_spans(text), path)


# --- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("byline", "author", "publisher"),
    [
        ("By Jane Doe", "Jane Doe", None),
        ("By Jane Doe and John Roe", "Jane Doe and John Roe", None),
        ("By Jane Doe, Reuters", "Jane Doe", "Reuters"),
        ("By JANE DOE Associated Press", "JANE DOE", "Associated Press"),
        ("By Jane Doe | CNN", "Jane Doe", "CNN"),
        ("By Jane Doe, AP Airlines Writer", "Jane Doe", None),
        ("By Jane Doe for The Example Times", "Jane Doe", "Example Times"),
        ("Author: Жанна Доу", "Жанна Доу", None),
        ("Author: Reuters", None, "Reuters"),
        ("Article Author:\n\nReuters\n\nReuters", None, "Reuters"),
        ("Jane Doe\n\nSpecial for USA TODAY", "Jane Doe", "USA TODAY"),
        ("By Staff Writer", None, None),
    ],
)
def test_bylines(byline: str, author: str | None, publisher: str | None) -> None:
    found = read(f"Council fails to agree again\n\n{byline}\n\n{BODY}")
    assert (found.author, found.publisher) == (author, publisher)
    assert found.title == "Council fails to agree again"


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        (f"BUDAPEST, Nov. 7 (Reuters) - {BODY}", "Reuters"),
        (f"(CNN) {BODY}", "CNN"),
        (f"CNN —\n\n{BODY}", "CNN"),
        (f"London/Moscow CNN Business —\n\n{BODY}", "CNN"),
        (f"Council fails again | The Example Times\n\n{BODY}", "The Example Times"),
        (f"Reuters\n\nCouncil fails to agree again\n\n{BODY}", "Reuters"),
        (f"Council fails again\n\nThe Harbour Gazette\n\nBy Jane Doe\n\n{BODY}", "Harbour Gazette"),
        (f"Council fails again\nLarvik Daily News\nMay 3, 2022\n\n{BODY}", "Larvik Daily News"),
        (f"Council fails again\n\nTrouble in the Post\n\nBy Jane Doe\n\n{BODY}", None),
        (f"Council fails again\n\nThe Harbour Gazette\n\n{BODY}", None),
        (f"Fox hunting banned\n\nThe council of Bergen has ended it\n\n{BODY}", None),
        (f"Council fails again - Example News\n\n{BODY}", "Example News"),
        (f"{BODY}\n© 2022 Example News. All rights reserved.", "Example News"),
        (f"{BODY}\nCopyright 2022 The Associated Press. All rights reserved.", "Associated Press"),
        (f"Publisher: Example Daily\n\n{BODY}", "Example Daily"),
        # not publishers: a platform, a source, a company's ticker, a group in brackets
        (f"This post was added by a user. BigSite is not liable for the content.\n\n{BODY}", None),
        (f"{BODY}\n(With inputs from IANS)", None),
        (f"Source: Xinhua\n\n{BODY}", None),
        (f"BlackRock (BLK) said so. {BODY}", None),
        (f"The National Security Council (NSDC) met. {BODY}", None),
    ],
)
def test_publishers(text: str, publisher: str | None) -> None:
    found = read(text).publisher
    assert (found or "").removeprefix("The ") == (publisher or "").removeprefix("The ")


@pytest.mark.parametrize(
    ("line", "credits"),
    [
        ("(With inputs from IANS)", ("IANS",)),
        ("With inputs from PTI and Reuters", ("PTI", "Reuters")),
        (
            "Contributing: Jane Doe, USA TODAY; The Associated Press",
            ("USA TODAY", "Associated Press"),
        ),
        ("The Associated Press contributed to this report.", ("Associated Press",)),
        ("Source: Xinhua", ("Xinhua",)),
        ("(Reported by Jane Doe; Edited by John Roe)", ()),
        ("Photo: The mayor (Getty Images)", ()),
    ],
)
def test_credits(line: str, credits: tuple[str, ...]) -> None:
    assert read(f"{BODY}\n{line}").credits == credits


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"The council of the city failed to agree.\n\n{BODY}",
        f"{BODY}\nReactions of the mayor\n\n{BODY}",
    ],
)
def test_a_text_that_begins_with_its_body_has_no_title(text: str) -> None:
    assert read(text).title is None


# --- dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "at", "precision"),
    [
        ("4 October 2022", "2022-10-04", "day"),
        ("October 4th, 2022", "2022-10-04", "day"),
        ("Tuesday, Oct. 4, 2022", "2022-10-04", "day"),
        ("Sept. 30, 2022", "2022-09-30", "day"),
        ("2022-10-04", "2022-10-04", "day"),
        ("2022-10-04T09:30:00+02:00", "2022-10-04T09:30:00+02:00", "day"),
        ("2022-10-04 09:30 UTC", "2022-10-04T09:30:00+00:00", "day"),
        ("October 4, 2022 at 9:30 AM EDT", "2022-10-04T09:30:00-04:00", "day"),
        ("9:30 a.m. ET Oct. 4, 2022", "2022-10-04T09:30:00-04:00", "day"),
        ("9:30 AM EST, Mon November 7, 2022", "2022-11-07T09:30:00-05:00", "day"),
        ("Jan. 4, 2022, 9:30 a.m. PT", "2022-01-04T09:30:00-08:00", "day"),
        ("4 October 2022 09:30", "2022-10-04", "day"),  # a time without its zone is left out
        ("4 October 2022 09:30 IST", "2022-10-04", "day"),  # three zones have that name
        ("24/11/2024", "2024-11-24", "day"),
        ("11/24/2024", "2024-11-24", "day"),
        ("04/10/2022", "2022", "year"),  # April or October
        ("10/10/2022", "2022-10-10", "day"),
        ("October 2022", "2022-10", "month"),
        ("2022-10", "2022-10", "month"),
        ("2022", "2022", "year"),
        (2022, "2022", "year"),
        (date(2022, 10, 4), "2022-10-04", "day"),
        (datetime(2022, 10, 4, 9, 30), "2022-10-04", "day"),
        (
            datetime(2022, 10, 4, 9, 30, tzinfo=timezone(timedelta(hours=2))),
            "2022-10-04T09:30:00+02:00",
            "day",
        ),
    ],
)
def test_dates_that_are_plain(value: object, at: str, precision: str) -> None:
    assert parse_date(value, "metadata") == Published(at, precision, "metadata")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value",
    ["", "Tuesday", "March 29", "29.03.", "10/4/22", "soon", "2022 was a year", "31 February 2022",
     "2022-13-45", "3022-01-01", "x" * 10_000 + " 2022", True, None, 3.5, ["2022-10-04"], "0000"],
)  # fmt: skip
def test_what_is_no_full_date_gives_none(value: object) -> None:
    assert parse_date(value, "text") is None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (f"Council fails to agree\nPublished: 4 October 2022\n\n{BODY}", "2022-10-04"),
        (f"Council fails to agree\nOctober 4, 2022\n\n{BODY}", "2022-10-04"),
        (f"Council fails to agree\nBy Jane Doe | October 4, 2022\n\n{BODY}", "2022-10-04"),
        (f"Council fails to agree\nUpdated: 5 October 2022\n\n{BODY}", "2022-10-05"),
        (
            "Council fails to agree\nPublished 4 October 2022 | Updated 5 October 2022\n\n" + BODY,
            "2022-10-04",
        ),
        (
            f"Council fails\n\nOct. 4, 2022 Updated Oct. 6, 2022, 8:52 a.m. ET\n\n{BODY}",
            "2022-10-04",
        ),
        (f"Council fails\n\nFrom staff and wire reports\n\nOct. 4, 2022\n\n{BODY}", "2022-10-04"),
        (
            f"Council fails\n\nUpdated 8:52 a.m. ET Oct. 6, 2022\n\n{BODY}",
            "2022-10-06T08:52:00-04:00",  # the only day that the head states
        ),
        (f"Council fails\n\nThis was republished on Oct. 6, 2022\n\n{BODY}", None),
        (f"Council fails\n\nOct. 5, 2022\n\n{BODY}\nOct. 4, 2022\n\n{BODY}", None),  # a chronicle
        (f"BUDAPEST, Nov. 7, 2024 (Reuters) - {BODY}", "2024-11-07"),
        (f"BUDAPEST, Nov. 7 (Reuters) - {BODY}", None),
        (f"{BODY}\nNEXT The race of 11/24/2024: starters", None),
        (f"{BODY}\nOn October 4, 2022 the council met.", None),
        (f"{BODY}\nOctober 4, 2022\n\n{BODY}", None),  # a heading of a chronicle
        (f"{BODY}\n© 2022 Example News. All rights reserved.", None),
    ],
)
def test_dates_in_the_text(text: str, at: str | None) -> None:
    found = published(text)
    assert found.at == at
    assert found.source == ("text" if at else "unknown")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (
            f"Council fails\n\nUpdated 8:52 a.m. ET Oct. 6, 2022\n\n{BODY}",
            "2022-10-06T08:52:00-04:00",
        ),
        (f"Council fails\n\nOct. 4, 2022 Updated Oct. 6, 2022\n\n{BODY}", "2022-10-06"),
        (f"Council fails\nPublished 4 October 2022\n\n{BODY}", None),
        (BODY, None),
    ],
)
def test_an_update_is_no_publication(text: str, at: str | None) -> None:
    assert find_updated(text, mark_spans(text)).at == at


@pytest.mark.parametrize(
    ("url", "at"),
    [
        ("https://www.example.com/2022/09/30/world/talks/index.html", "2022-09-30"),
        ("https://www.example.com/world/2022/9/3/talks", "2022-09-03"),
        ("https://www.example.com/world/talks-2022-09-30", "2022-09-30"),
        ("https://www.example.com/2022/02/31/talks", None),
        ("https://www.example.com/2022/09/talks", None),
        ("https://www.example.com/talks?day=/2022/09/30/", None),
        ("https://www.example.com/story/20220930123/", None),
    ],
)
def test_dates_in_an_address(url: str, at: str | None) -> None:
    found = date_of_url(url)
    assert (found.at if found else None) == at


def test_an_address_makes_a_vague_date_exact() -> None:
    url = "https://www.example.com/2022/10/04/talks"
    assert find_published(BODY, (), "a.txt", "04/10/2022", url=url).at == "2022-10-04"
    assert find_published(BODY, (), "a.txt", "05/06/2021", url=url).at == "2021"


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("2022-10-04-council.txt", "2022-10-04"),
        ("council_20221004.txt", "2022-10-04"),
        ("2022_10_04.md", "2022-10-04"),
        ("council-2022.txt", None),
        ("000_2d20221004ab8437.txt", None),
        ("2022-13-04.txt", None),
        ("2022-02-31.txt", None),
        ("12345678.txt", None),
    ],
)
def test_dates_in_the_file_name(name: str, at: str | None) -> None:
    found = published(BODY, f"/news/{name}")
    assert (found.at, found.source) == ((at, "filename") if at else (None, "unknown"))


def test_the_surest_source_wins() -> None:
    text = f"Council fails to agree\nPublished: 4 October 2022\n\n{BODY}"
    assert published(text, "2021-01-01.txt").source == "text"
    stated = find_published(text, mark_spans(text), "2021-01-01.txt", "2020-05-05")
    assert stated == Published("2020-05-05", "day", "metadata")
