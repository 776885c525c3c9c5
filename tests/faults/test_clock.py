"""A clock that was ahead and is set back: nothing is missed, nothing is taken for old."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from index.ingest import index_articles
from index.library import open_library
from index.settings import IndexSettings
from qa.types import Answer
from tests.ui.fakes import bridge_answer
from ui.storage.archive import Archive

YEAR, HOUR = 365 * 86_400, 3_600
TEXT = "The bridge in {} closes on 3 May, the mayor said on Monday.\n"


def write(path: Path, text: str, *, at: float) -> None:
    path.write_text(text)
    os.utime(path, (at, at))


def set_clock(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    monkeypatch.setattr(time, "time", lambda: seconds)
    monkeypatch.setattr(time, "time_ns", lambda: int(seconds * 1e9))


def test_a_file_changed_after_the_clock_went_back_is_read_again(
    tmp_path: Path, empty_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, now = tmp_path / "articles", time.time()
    folder.mkdir()
    set_clock(monkeypatch, now + YEAR)
    write(folder / "a.txt", TEXT.format("Bergen"), at=now + YEAR - HOUR)
    assert len(index_articles([folder], empty_settings).added) == 1
    set_clock(monkeypatch, now)
    write(folder / "a.txt", TEXT.format("Larvik"), at=now - HOUR)  # as long as it was
    write(folder / "b.txt", TEXT.format("Narvik"), at=now - HOUR)
    summary = index_articles([folder], empty_settings)
    assert (len(summary.replaced), len(summary.added)) == (1, 1)
    texts = [a.text for a in open_library(empty_settings).catalog.articles()]
    assert sorted(texts) == [TEXT.format("Larvik"), TEXT.format("Narvik")]
    assert len(index_articles([folder], empty_settings).skipped) == 2


def test_what_the_page_keeps_survives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(question: str) -> Answer:
        return bridge_answer(question)

    archive, now = Archive(tmp_path), time.time()
    set_clock(monkeypatch, now + YEAR)
    early = archive.keep_answer(answer("before"))
    set_clock(monkeypatch, now)
    late = archive.keep_answer(answer("after"))
    for key, question in ((early, "before"), (late, "after")):
        kept = archive.answer(key)
        assert kept is not None and kept.answer.question == question
