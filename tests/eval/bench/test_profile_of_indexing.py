"""The profile of indexing: medians beside an older commit's, and memory of all processes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from eval.bench.profile_of_indexing import Run, _table, main, memory_mb


def test_medians_stand_beside_those_of_the_base() -> None:
    ours = [Run(10.0, 8.0, 300.0, 50, 900), Run(30.0, 9.0, 310.0, 50, 900)]
    base = [Run(60.0, 17.0, 200.0, 50, 900)] * 2
    lines = _table({"this tree": ours, "base": base}).splitlines()
    assert lines[1].split()[-4:] == ["8.5", "305", "1.00", "1.00"]
    assert lines[2].split()[-2:] == ["3.00", "2.00"]  # 60 s beside 20, 17 beside 8.5


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_memory_is_that_of_this_process_at_least() -> None:
    assert memory_mb(os.getpid()) > 1 and memory_mb(2**22 + 1) == 0


def test_wrong_usage_is_refused(tmp_path: Path) -> None:
    for arguments in ([], ["--bench", str(tmp_path), "--runs", "0"]):
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        assert stop.value.code == 2
