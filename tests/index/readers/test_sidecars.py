"""Sidecars: what a person states beside a file counts more than what is found in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import ArticleFormatError
from index.intake.paths import find_files
from index.readers import read_articles, sidecar_files
from index.types import Article
from tests.index.readers import documents
from tests.index.readers.conftest import SETTINGS


def articles(path: Path) -> list[Article]:
    return [item for item in read_articles(path, settings=SETTINGS) if isinstance(item, Article)]


def test_a_sidecar_overrides_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(documents.page('<meta property="og:site_name" content="Wrong">'))
    for name in ("a.html.meta.json", "a.meta.json"):
        (tmp_path / name).write_text(
            json.dumps({"publisher": "AP", "published": "2022-10-04", "author": "Jane Doe"})
        )
        (article,) = articles(path)
        assert (article.publisher, article.author) == ("Associated Press", "Jane Doe")
        assert article.published_at == "2022-10-04" and article.title == documents.TITLE
        assert dict(article.origins)["publisher"] == f"{name} publisher"
        assert sidecar_files(path) == (tmp_path / name,)
        (tmp_path / name).unlink()


def test_a_table_overrides_the_files_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text(
        "File,Publisher,Date,URL\n"
        "a.txt,Reuters,2022-10-04,\n"
        "many.jsonl#2,AFP,2022-10-05,\n"
        ",BBC,2022-10-06,https://example.org/by/address?utm_source=x\n"
    )
    (tmp_path / "a.txt").write_text(documents.PARAGRAPHS[0])
    (tmp_path / "b.txt").write_text(documents.PARAGRAPHS[0])
    record = documents.record()
    (tmp_path / "many.jsonl").write_text(
        "\n".join(
            json.dumps({**record, "url": url, "publisher": None})
            for url in ("https://example.org/by/address", "https://example.org/other")
        )
    )
    (a,), (b,) = articles(tmp_path / "a.txt"), articles(tmp_path / "b.txt")
    assert (a.publisher, a.published_at) == ("Reuters", "2022-10-04")
    assert (b.publisher, b.published_at) == (None, None)
    one, two = articles(tmp_path / "many.jsonl")
    assert (one.publisher, two.publisher) == (
        "BBC",
        "Agence France-Presse",
    ) or two.publisher == "AFP"
    assert two.published_at == "2022-10-05"
    found = [item.path.name for item in find_files([tmp_path])]
    assert found == ["a.txt", "b.txt", "many.jsonl"], "sidecars are no articles"


def test_a_table_that_changes_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(documents.PARAGRAPHS[0])
    for publisher in ("Reuters", "The Week"):
        (tmp_path / "metadata.csv").write_text(f"file,publisher\na.txt,{publisher}\n")
        assert articles(tmp_path / "a.txt")[0].publisher == publisher


def test_a_table_with_texts_is_a_file_of_articles(tmp_path: Path) -> None:
    path = tmp_path / "metadata.csv"
    path.write_text(f"url,text\nhttps://example.org/a,{documents.PARAGRAPHS[0]}\n")
    assert [item.path.name for item in find_files([tmp_path])] == ["metadata.csv"]
    assert len(articles(path)) == 1


def test_a_broken_sidecar_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(documents.PARAGRAPHS[0])
    (tmp_path / "a.txt.meta.json").write_text("{publisher: AP}")
    with pytest.raises(ArticleFormatError, match=r"a\.txt\.meta\.json: is not JSON"):
        articles(path)
