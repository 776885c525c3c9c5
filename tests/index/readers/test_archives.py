"""ZIP and gzip: every member as if it lay there unpacked, and no bomb goes off."""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
from pathlib import Path

import pytest

from index.errors import ArticleFormatError
from index.readers import read_articles
from index.settings import IndexSettings
from index.types import Article, Refusal
from tests.index.readers.conftest import Read

TEXT = "The minister said on Monday that the talks would go on. Nobody was surprised by it.\n"


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def names(items: list[Article | Refusal]) -> list[str]:
    return [
        (item.path if isinstance(item, Article) else item.name).rsplit("/a.zip", 1)[-1]
        for item in items
    ]


def test_members_are_read_by_their_content(read: Read) -> None:
    items = read(
        "a.zip",
        zipped(
            {
                "2022-10-04-one.txt": TEXT.encode(),
                "folder/two.md": b"# Title\n\n" + TEXT.encode(),
                "three.jsonl.gz": gzip.compress(
                    b"\n".join(json.dumps({"text": TEXT + n}).encode() for n in "ab")
                ),
                "inner.zip": zipped({"four.txt": TEXT.encode()}),
                "picture.png": b"\x89PNG\r\n\x1a\n....",
                "__MACOSX/one.txt": b"junk",
                ".hidden": b"junk",
                "empty/": b"",
            }
        ),
    )
    assert names(items) == [
        "!2022-10-04-one.txt",
        "!folder/two.md",
        "!three.jsonl.gz#1",
        "!three.jsonl.gz#2",
        "!inner.zip!four.txt",
        "!picture.png",
    ]
    first, *_, picture = items
    assert isinstance(first, Article) and first.text == TEXT
    assert (first.published_at, first.published_source) == ("2022-10-04", "filename")
    assert isinstance(picture, Refusal) and "PNG picture" in picture.reason
    assert len({item.article_id for item in items if isinstance(item, Article)}) == 5


def test_gzip_is_what_is_in_it(read: Read) -> None:
    (article,) = read("story.txt.gz", gzip.compress(TEXT.encode()))
    assert isinstance(article, Article) and article.text == TEXT
    assert article.path.endswith("/story.txt.gz")


def test_the_name_of_an_archive_dates_no_article(read: Read) -> None:
    data = gzip.compress(json.dumps([{"text": TEXT}]).encode())
    (article,) = read("export-2026-01-01.json.gz", data)
    assert isinstance(article, Article) and article.published_at is None


@pytest.mark.parametrize("inside", ["zip", "gz"])
def test_a_bomb_is_refused(read: Read, inside: str) -> None:
    payload = b"The same sentence once more. " * 1_500_000
    data = zipped({"a.txt": payload}) if inside == "zip" else gzip.compress(payload)
    assert len(payload) > 100 * len(data)
    with pytest.raises(ArticleFormatError, match="over the limit of 2,000,000"):
        items = read(f"a.{inside}", data)
        assert isinstance(items[0], Refusal)
        raise ArticleFormatError(items[0].reason)


def test_a_bomb_of_many_lines_is_refused_while_it_unpacks(tmp_path: Path) -> None:
    """Each article is small, all together are too many for the size of the file."""
    path = tmp_path / "a.jsonl.gz"
    line = json.dumps({"text": TEXT}).encode() + b"\n" + b" " * 100_000 + b"\n"
    with gzip.open(path, "wb") as file:
        for _ in range(600):
            file.write(line)
    settings = IndexSettings(home=Path("unused"), max_file_bytes=200_000)
    *_, last = read_articles(path, settings=settings)
    assert isinstance(last, Refusal) and "bomb" in last.reason


def test_archives_inside_each_other_have_an_end(read: Read) -> None:
    data = TEXT.encode()
    for _ in range(6):
        data = zipped({"again.zip": data})
    (refusal,) = read("a.zip", data)
    assert isinstance(refusal, Refusal) and "inside each other" in refusal.reason


def test_a_damaged_member_does_not_stop_the_others(read: Read) -> None:
    data = bytearray(zipped({"one.txt": TEXT.encode() * 40, "two.txt": TEXT.encode()}))
    data[60:70] = b"\xff" * 10
    first, second = read("a.zip", bytes(data))
    assert isinstance(first, Refusal) and isinstance(second, Article)


def test_an_encrypted_member_is_refused(read: Read) -> None:
    data = bytearray(zipped({"one.txt": TEXT.encode()}))
    directory = data.rindex(b"PK\x01\x02")
    struct.pack_into("<H", data, 6, 1)
    struct.pack_into("<H", data, directory + 8, 1)
    (refusal,) = read("a.zip", bytes(data))
    assert isinstance(refusal, Refusal) and "encrypted" in refusal.reason


@pytest.mark.parametrize("name", ["../../outside.txt", "/etc/passwd", "C:\\x.txt", "a\\..\\b.txt"])
def test_a_member_writes_nothing_and_its_name_leads_nowhere(
    read: Read, tmp_path: Path, name: str
) -> None:
    (item,) = read("a.zip", zipped({name: TEXT.encode()}))
    assert isinstance(item, Article) and item.text == TEXT
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_truncated_gzip_is_refused(read: Read) -> None:
    with pytest.raises(ArticleFormatError, match="damaged"):
        read("a.txt.gz", gzip.compress(TEXT.encode() * 50)[:-20])
