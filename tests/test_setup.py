"""The set-up: one lock for all machines, torch outside it, one command for CI and users."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PINNED = re.compile(r"^([a-z0-9._-]+)(?:\[[a-z0-9,-]+\])?==([^ ;]+)", re.MULTILINE)


def test_the_lock_pins_every_declared_package_but_torch() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [v for k, v in project["optional-dependencies"].items() if k != "cluster"]  # 70 MB
    declared = [*project["dependencies"], *(line for extra in extras for line in extra)]
    names = {re.split(r"[\[<>=~! ]", line)[0].lower() for line in declared}
    assert names - {"torch"} <= {name for name, _ in PINNED.findall(LOCK)}


def test_the_lock_suits_every_machine() -> None:
    """No build of torch, no local version, no address of a registry, nothing that isn't a pin."""
    lines = [line for line in LOCK.splitlines() if not line.lstrip().startswith(("#", "--hash="))]
    assert [line for line in lines if not PINNED.match(line)] == []
    assert [line for line in lines if "+" in line.split(";")[0] or "://" in line] == []
    parts = ("torch==", "nvidia-", "cuda-", "triton")
    assert [line for line in lines if line.startswith(parts)] == []


def test_every_pin_says_which_bytes_it_means() -> None:
    """pip takes no other (--require-hashes), from whichever index it installs."""
    pins = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    hashed = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")
    assert [pin.partition(" ")[0] for pin in pins if not hashed.search(pin)] == []
    assert "--require-hashes -r requirements.lock" in MAKEFILE


def test_help_names_every_command() -> None:
    listed = subprocess.run(["make", "-C", str(ROOT)], capture_output=True, text=True, check=True)
    for target in "setup chat test quick eval bench lint audit format docs lock clean".split():
        assert re.search(rf"^  make {target} ", listed.stdout, re.MULTILINE), target


def test_a_python_that_is_too_old_is_refused_with_the_next_step(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.6 && exit 0\nexit 1\n')
    old.chmod(0o755)
    result = subprocess.run(
        ["make", "-f", ROOT / "Makefile", f"VENV={tmp_path}/venv", f"PYTHON={old}", "setup"],
        capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    assert result.returncode != 0
    assert "needs Python 3.11 to 3.14" in result.stdout
    assert "Python 3.9.6" in result.stdout
    assert "make setup PYTHON=" in result.stdout
    assert not (tmp_path / "venv").exists()


def test_ci_runs_what_users_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in script.read_text(encoding="utf-8")
    assert re.search(r"^exec make test$", script.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("package", ["index", "qa", "ui", "eval"])
def test_types_travel_with_the_packages(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()
