"""JSON, JSON lines and tables: the fields of common exports, one article at a time."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import ArticleFormatError
from index.readers import exports, read_articles
from index.settings import IndexSettings
from index.types import Article, Refusal
from tests.index.readers.conftest import SETTINGS, Items, Read

TEXT = "The minister said on Monday that the talks would go on. Nobody was surprised by it."
ReadOne = Callable[[str, bytes], Article]

# One article as seven programs export it: the fields differ, what they say does not.
EXPORTS: dict[str, dict[str, object]] = {
    "research set": {
        "id": "rt1", "url": "https://www.reuters.com/a/b", "title": "Talks go on", "text": TEXT,
        "authors": ["Jane Doe", "John Roe"], "published": "2022-10-04",
    },
    "news-please": {
        "url": "https://www.reuters.com/a/b", "title": "Talks go on", "maintext": TEXT,
        "authors": ["Jane Doe", "John Roe"], "date_publish": "2022-10-04 00:00:00",
        "date_download": "2026-01-01 10:00:00", "source_domain": "www.reuters.com",
        "language": "en",
    },
    "NewsAPI": {
        "source": {"id": None, "name": "Reuters"}, "author": "By Jane Doe, John Roe",
        "title": "Talks go on", "url": "https://www.reuters.com/a/b",
        "publishedAt": "2022-10-04T00:00:00Z", "content": TEXT,
    },
    "schema.org": {
        "@type": "NewsArticle", "headline": "Talks go on", "articleBody": TEXT,
        "datePublished": "2022-10-04", "mainEntityOfPage": {"@id": "https://www.reuters.com/a/b"},
        "author": [{"name": "Jane Doe"}, {"name": "John Roe"}], "inLanguage": "en-US",
        "publisher": {"@type": "Organization", "name": "Reuters"},
    },
    "Elasticsearch": {
        "_index": "news", "_source": {
            "Headline": "Talks go on", "Body": TEXT, "Link": "https://www.reuters.com/a/b",
            "Byline": "By Jane Doe, John Roe", "Publication-Date": "4 October 2022",
            "Outlet": "REUTERS", "crawled_at": "2026-01-01",
        },
    },
    "JSON Feed": {
        "url": "https://www.reuters.com/a/b", "title": "Talks go on",
        "content_html": f"<p>{TEXT}</p><p></p>", "date_published": "2022-10-04",
        "authors": [{"name": "Jane Doe"}, {"name": "John Roe"}],
    },
    "MongoDB": {
        "_id": {"$oid": "5f"}, "title": "Talks go on", "body": [TEXT],
        "pub_date": {"$date": "2022-10-04"}, "link": "https://www.reuters.com/a/b",
        "author": "Jane Doe, John Roe",
    },
}  # fmt: skip


def lines(*records: object) -> bytes:
    return "\n".join(json.dumps(record) for record in records).encode()


def articles(items: Items) -> list[Article]:
    assert all(isinstance(item, Article) for item in items), items
    return [item for item in items if isinstance(item, Article)]


@pytest.mark.parametrize("export", EXPORTS)
def test_common_exports_say_the_same(read_one: ReadOne, export: str) -> None:
    article = read_one("article.json", lines(EXPORTS[export]))
    assert (article.text, article.title) == (TEXT, "Talks go on")
    assert (article.author, article.publisher) == ("Jane Doe, John Roe", "Reuters")
    assert article.url == "https://www.reuters.com/a/b"
    assert article.published_at and article.published_at.startswith("2022-10-04")
    assert (article.published_precision, article.published_source) == ("day", "metadata")


def test_where_each_field_came_from_is_kept(read_one: ReadOne) -> None:
    article = read_one("article.json", lines(EXPORTS["research set"]))
    assert dict(article.origins) == {
        "title": "title",
        "author": "authors",
        "publisher": "url",
        "url": "url",
        "published_at": "published",
    }


def test_the_time_of_the_scrape_is_no_publication_date(read_one: ReadOne) -> None:
    record = {"text": TEXT, "crawled_at": "2026-01-01", "created_at": "2026-01-01",
              "timestamp": 1_767_225_600, "date_download": "2026-01-01"}  # fmt: skip
    assert read_one("2026.json", lines(record)).published_at is None


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        (1_664_841_600, "2022-10-04T00:00:00+00:00"),
        (1_664_841_600_000, "2022-10-04T00:00:00+00:00"),
        ("1664841600", "2022-10-04T00:00:00+00:00"),
        (20221004, "2022-10-04"),
        (2022, "2022"),
        (True, None),
        (7, None),
        ("soon", None),
        ([], None),
        ({"a": 1}, None),
    ],
)
def test_dates_of_any_form(read_one: ReadOne, value: object, iso: str | None) -> None:
    assert read_one("article.json", lines({"text": TEXT, "date": value})).published_at == iso


@pytest.mark.parametrize(
    "wrap",
    [
        lambda records: records,
        lambda records: {"articles": records},
        lambda records: {"status": "ok", "data": {"articles": records}},
        lambda records: {"took": 3, "hits": {"total": 2, "hits": records}},
    ],
)
def test_a_list_is_found_where_exports_keep_it(read: Read, wrap: Callable[..., object]) -> None:
    records = [{"text": TEXT, "title": f"Title {n}"} for n in (1, 2)]
    found = articles(read("export.json", json.dumps(wrap(records), indent=1).encode()))
    assert [article.title for article in found] == ["Title 1", "Title 2"]
    assert [article.path.rsplit("/")[-1] for article in found] == ["export.json#1", "export.json#2"]
    assert len({article.article_id for article in found}) == 2


def test_a_bad_line_does_not_stop_the_others(read: Read) -> None:
    data = b"\n".join(
        [
            lines({"text": TEXT}), b"", b"{not json", b'"only a string"', b'{"title": "no text"}',
            b"[" * 100_000, b'{"text": "' + b"x" * 2_100_000 + b'"}', lines({"text": f"{TEXT} 2"}),
        ]
    )  # fmt: skip
    items = read("lines.jsonl", data)
    places = [item.path if isinstance(item, Article) else item.name for item in items]
    numbers = [place.split("#")[1] for place in places]
    assert numbers == ["1", "3", "4", "5", "6", "7", "8"], "numbers are those of the lines"
    reasons = [item.reason for item in items if isinstance(item, Refusal)]
    expected = ["not JSON", "not a JSON object", "fields: title", "not JSON", "over 2,000,000"]
    assert all(said in reason for said, reason in zip(expected, reasons, strict=True))


def test_lines_are_told_from_one_object_by_content(read: Read) -> None:
    assert len(read("lines.txt", lines({"text": TEXT}, {"text": TEXT}))) == 2


def test_halves_of_characters_do_no_harm(read_one: ReadOne) -> None:
    halves = rb"Good \ud83d\ude00 bad \ud83d. And \u0000 so on. "
    article = read_one("a.json", b'{"text": "%s%s"}' % (halves, TEXT.encode()))
    assert article.text == f"Good 😀 bad \ufffd. And  so on. {TEXT}"
    names = ("title", "publisher", "author", "url", "language", "section", "published", "id")
    stated = {name: f"{'https://a.example/' if name == 'url' else ''}\ud800 B" for name in names}
    article = read_one("b.json", json.dumps(stated | {"text": TEXT}).encode())
    for value in (article.title, article.publisher, article.author, article.url, article.language):
        (value or "").encode("utf-8")
    article.article_id.encode("utf-8")
    assert "B" in (article.publisher or "")


def test_a_large_export_is_read_one_article_at_a_time(tmp_path: Path) -> None:
    for name, opening, joint, closing in [
        ("large.jsonl", "", "\n", ""),
        ("large.json", '{"meta": {"n": 1}, "articles": [', ",", "]}"),
        ("list.json", "[", ",", "]"),
    ]:
        path = tmp_path / name
        with path.open("w") as file:
            file.write(opening)
            for number in range(60):
                record = {"raw": "It went on. " * 1_500, "text": f"{TEXT} Number {number}."}
                file.write((joint if number else "") + json.dumps(record))
            file.write(closing)
        assert path.stat().st_size > 1_000_000
        settings = IndexSettings(home=Path("unused"), max_file_bytes=50_000)
        items = read_articles(path, settings=settings)
        next(items)
        tracemalloc.start()
        count = 1 + sum(isinstance(item, Article) for item in items)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == 60 and peak < 600_000, name


@pytest.mark.parametrize(
    ("bound", "value", "told"),
    [("MOST_DIGITS", int("1" * 80), "digits"), ("MOST_NESTED", [[[[[[1]]]]]], "nested over")],
)
def test_what_a_parser_in_c_takes_at_its_word_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, value: object, told: str
) -> None:
    first = {"title": "[[[[[[[[ 1", "text": f'{TEXT} \\" {"7" * 30} {{{{{{{{{{{{{{', "id": 1}
    path = tmp_path / "export.json"
    path.write_text(json.dumps([first, {"title": "B", "text": TEXT, "n": value}]))
    items = read_articles(path, settings=SETTINGS)
    assert sum(isinstance(item, Article) for item in items) == 2
    monkeypatch.setattr(exports, bound, 50 if bound == "MOST_DIGITS" else 4)
    with pytest.raises(ArticleFormatError, match=told):
        list(read_articles(path, settings=SETTINGS))


def test_an_export_that_breaks_off_keeps_what_came_before(read: Read) -> None:
    whole = json.dumps([{"text": TEXT, "title": str(n)} for n in range(3)]).encode()
    *found, last = read("broken.json", whole[:-30])
    assert len(articles(found)) == 2
    assert isinstance(last, Refusal) and "after 2 articles" in last.reason


# --- tables -----------------------------------------------------------------------------------


def table(delimiter: str = ",", header: str = "Title,Date,Body,Outlet,URL") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(header.split(","))
    body = f"{TEXT}\n\nA second, longer paragraph; with all signs."
    writer.writerow(["Talks go on", "2022-10-04", body, "reuters.com", "https://reuters.com/a/b"])
    writer.writerow(["", "", "", "", ""])
    writer.writerow(["Nothing", "2022", "", "AP", "x"])
    return out.getvalue().encode()


@pytest.mark.parametrize(
    ("name", "delimiter"), [("t.csv", ","), ("t.csv", ";"), ("t.tsv", "\t"), ("t.txt", ",")]
)
def test_tables(read: Read, name: str, delimiter: str) -> None:
    first, second = read(name, table(delimiter))
    assert isinstance(first, Article) and isinstance(second, Refusal)
    assert first.text == f"{TEXT}\n\nA second, longer paragraph; with all signs."
    assert (first.title, first.publisher) == ("Talks go on", "Reuters")
    assert first.published_at == "2022-10-04" and first.path.endswith("#1")
    assert second.name.endswith("#3") and "no text" in second.reason


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_tables_as_office_programs_write_them(read: Read, encoding: str) -> None:
    said = "Le président a déclaré que l’été serait très long, dit-on déjà à Noël. " * 4
    data = f"title;text\r\nÉté;{said}\r\n".encode(encoding)
    (article,) = articles(read("t.csv", data))
    assert article.title == "Été" and article.text.startswith("Le président a déclaré que l’été")


def test_a_table_without_text_says_what_it_lacks(read: Read) -> None:
    (refusal,) = read("prices.csv", b"item,price\nbread,2\n")
    assert isinstance(refusal, Refusal) and "its fields: item, price" in refusal.reason


def test_a_large_table_of_something_else_is_told_once(read: Read) -> None:
    items = read("prices.csv", b"item,price\n" + b"bread,2\n" * 5_000)
    assert len(items) == 21 and isinstance(items[-1], Refusal)
    assert "first 20 records hold no article" in items[-1].reason


def test_a_quotation_that_never_closes_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b'title,text\na,"' + b"never ending\n" * 400_000)
    with pytest.raises(ArticleFormatError, match="field larger"):
        list(read_articles(path, settings=SETTINGS))
