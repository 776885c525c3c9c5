"""What an agency calls back leaves the index, what it holds back waits, and a feed's entries stay
themselves when the file that has them changes.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.catalog.catalog import Catalog
from index.ingest import IndexReport, index_articles
from index.settings import IndexSettings
from tests.index.stories import STORY, write

FOLDER_NAMES = ("a", "z")  # the one that calls back is read before the story, and after it
TODAY = datetime.now(UTC)


def newsml(version: int, status: str = "usable", embargo: str = "", guid: str = "urn:x:1") -> str:
    held = f"<embargoed>{embargo}</embargoed>" if embargo else ""
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="{version}">'
        f"<itemMeta><provider qcode='nprov:AFP'/><versionCreated>2022-10-04T0{version}:30:00Z"
        f"</versionCreated><firstCreated>2022-10-04T01:00:00Z</firstCreated>{held}"
        f"<pubStatus qcode='stat:{status}'/></itemMeta><contentMeta><headline>Council</headline>"
        "</contentMeta><contentSet><inlineData contenttype='text/plain'>"
        f"{STORY.format('Bergen', 4)}</inlineData></contentSet></newsItem>"
    )


def ninjs(version: int, status: str = "usable", embargo: str = "") -> str:
    return json.dumps({
        "uri": "urn:x:1", "type": "text", "pubstatus": status, "embargoed": embargo or None,
        "versioncreated": f"2022-10-04T0{version}:30:00Z", "firstcreated": "2022-10-04T01:00:00Z",
        "headline": "Council", "body_text": STORY.format("Bergen", 4),
    })  # fmt: skip


FORMATS = {"xml": newsml, "json": ninjs}


def run(folder: Path, settings: IndexSettings) -> IndexReport:
    return index_articles([folder], settings)


def count(settings: IndexSettings) -> int:
    catalog = Catalog.open(settings.home, url=settings.catalog_url)
    try:
        return len(list(catalog.article_ids()))
    finally:
        catalog.close()


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("status", ["canceled", "withheld"])
@pytest.mark.parametrize("name", FOLDER_NAMES)
def test_a_canceled_item_leaves_the_index(
    tmp_path: Path, empty_settings: IndexSettings, suffix: str, status: str, name: str
) -> None:
    make, folder = FORMATS[suffix], tmp_path / "in"
    story = write(folder / f"m.{suffix}", make(1))
    write(folder / "other.txt", STORY.format("Narvik", 2))
    assert len(run(folder, empty_settings).added) == 2
    write(folder / f"{name}.{suffix}", make(2, status))
    report = run(folder, empty_settings)
    assert [Path(path).name for path in report.removed] == [story.name]
    reasons = [reason for path, reason in report.refused if f"/{name}." in path]
    assert len(reasons) == 1 and reasons[0].startswith(status)
    assert count(empty_settings) == 1
    again = run(folder, empty_settings)
    assert not again.added and count(empty_settings) == 1


@pytest.mark.parametrize("name", FOLDER_NAMES)
def test_both_at_once_leave_nothing(
    tmp_path: Path, empty_settings: IndexSettings, name: str
) -> None:
    folder = tmp_path / "in"
    write(folder / "m.xml", newsml(1))
    write(folder / f"{name}.xml", newsml(2, "canceled"))
    run(folder, empty_settings)
    assert count(empty_settings) == 0


def test_a_later_version_may_be_used_again(tmp_path: Path, empty_settings: IndexSettings) -> None:
    folder = tmp_path / "in"
    write(folder / "a.xml", newsml(2, "canceled"))
    write(folder / "m.xml", newsml(3))
    run(folder, empty_settings)
    assert count(empty_settings) == 1
    assert not run(folder, empty_settings).removed


def test_the_same_file_may_call_its_item_back(
    tmp_path: Path, empty_settings: IndexSettings
) -> None:
    folder = tmp_path / "in"
    write(folder / "m.xml", newsml(1))
    run(folder, empty_settings)
    write(folder / "m.xml", newsml(2, "canceled"))
    assert len(run(folder, empty_settings).removed) == 1 and count(empty_settings) == 0


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_embargo_ends(
    tmp_path: Path,
    empty_settings: IndexSettings,
    suffix: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "in"
    write(folder / "other.txt", STORY.format("Narvik", 2))
    until = (TODAY + timedelta(days=2)).isoformat(timespec="seconds")
    write(folder / f"m.{suffix}", FORMATS[suffix](1, embargo=until))
    report = run(folder, empty_settings)
    assert "embargo" in report.refused[0][1] and count(empty_settings) == 1

    class Later(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return TODAY + timedelta(days=3)

    # The reader of XML runs in a process of its own, so there the file tells another time.
    monkeypatch.setattr("index.readers.item_status.datetime", Later)
    if suffix == "xml":
        ended = (TODAY - timedelta(days=1)).isoformat(timespec="seconds")
        write(folder / "m.xml", newsml(1, embargo=ended))
    assert len(run(folder, empty_settings).added) == 1 and count(empty_settings) == 2


def feed(*entries: tuple[str, str]) -> str:
    items = "".join(
        f"<item><title>{title}</title>{known}<description>{STORY.format(title, 3)}</description>"
        "</item>"
        for title, known in entries
    )
    link = "<link>https://www.nordnews.example/</link>"
    return f"<rss version='2.0'><channel><title>Nordnews</title>{link}{items}</channel></rss>"


@pytest.mark.parametrize(
    "known",
    ["<guid isPermaLink='false'>n-{}</guid>", "<link>/news/{}</link>", "<link>news/{}.html</link>"],
)
def test_entries_stay_themselves(tmp_path: Path, empty_settings: IndexSettings, known: str) -> None:
    folder = tmp_path / "in"
    first, second, third = ((town, known.format(n)) for n, town in enumerate(("Bo", "Os", "Ra")))
    write(folder / "feed.xml", feed(first, second))
    assert len(run(folder, empty_settings).added) == 2
    write(folder / "feed.xml", feed(third, first))
    report = run(folder, empty_settings)
    assert (len(report.added), len(report.replaced)) == (1, 0)
    assert count(empty_settings) == 3
