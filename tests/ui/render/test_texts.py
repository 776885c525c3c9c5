"""What the page says stands in `texts.py` and `wording.py` alone, so that it can be translated."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from ui.render.texts import SCRIPTS

UI = Path(__file__).parents[3] / "ui"
MARKUP = """
render/actions.py render/article.py render/articles_chart.py render/chat.py render/filters.py
render/forms.py render/markers.py render/markup.py render/shelf.py render/told.py page/export.py
page/history.py page/panel.py page/rating.py
""".split()
SCRIPT_FILES = sorted((UI / "page" / "assets").glob("*.js"))
_WORD = re.compile(r"[A-Za-z]{2,}")


def _literals(path: Path) -> list[tuple[int, str]]:
    """The strings of a file as (line, text), docstrings left out; pieces of f-strings alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
    ]


@pytest.mark.parametrize("name", MARKUP)
def test_the_markup_says_nothing_itself(name: str) -> None:
    said = []
    for line, text in _literals(UI / name):
        if "<" not in text and ">" not in text:
            continue  # a name, an attribute, a pattern
        between = re.sub(r"^[^<]*?>|<[^>]*(>|$)", " ", text)
        if _WORD.search(re.sub(r"&#?\w+;", " ", between)):
            said.append(f"line {line}: {text!r}")
    assert said == []


@pytest.mark.parametrize("path", SCRIPT_FILES, ids=lambda path: path.name)
def test_the_scripts_say_what_is_in_texts_and_nothing_else(path: Path) -> None:
    code = re.sub(r"//[^\n]*", "", path.read_text(encoding="utf-8"))
    assert set(re.findall(r"TEXTS\.(\w+)", code)) <= set(SCRIPTS)
    sentences = [s for s in re.findall(r'"([^"\n]*)"', code) if re.match(r"[A-Z][a-z]+ [a-z]", s)]
    assert sentences == []


def test_every_text_of_the_scripts_is_said() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in SCRIPT_FILES)
    assert {name for name in SCRIPTS if f"TEXTS.{name}" not in code} == set()
