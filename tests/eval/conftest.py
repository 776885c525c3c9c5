"""Fixtures of the tests of measuring."""

from __future__ import annotations

import pytest

from index.vectors.embed import HashingEmbedder


@pytest.fixture
def no_real_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every embedder asked for by name is the hashing one."""
    monkeypatch.setattr("index.vectors.embed.load_embedder", lambda name: HashingEmbedder())
