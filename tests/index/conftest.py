"""What several tests of indexing begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import doctor
from index.vectors.probe import compare
from tests.index.stories import three_stories


@pytest.fixture
def compare_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """`check_index` without a process of its own: test_doctor.py tries that one."""
    monkeypatch.setattr(doctor, "_probe", compare)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles, made long ago, so that their time stamps count."""
    return three_stories(tmp_path / "articles")
