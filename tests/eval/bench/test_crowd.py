"""Many people at once: everyone is answered, and the figures are those of the answers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from eval.bench.crowd import Crowd, crowd, resident_mb
from qa.settings import Settings
from tests.ports import free_port
from tests.ui.fakes import FakePipeline


def figures(first: float, last: float) -> Crowd:
    return Crowd(1, 10, (), 0.1, 0.2, 5.0, first, last, (first, last))


def test_memory_is_flat_within_a_twentieth() -> None:
    assert figures(100, 104).is_flat and not figures(100, 106).is_flat


def test_the_memory_of_a_process_is_read_where_the_system_tells() -> None:
    assert resident_mb(os.getpid()) > 1 and resident_mb(2**30) == 0.0


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*:Warning:gradio.queueing")  # its use of pandas
def test_everyone_is_answered_and_failures_are_told(tmp_path: Path) -> None:
    from ui.page.app import build_app
    from ui.server import launch

    pipeline = FakePipeline(Settings(home=tmp_path))
    app = build_app(pipeline)  # type: ignore[arg-type]
    url = launch(app, port=free_port(), block=False)
    try:
        found = crowd(url, os.getpid(), ["the bridge?", "who won?"], people=5, questions=20)
        assert found.questions == 20 and found.failures == () and len(found.memory_mb) == 20
        assert 0 < found.median_seconds <= found.p95_seconds
        assert {asked[0] for asked in pipeline.asked} == {"the bridge?", "who won?"}
        broken = crowd(url, os.getpid(), ["a", "b", "crash"], people=2, questions=6)
        assert len(broken.failures) == 2
    finally:
        app.close(verbose=False)
