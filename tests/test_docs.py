"""README, CONTRIBUTING and docs hold together: links lead somewhere, names stand in the code."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

from index.readers.fields import FIELD_NAMES
from tests.pages import DOCS, EVERY, README, ROOT, Page

NAMED = re.compile(r"^\| `([\w.]+)` \| `([\w/]+\.py)` \|", re.M)


def by_name(page: Page) -> str:
    return page.name


def leads_nowhere(page: Page, target: str) -> bool:
    file, _, anchor = target.partition("#")
    path = (page.path.parent / file).resolve() if file else page.path
    if not path.exists() or not path.is_relative_to(ROOT):
        return True
    return bool(anchor) and anchor not in Page(str(path.relative_to(ROOT))).anchors


@pytest.mark.parametrize("page", EVERY, ids=by_name)
def test_every_link_leads_somewhere(page: Page) -> None:
    assert [target for target in page.links if leads_nowhere(page, target)] == []


def test_a_broken_link_is_noticed() -> None:
    assert leads_nowhere(README, "docs/none.md")
    assert leads_nowhere(README, "docs/answers.md#no-such-heading")
    assert leads_nowhere(README, "../outside.md")
    assert not leads_nowhere(README, "docs/answers.md#asking")


def test_the_readme_leads_to_every_page() -> None:
    assert {page.name for page in DOCS} <= {link.split("#")[0] for link in README.links}


def test_the_readme_is_short_and_shows_the_page() -> None:
    assert len(README.text.splitlines()) <= 200
    assert "docs/page.png" in README.links


def test_contributing_is_one_page() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= 130


@lru_cache
def defined(path: Path) -> frozenset[str]:
    """The functions of a file, and the methods as Class.method."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            methods = (n.name for n in node.body if isinstance(n, ast.FunctionDef))
            found |= {node.name, *(f"{node.name}.{name}" for name in methods)}
    return frozenset(found)


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_the_walk_names_what_is_in_the_code(name: str) -> None:
    walk = NAMED.findall(Page(name).text)
    assert len(walk) >= 12
    lost = [row for row in walk if not (ROOT / row[1]).is_file()]
    lost += [row for row in walk if row not in lost and row[0] not in defined(ROOT / row[1])]
    assert lost == []


@pytest.mark.parametrize("page", EVERY, ids=by_name)
def test_every_file_and_folder_of_code_that_is_named_exists(page: Page) -> None:
    """A path below one of the rooms, in backticks."""
    below = re.compile(r"(?:index|qa|ui|eval|tests|docs|seeds)/[\w./-]*")
    paths = [code for code in page.code if below.fullmatch(code)]
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_architecture_has_a_row_for_every_folder() -> None:
    rows = set(re.findall(r"^\| `(\w+)/` \|", Page("docs/architecture.md").text, re.M))
    folders = {
        path.parent.name
        for room in ("index", "qa", "ui")
        for path in (ROOT / room).glob("*/__init__.py")
    }
    assert folders <= rows


def test_formats_list_every_name_of_a_field() -> None:
    page = (ROOT / "docs" / "formats.md").read_text("utf-8")
    for field, names in FIELD_NAMES.items():
        (row,) = re.findall(rf"^\| {field} \| (.*?) \|", page, re.MULTILINE)
        assert re.findall(r"`([^`]+)`", row) == list(names)
