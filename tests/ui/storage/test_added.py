"""What is dropped on the page is copied under safe names, and bounded."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ingest import index_articles
from index.library import open_library
from index.progress import Progress
from index.settings import IndexSettings
from tests.ui.seen import Seen
from ui.errors import BadInputError
from ui.page.adding import allowed, run_html, said_html
from ui.page.indexer import Run
from ui.storage import added
from ui.storage.added import check_link, keep_files, keep_text, safe_name

LIMIT = 1_000


@given(st.one_of(st.text(), st.text(alphabet="./\\\u202e\x00 a~:<>\ud800")))
def test_a_safe_name_stays_in_its_folder(name: str) -> None:
    safe = safe_name(name)
    assert safe and "/" not in safe and "\\" not in safe and "\0" not in safe
    assert not safe.startswith(".") and len(safe.encode()) <= 255
    assert (Path("/added") / safe).resolve().parent == Path("/added")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\report.PDF", "report.PDF"),
        ("<img src=x onerror=alert(1)>.html", "_img src_x onerror_alert(1)_.html"),
        (".hidden.txt", "hidden.txt"),
        ("Überschrift 2022-10-04.txt", "Überschrift 2022-10-04.txt"),
        ("story.meta.json", "story.meta.json"),
    ],
)
def test_names_keep_what_tells_something(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_files_are_copied_and_the_rest_is_refused_with_reasons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(added, "MOST_FILES", 4)
    uploads = []
    for folder, name, size in (("a", "x.txt", 10), ("b", "x.txt", 10), ("a", "big.txt", 2_000)):
        (tmp_path / folder).mkdir(exist_ok=True)
        uploads.append(tmp_path / folder / name)
        uploads[-1].write_text("x" * size)
    uploads += [tmp_path / "gone.txt", tmp_path / "fifth.txt"]
    kept = keep_files(tmp_path / "home", uploads, max_file_bytes=LIMIT)
    assert [path.name for path in kept.paths] == ["x.txt", "x-2.txt"]
    assert all((tmp_path / "home" / "added") in path.parents for path in kept.paths)
    reasons = dict(kept.refused)
    assert "larger" in reasons["big.txt"] and "read" in reasons["gone.txt"]
    assert "at most 4" in reasons["and 1 more"]


def test_a_drop_is_bounded_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(added, "MOST_BYTES", 25)
    uploads = [tmp_path / f"{n}.txt" for n in range(3)]
    for path in uploads:
        path.write_text("x" * 10)
    kept = keep_files(tmp_path, uploads, max_file_bytes=LIMIT)
    assert len(kept.paths) == 2 and [name for name, _ in kept.refused] == ["2.txt"]


def test_a_pasted_text_becomes_a_file_with_its_headline_first(tmp_path: Path) -> None:
    path = keep_text(tmp_path, "../Bridge\nclosed", "The bridge closes on 3 May. \ud800")
    assert path.parent.parent == tmp_path / "added" and path.suffix == ".txt"
    assert path.read_text(encoding="utf-8").startswith("../Bridge closed\n\nThe bridge")
    for words in (" \n", "x" * (added.TEXT_CHARS + 1)):
        with pytest.raises(BadInputError):
            keep_text(tmp_path, "t", words)


def test_the_headline_of_a_pasted_text_is_its_headline(empty_settings: IndexSettings) -> None:
    headlines = {"What happened? The ferry sank.", "<b>Ferry</b>", "A long headline " * 10 + "end"}
    for headline in headlines:
        keep_text(empty_settings.home, headline, f"{headline} The ferry sails again.")
    index_articles([empty_settings.home / added.ADDED_FOLDER], empty_settings)
    with closing(open_library(empty_settings)) as library:
        assert {a.title for a in library.catalog.articles()} == headlines


@pytest.mark.parametrize(
    "link", ["", "file:///etc/passwd", "javascript:alert(1)", "http://", "https://a b", "x" * 3_000]
)
def test_only_web_addresses_are_links(link: str) -> None:
    with pytest.raises(BadInputError):
        check_link(link)
    assert check_link(" https://news.example/feed.xml ") == "https://news.example/feed.xml"


def test_where_nothing_can_be_written_the_reason_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file in the place of the home")
    with pytest.raises(BadInputError, match="can't be written"):
        keep_text(tmp_path / "home", "t", "words")


@pytest.mark.parametrize(
    ("setting", "host", "login", "kinds"),
    [
        ("auto", "127.0.0.1", False, "all"),
        ("auto", "0.0.0.0", False, "off"),
        ("auto", "0.0.0.0", True, "files"),
        ("on", "0.0.0.0", False, "files"),
        ("off", "localhost", True, "off"),
    ],
)
def test_who_may_add_what(setting: str, host: str, login: bool, kinds: str) -> None:
    assert allowed(setting, host, has_login=login) == kinds


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (Progress(0, 0, 9, 0.0, "", 0, 0.1), "0 articles so far."),
        (
            Progress(120, 3, 9, 0.25, "a", 900, 60.0),
            "120 articles so far, 2.0 a second, about 3 min",
        ),
        (Progress(900, 3, 9, 0.5, "a", 900, 30.0), "30 a second, about 30 seconds left."),
        (
            Progress(9, 9, 9, 1.0, "a", 90, 9.0, 30, 90),
            "All can be asked. Being read more closely: 30 of",
        ),
    ],
)
def test_a_run_says_its_rate_and_the_time_left(progress: Progress, said: str) -> None:
    assert said in Seen(run_html(Run((), (), progress=progress))).words


@given(st.text(), st.text())
def test_what_is_said_of_files_is_inert(name: str, reason: str) -> None:
    hostile = f"<img src=x onerror=alert(1)>{name}"
    run = Run((), (), ((hostile, f"<script>{reason}"),), error=f"<b>{reason}", can_retry=True)
    html = run_html(run) + said_html(hostile)
    assert "<img" not in html and "<script" not in html and "<b>" not in html
