"""What Dateline is built on: licences that fit ours, and no known holes. `make audit` runs this."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINNED = sorted(set(re.findall(r"^([a-z0-9._-]+)(?:\[[a-z0-9,-]+\])?==", LOCK, re.MULTILINE)))
# Parts of what packages state, as SPDX or as a classifier: all may be used beside Apache-2.0 code.
FITTING = (
    r"MIT(?:-0|-CMU)?(?: License)?|(?:[23]-Clause )?BSD(?: License)?|BSD-[23]-Clause|0BSD|Zlib"
    r"|Apache(?: Software)?(?:[- ]2\.0)?(?: License)?(?:, Version 2\.0)?|ISC(?: License \(ISCL\))?"
    r"|PSF-2\.0|Python Software Foundation License|CNRI-Python|CC0-1\.0|MPL-[12]\.[01]"
    r"|Mozilla Public License 2\.0 \(MPL 2\.0\)|LGPL-2\.1-or-later|LGPL-3\.0-only|DFSG approved"
    r"|Academic Free License \(AFL\)|dependency licenses"
)
# Their metadata state none; the file in the package does.
STATED_IN_A_FILE = {"axe-playwright-python": "MIT"}


def stated(name: str) -> str | None:
    """The licence of an installed package, as it states it; None where it isn't installed."""
    try:
        metadata = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return None
    classified = [
        line.rpartition(" :: ")[2]
        for line in metadata.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    text = metadata.get("License-Expression") or "; ".join(classified) or metadata.get("License")
    first_line = (text or "").partition("\n")[0]  # some state the whole text
    return first_line or STATED_IN_A_FILE.get(name, "")


def fits(licence: str) -> bool:
    """Every part does; of parts joined by OR, one."""
    parts = re.split(r"; | AND |, (?!Version)", licence.replace("(", "").replace(")", ""))
    names = [part.split(" OR ") for part in parts]
    pattern = re.compile(FITTING.replace(r"\(", "").replace(r"\)", ""))
    return all(any(pattern.fullmatch(name.strip()) for name in among) for among in names)


@pytest.mark.parametrize(
    ("licence", "good"),
    [
        ("MIT", True),
        ("Apache License, Version 2.0", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("GPL-3.0-only", False),
        ("MIT AND AGPL-3.0-only", False),
        ("GNU Affero General Public License v3", False),
        ("", False),
    ],
)
def test_a_licence_is_told_apart(licence: str, good: bool) -> None:
    assert fits(licence) is good


def test_every_package_of_the_lock_has_a_fitting_licence() -> None:
    licences = {name: stated(name) for name in PINNED}
    found = {name: text for name, text in licences.items() if text is not None}
    assert len(found) > 150  # the others are for another system or Python
    assert {name: text for name, text in found.items() if not fits(text)} == {}


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_no_package_of_the_lock_has_a_known_hole() -> None:
    """Asks the package index (pip-audit); skipped, and says so, where it doesn't answer."""
    if importlib.util.find_spec("pip_audit") is None:
        pytest.skip("pip-audit is not installed here: `make setup` installs it")
    command = [sys.executable, "-m", "pip_audit", "-r", "requirements.lock", "--require-hashes"]
    command += ["--disable-pip", "--format", "json", "--progress-spinner", "off"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
        packages = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        pytest.skip("the package index does not answer")
    looked_at = [package for package in packages if "skip_reason" not in package]
    if not looked_at:
        pytest.skip("the package index knows nothing of holes here")
    holes = {p["name"]: [hole["id"] for hole in p["vulns"]] for p in looked_at if p["vulns"]}
    assert holes == {}
