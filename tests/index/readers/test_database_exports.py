"""Exports of databases are cut into their articles, each with its own head and without it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from eval.cases import prose
from index.types import Article
from tests.index.readers import exported
from tests.index.readers.conftest import Items, Read
from tests.index.readers.exported import (
    DATABASES,
    STORIES,
    as_docx,
    as_html,
    as_odt,
    as_rtf,
    nexis_uni,
)

ReadOne = Callable[[str, bytes], Article]
FORMS: dict[str, Callable[[str], bytes]] = {
    "txt": str.encode, "rtf": as_rtf, "html": as_html, "docx": as_docx, "odt": as_odt,
}  # fmt: skip
BODIES = ["\n\n".join(story.body) for story in STORIES]
# Of the head these may be quoted: who wrote it, and what the database calls a highlight.
QUOTABLE = (
    "By ",
    "Byline:",
    ", Staff Writer",
    "What the county decided.",
    "Holm, Greta",
    "Rask, Simon",
)


def said(items: Items) -> list[tuple[str | None, ...]]:
    assert all(isinstance(item, Article) for item in items), items
    articles = [item for item in items if isinstance(item, Article)]
    return [(a.title, a.publisher, a.author, a.published_at) for a in articles]


EXPECTED = [(story.title, story.outlet, story.author, story.day) for story in STORIES]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("database", DATABASES)
def test_each_article_has_its_own_head(read: Read, database: str, form: str) -> None:
    items = read(f"Files 2023-06-05.{form}", FORMS[form](DATABASES[database]()))
    assert said(items) == EXPECTED
    assert [item.path.rpartition("#")[2] for item in items if isinstance(item, Article)] == [
        "1",
        "2",
    ]


@pytest.mark.parametrize("database", DATABASES)
def test_what_the_database_says_is_no_prose(read: Read, database: str) -> None:
    for item, story in zip(
        read("export.txt", DATABASES[database]().encode()), STORIES, strict=True
    ):
        assert isinstance(item, Article)
        left = " ".join(prose(item).split())
        for words in (*story.body, story.title, *QUOTABLE, story.author, story.author.upper()):
            assert words not in story.body or words in left
            left = left.replace(words, "", 1)
        assert left.strip(" ,.") == ""


def test_a_single_article_of_a_text_file_keeps_its_text(read_one: ReadOne) -> None:
    text = nexis_uni().split("Page 1 of 2\n\n")[1]
    article = read_one("one.txt", text.encode())
    assert article.text == text and "#" not in article.path
    assert (article.title, article.published_at) == (STORIES[0].title, "2021-11-09")


def test_the_day_of_a_download_is_no_date(read: Read) -> None:
    text = nexis_uni().replace("November 9, 2021 Tuesday 9:15 AM GMT", "No date given")
    first, _ = read("Files 2023-06-05.docx", as_docx(text))
    assert isinstance(first, Article)
    assert first.published_at not in ("2023-06-05", "2021-11-09")


def test_the_owner_of_a_document_is_said_of_no_article(read: Read) -> None:
    items = read("Files.docx", as_docx(nexis_uni()))
    assert "A. Reader" not in {item.author for item in items if isinstance(item, Article)}


def test_a_record_without_text_is_refused_with_its_reason(read: Read) -> None:
    text = DATABASES["ProQuest"]()
    lost = text.replace(BODIES[1], "Not available.").replace(f"Abstract: {STORIES[1].body[0]}", "")
    first, second = read("p.txt", lost.encode())
    assert isinstance(first, Article) and not isinstance(second, Article)
    assert "no text in it" in second.reason and STORIES[1].title in second.reason


def test_the_abstract_is_the_text_where_there_is_no_other(read: Read) -> None:
    text = DATABASES["ProQuest"]().replace(BODIES[1], "Not available.")
    items = read("p.txt", text.encode())
    assert isinstance(items[1], Article)
    assert STORIES[1].body[0] in prose(items[1]) and said(items)[1] == EXPECTED[1]


@pytest.mark.parametrize("label", ["SECTION: News", "LENGTH: 80 words", "LOAD-DATE: May 3, 2023"])
def test_a_label_is_no_name(read_one: ReadOne, label: str) -> None:
    article = read_one("a.txt", f"{STORIES[0].title}\n{label}\nBYLINE: Greta Holm\nLENGTH: 71 words"
                                f"\n\n{BODIES[0]}\n".encode())  # fmt: skip
    assert (article.publisher, article.author) == (None, "Greta Holm")
    assert article.published_at != "2023-05-03" and label not in prose(article)


GERMAN = f"""
                               Dokument 1 von 2 Dokumenten

                              Marsch-Kurier
                           9. November 2021 Dienstag

Salzwiese wird geflutet

AUTOR: Von Greta Holm

RUBRIK: LOKALES; S. 4

LÄNGE: 71 Wörter

{BODIES[0]}

LADEDATUM: 5. Juni 2023

SPRACHE: GERMAN; DEUTSCH

                               Dokument 2 von 2 Dokumenten

                              Marsch-Kurier
                           2. Dezember 2021 Donnerstag

Straßenbahn fährt

LÄNGE: 71 Wörter

{BODIES[1]}

UPDATE: 5. Juni 2023
"""
OLDER = f"""Copyright 2003 The Marsh Courier

All Rights Reserved

The Marsh Courier

November 9, 2003, Sunday

SECTION: LOCAL; Pg. 4

LENGTH: 71 words

HEADLINE: Salt marsh to be flooded

BYLINE: GRETA HOLM

BODY:

{BODIES[0]}

LOAD-DATE: November 10, 2003
"""


def test_nexis_in_german(read: Read) -> None:
    items = read("export.txt", GERMAN.encode())
    assert said(items) == [
        ("Salzwiese wird geflutet", "Marsch-Kurier", "Greta Holm", "2021-11-09"),
        ("Straßenbahn fährt", "Marsch-Kurier", None, "2021-12-02"),
    ]


def test_labels_of_twenty_years_ago(read: Read) -> None:
    items = read("export.txt", OLDER.encode())
    assert said(items) == [
        ("Salt marsh to be flooded", "The Marsh Courier", "Greta Holm", "2003-11-09")
    ]


def test_lines_between_headline_and_outlet_are_no_headline(read: Read) -> None:
    text = nexis_uni().replace(STORIES[0].outlet, f"Newstex Blogs\n\n{STORIES[0].outlet}", 1)
    assert said(read("export.rtf", as_rtf(text))) == EXPECTED


@pytest.mark.parametrize("database", DATABASES)
def test_one_article_in_a_file(
    read_one: ReadOne, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exported, "STORIES", STORIES[:1])
    article = read_one("Files 2023-06-05.txt", DATABASES[database]().encode())
    assert said([article]) == EXPECTED[:1] and "#" not in article.path


def test_proquest_as_a_table(read_one: ReadOne) -> None:
    table = (
        '"Title","Abstract","StoreId","Authors","entryDate","pubdate","pubtitle","DocumentURL",'
        '"FullText"\n"Salt marsh","Short.","1","Holm, Greta","2023-06-05","Nov 9, 2021",'
        f'"The Marsh Courier","https://www.proquest.com/docview/1","{STORIES[0].body[0]}"\n'
    )
    article = read_one("ProQuest.csv", table.encode())
    assert said([article]) == [("Salt marsh", "The Marsh Courier", "Greta Holm", "2021-11-09")]
    assert article.text == STORIES[0].body[0] and article.url is None


def test_lines_that_ran_together_give_no_false_name(read: Read) -> None:
    text = nexis_uni()
    for story in STORIES:
        text = text.replace(f"{story.outlet}\n\n", f"{story.outlet} ")
        text = text.replace("GMT\n\nCopyright", "GMT Copyright")
        text = text.replace("Reserved\n\nSection", "Reserved Section")
    for item in read("export.txt", text.encode()):
        assert isinstance(item, Article)
        # Failing the newspaper, who has the copyright.
        assert item.publisher in ("Marsh Media AS", *(story.outlet for story in STORIES))


def head(story: int, form: str) -> str:
    one = STORIES[story]
    return form.format(title=one.title, outlet=one.outlet, day=one.american, author=one.author)


SEVERAL = {
    "outlet and day under the headline": "{title}\n{outlet}, {day}\nBy {author}\n\n",
    "outlet first": "{outlet}\n{day}\n\n{title}\n\nBy {author}\n\n",
    "name under the headline": "{title}\n\n{author}\n{outlet}\n{day}\n\n",
    "on one line": "{title}\n{outlet} | {day} | {author}\n\n",
    "labels": "Title: {title}\nSource: {outlet}\nDate: {day}\nAuthor: {author}\n\n",
    "labels, the outlet first": "Source: {outlet}\nDate: {day}\nTitle: {title}\nBy: {author}\n\n",
}


@pytest.mark.parametrize("between", ["\n\n", "\n\n---\n\n", "\n\n* * *\n\n", "\n\n=========\n\n"])
@pytest.mark.parametrize("form", SEVERAL)
def test_articles_put_together_by_hand_are_parted(read: Read, form: str, between: str) -> None:
    text = between.join(head(n, SEVERAL[form]) + BODIES[n] for n in (0, 1))
    items = read("week.txt", text.encode())
    assert said(items) == EXPECTED
    assert all(isinstance(a, Article) and "---" not in a.text for a in items)


@pytest.mark.parametrize("form", ["By {author}\n{day}\n\n", "{day}\n\nBy {author}\n\n"])
def test_of_articles_that_cannot_be_parted_nothing_is_said(read_one: ReadOne, form: str) -> None:
    text = "\n\n".join(head(n, form) + BODIES[n] for n in (0, 1))
    for name in ("week 2023-06-05.txt", "week.md"):
        article = read_one(name, text.encode())
        assert (article.author, article.publisher, article.published_at) == (None, None, None)


ONE_ARTICLE = (
    f"{STORIES[0].title}\nBy Greta Holm\nNovember 9, 2021\n\n{STORIES[0].body[0]}\n\n---\n\n"
    f"What happens next\n\n{STORIES[0].body[1]}\n\nThe county decided so on December 2, 2020."
)


def test_a_break_inside_of_an_article_parts_nothing(read_one: ReadOne) -> None:
    article = read_one("a.txt", ONE_ARTICLE.encode())
    assert article.text == ONE_ARTICLE
    assert (article.author, article.published_at) == ("Greta Holm", "2021-11-09")
