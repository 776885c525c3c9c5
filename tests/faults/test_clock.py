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

YEAR = 365 * 86_400
TEXT = "The bridge in {} closes on 3 May, the mayor said on Monday.\n"


def write(path: Path, text: str, *, at: float) -> None:
    path.write_text(text)
    os.utime(path, (at, at))


def test_a_file_changed_after_the_clock_went_back_is_read_again(
    tmp_path: Path, empty_settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, now = tmp_path / "articles", time.time()
    folder.mkdir()
    monkeypatch.setattr(time, "time", lambda: now + YEAR)
    write(folder / "a.txt", TEXT.format("Bergen"), at=now + YEAR)
    assert len(index_articles([folder], empty_settings).added) == 1
    monkeypatch.setattr(time, "time", lambda: now)
    write(folder / "a.txt", TEXT.format("Larvik"), at=now)  # as long as it was
    write(folder / "b.txt", TEXT.format("Narvik"), at=now)
    summary = index_articles([folder], empty_settings)
    assert (len(summary.replaced), len(summary.added)) == (1, 1)
    texts = [a.text for a in open_library(empty_settings).catalog.articles()]
    assert sorted(texts) == [TEXT.format("Larvik"), TEXT.format("Narvik")]
    assert len(index_articles([folder], empty_settings).skipped) == 2


def test_what_the_page_keeps_survives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(question: str) -> Answer:
        return bridge_answer(question)

    archive, now = Archive(tmp_path), time.time()
    monkeypatch.setattr(time, "time", lambda: now + YEAR)
    early = archive.keep_answer(answer("before"))
    monkeypatch.setattr(time, "time", lambda: now)
    late = archive.keep_answer(answer("after"))
    for key, question in ((early, "before"), (late, "after")):
        kept = archive.answer(key)
        assert kept is not None and kept.answer.question == question
