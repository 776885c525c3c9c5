"""Dates in the forms of programs, in lines of a text and in other languages; nothing guessed."""

from __future__ import annotations

import pytest

from index.byline.published import find_published
from index.byline.stated_dates import day_first_in, day_first_on, parse_date
from index.marking.mark_spans import mark_spans
from index.readers.fields import read_fields

BODY = "The council of the port voted to raise the harbour fee to 45 euros a boat, it said.\n"


def at(value: object, **habit: bool) -> str | None:
    found = parse_date(value, "metadata", **habit)  # type: ignore[arg-type]
    return found.at if found else None


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        # JavaScript: the sign is the one that stands there
        (
            "Wed May 03 2023 23:15:00 GMT-0700 (Pacific Daylight Time)",
            "2023-05-03T23:15:00-07:00",
        ),
        ("Wed May 03 2023 23:15:00 GMT+0530", "2023-05-03T23:15:00+05:30"),
        ("2023-05-03 23:15 UTC+10", "2023-05-03T23:15:00+10:00"),
        ("2023-05-03 23:15 UTC-3", "2023-05-03T23:15:00-03:00"),
        ("2023-05-03 23:15 CEST+02:00", "2023-05-03T23:15:00+02:00"),
        # Go, Java, Python, .NET, PDF, cookies, C
        ("2023-05-03 23:15:00 +0000 UTC", "2023-05-03T23:15:00+00:00"),
        ("2023-05-03 23:15:00.123456789 -0400 EDT m=+0.017", "2023-05-03T23:15:00-04:00"),
        ("Wed May 03 23:15:00 CEST 2023", "2023-05-03T23:15:00+02:00"),
        ("Wed May 03 23:15:00 GMT+02:00 2023", "2023-05-03T23:15:00+02:00"),
        ("datetime.datetime(2023, 5, 3, 23, 15)", "2023-05-03"),
        ("/Date(1683148500000)/", "2023-05-03T21:15:00+00:00"),
        ("D:20230503231500+02'00'", "2023-05-03T23:15:00+02:00"),
        ("Wednesday, 03-May-23 23:15:00 GMT", "2023-05-03T23:15:00+00:00"),
        ("Wed May  3 23:15:00 2023", "2023-05-03"),
        # ISO 8601 and RFC 9557
        ("2023-05-03T23:15:00+02:00[Europe/Oslo]", "2023-05-03T23:15:00+02:00"),
        ("2023-05-03T23:15:00+02:00[Europe/Oslo][u-ca=iso8601]", "2023-05-03T23:15:00+02:00"),
        ("2023-05-03T23:15:00[America/New_York]", "2023-05-03T23:15:00-04:00"),
        ("2023-05-03T24:00:00Z", "2023-05-04T00:00:00+00:00"),
        ("2023-05-03 24:00", "2023-05-03"),  # without a zone the day is what counts
        ("2023-W18-3", "2023-05-03"),
        ("2023W183", "2023-05-03"),
        ("2023-W18", "2023-05"),
        ("2023-123", "2023-05-03"),
        ("20230503231500", "2023-05-03"),
        ("20230503", "2023-05-03"),
        ("20230503T231500Z", "2023-05-03T23:15:00+00:00"),
        ("2023-05-03T23:15:00\u221204:00", "2023-05-03T23:15:00-04:00"),  # a true minus
        # newspapers
        ("Wed 3 May 2023 23.15 BST", "2023-05-03T23:15:00+01:00"),
        ("3 May 2023 2315 GMT", "2023-05-03T23:15:00+00:00"),
        ("May 3, 2023 | 11:15 p.m. ET", "2023-05-03T23:15:00-04:00"),
        ("May 3, 2023 11:15 PM Eastern Standard Time", "2023-05-03T23:15:00-05:00"),
        ("3 May 2023 - 23:15 AEST", "2023-05-03T23:15:00+10:00"),
        ("3-MAY-2023", "2023-05-03"),
        ("3 May 2023 23:15 IST", "2023-05-03"),  # three zones have that name
        # other languages
        ("3. März 2023", "2023-03-03"),
        ("Freitag, 3. März 2023, 9:15 Uhr", "2023-03-03"),
        ("3 de marzo de 2023", "2023-03-03"),
        ("1er août 2023", "2023-08-01"),
        ("3 березня 2023", "2023-03-03"),
        # the day and the month
        ("03/05/2023", "2023"),
        ("Wed 03/05/2023", "2023-05-03"),  # 5 March was a Sunday
        ("3.5.2023", "2023-05-03"),  # dots put the day first
        ("05/23/2023", "2023-05-23"),
    ],
)
def test_forms_of_dates(value: object, iso: str) -> None:
    assert at(value) == iso


@pytest.mark.parametrize(
    "value", ["2023-W54-1", "2023-W18-8", "2023-400", "20231341", "2023-02-30", "GMT+2", "[UTC]"]
)
def test_no_date_is_made_up(value: str) -> None:
    assert at(value) is None


def test_the_habit_of_a_country_orders_day_and_month() -> None:
    assert at("03/05/2023", day_first=True) == "2023-05-03"
    assert at("03/05/2023", day_first=False) == "2023-03-05"
    assert [day_first_in(x) for x in ("en-GB", "en_US", "de", "en", "en-CA", "ja", None)] == [
        True, False, True, None, None, None, None,
    ]  # fmt: skip
    assert day_first_on("https://www.news.co.uk/a") and day_first_on("https://a.de/x")
    assert day_first_on("https://news.com/a") is None and day_first_on(None) is None


def test_a_record_that_names_its_country_says_which_is_the_day() -> None:
    record = {"text": BODY, "date": "03/05/2023"}
    assert read_fields({**record, "lang": "en-GB"})[1].published == "2023-05-03"
    assert read_fields({**record, "lang": "en-US"})[1].published == "2023-03-05"
    assert read_fields({**record, "lang": "en"})[1].published == "03/05/2023"


def test_numbers_of_time_in_records() -> None:
    def published(value: object) -> str | None:
        return at(read_fields({"text": BODY, "date": value})[1].published)

    assert published(1683148500) == published("1683148500000") == "2023-05-03T21:15:00+00:00"
    assert published(1683148500000000) == "2023-05-03T21:15:00+00:00"
    assert published({"$date": {"$numberLong": "1683148500000"}}) == "2023-05-03T21:15:00+00:00"
    assert published(20230503231500) == published("202305032315") == "2023-05-03"


@pytest.mark.parametrize(
    ("head", "iso"),
    [
        ("OSLO, May 3, 2023 — ", "2023-05-03"),
        ("OSLO, May 3, 2023 (Reuters) - ", "2023-05-03"),
        ("OSLO, Wednesday, May 3, 2023 (dpa) - ", "2023-05-03"),
        ("Oslo, 3. Mai 2023 – ", "2023-05-03"),
        ("3 May 2023, Geneva - ", "2023-05-03"),
        ("(Oslo, May 3, 2023) – ", "2023-05-03"),
        ("SAN JOSE, Calif., May 3, 2023 /PRNewswire/ -- ", "2023-05-03"),
        ("OSLO--(BUSINESS WIRE)--May 3, 2023-- ", "2023-05-03"),
        ("OSLO, May 03, 2023 (GLOBE NEWSWIRE) -- ", "2023-05-03"),
        ("WASHINGTON (AP) - May 3, 2023 - ", "2023-05-03"),
        ("Wed 3 May 2023 09.15 BST\n\n", "2023-05-03T09:15:00+01:00"),
        ("Jane Doe, BBC News\n03/05/2023\n\n", "2023"),
        ("Jane Doe | May 3, 2023 | 9:15 a.m. ET\n\n", "2023-05-03T09:15:00-04:00"),
        ("Jane Doe - 3 May 2023\n\n", "2023-05-03"),
        ("by Jane Doe — May 3, 2023 in News\n\n", "2023-05-03"),
        ("The Example Times (Oslo), May 3, 2023 Wednesday, Pg. 3\n\n", "2023-05-03"),
        ("Posted on May 3, 2023 by Jane Doe\n\n", "2023-05-03"),
        ("Published 9:15 AM EDT, Wed May 3, 2023\n\n", "2023-05-03T09:15:00-04:00"),
        ("4 min read · May 3, 2023\n\n", "2023-05-03"),
        ("Last updated on May 3, 2023\n\n", "2023-05-03"),
        ("May 3, 2023 Updated: May 4, 2023 6:02 p.m.\n\n", "2023-05-03"),
        ("Mercredi 3 mai 2023\n\n", "2023-05-03"),
        # no year, a sentence, a timeline
        ("OSLO, 3 May (Reuters) — ", None),
        ("On May 3, 2023 - three days late - ", None),
    ],
)
def test_dates_that_the_head_of_a_text_states(head: str, iso: str | None) -> None:
    text = f"Harbour fee rises\n\n{head}{BODY}"
    assert find_published(text, mark_spans(text), "a.txt").at == iso


def test_a_dispatch_may_end_with_its_day() -> None:
    text = f"Harbour fee rises\n\nOSLO (AP) — {BODY}\nMay 3, 2023\n"
    spans = mark_spans(text)
    assert find_published(text, spans, "a.txt").at == "2023-05-03"
    timeline = f"Harbour fees\n\nMay 3, 2023 - {BODY}\nMay 4, 2023 - {BODY}"
    assert find_published(timeline, mark_spans(timeline), "a.txt").at is None


def test_a_numeric_date_in_a_text_follows_the_country_of_its_address() -> None:
    text = f"Harbour fee rises\n03/05/2023\n\n{BODY}"
    spans = mark_spans(text)
    assert find_published(text, spans, "a.txt", url="https://a.co.uk/x").at == "2023-05-03"
    assert find_published(text, spans, "a.txt", url="https://a.com/x").at == "2023"
