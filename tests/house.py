"""The house on one page: which folders there are, what stands in them, who imports whom.

`python -m tests.house` prints it and what breaks the house's rules; tests/test_house.py checks the
same. A folder may import from those that stand before it in `ORDER`, never from those after it.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_MODULES = 15
MOST_LINES = 350
APART = {"index/readers"}  # one file a format, however many there are

# Whom the modules of a top folder may import, and the one module that may do more.
ALLOWED = {
    "index": {"index"},
    "qa": {"index", "qa"},
    "ui": {"index", "qa", "ui"},
    "eval": {"index", "qa", "eval"},
}
ALLOWED_MORE = {"ui.cli": {"eval"}}  # `dateline eval`
# The folders and modules of each top folder, the lowest first; its __init__ is above them all.
ORDER = {
    "index": (
        "types settings errors memory lock progress text marking byline database copies keywords "
        "readers catalog vectors intake library ingest doctor watch"
    ).split(),
    "qa": (
        "as_html types errors settings stages frame question evidence answer forms readers suggest "
        "pipeline llamaindex"
    ).split(),
    "ui": "errors model_notice render export storage services page server command cli".split(),
    "eval": (
        "provenance wording cases questions metrics adapters asking report run drafting measure "
        "floors bench systems training"
    ).split(),
}


@dataclass(frozen=True)
class Module:
    """A file: its dotted name, where it lies in the house, its lines, and what it imports of ours.

    `imports` has those inside functions and under TYPE_CHECKING too.
    """

    name: str
    path: str
    lines: int
    imports: frozenset[str]

    @property
    def folder(self) -> str:
        """Where it lies."""
        return self.path.rpartition("/")[0]

    @property
    def is_init(self) -> bool:
        """An __init__.py, which makes its folder a package."""
        return self.path.endswith("/__init__.py")


House = Mapping[str, Module]


def read_house(root: Path = ROOT) -> House:
    """Every module of the top folders, by name."""
    paths = [path for top in ORDER for path in sorted((root / top).rglob("*.py"))]
    names = {_dotted(path.relative_to(root)): path for path in paths}
    house = {}
    for name, path in names.items():
        text = path.read_text(encoding="utf-8")
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        imported = frozenset(_imported(ast.parse(text), package, names.keys())) - {name}
        where = path.relative_to(root).as_posix()
        house[name] = Module(name, where, text.count("\n"), imported)
    return house


def _dotted(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _imported(tree: ast.AST, package: str, known: Container[str]) -> Iterator[str]:
    """The modules among `known` that a file of `package` names in its imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            start = node.module or ""
            if node.level:
                start = ".".join([*above, *([start] if start else [])])
            for alias in node.names:
                inside = f"{start}.{alias.name}"
                if inside in known or start in known:
                    yield inside if inside in known else start


def modules_by_folder(house: House) -> Counter[str]:
    """How many modules lie in each folder, without its __init__.py and its own folders."""
    return Counter(module.folder for module in house.values() if not module.is_init)


def crowded_folders(house: House) -> list[str]:
    """Folders with more modules than a newcomer takes in at a glance."""
    counted = sorted(modules_by_folder(house).items())
    return [f"{f}: {n} modules" for f, n in counted if n > MOST_MODULES and f not in APART]


def long_files(house: House) -> list[str]:
    """Files with more lines than are read at one sitting."""
    return [f"{m.path}: {m.lines} lines" for m in house.values() if m.lines > MOST_LINES]


def against_the_order(house: House) -> list[str]:
    """Imports of a folder that stands higher, and whatever has no place in the order."""
    found = []
    for module in house.values():
        for other in sorted(module.imports):
            if wrong := _why_against(module.name, other):
                found.append(f"{module.name} imports {other}: {wrong}")
    places = {_place(name) for name in house}
    return found + [
        f"{top}/{folder} has no place in the order"
        for top, folder in sorted(places)
        if folder != "__init__" and folder not in ORDER[top]
    ]


def _why_against(name: str, other: str) -> str:
    (top, folder), (other_top, other_folder) = _place(name), _place(other)
    if other_top not in ALLOWED[top] | ALLOWED_MORE.get(name, set()):
        return f"{top} may not import {other_top}"
    if top != other_top or folder == other_folder:
        return ""
    order = [*ORDER[top], "__init__"]
    if folder not in order or other_folder not in order:
        return ""  # said once, of the folder
    against = order.index(other_folder) > order.index(folder)
    return f"{folder} stands below {other_folder}" if against else ""


def _place(name: str) -> tuple[str, str]:
    """The top folder of a module, and what it is or lies in there."""
    top, _, rest = name.partition(".")
    return top, rest.split(".")[0] or "__init__"


def circles(house: House) -> list[list[str]]:
    """Groups of modules each of which leads to each other (strongly connected, by Tarjan)."""
    index: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_: list[str] = []
    found = []

    def visit(name: str) -> None:
        index[name] = lowest[name] = len(index)
        open_.append(name)
        for other in sorted(house[name].imports):
            if other not in index:
                visit(other)
                lowest[name] = min(lowest[name], lowest[other])
            elif other in open_:
                lowest[name] = min(lowest[name], index[other])
        if lowest[name] == index[name]:
            group = open_[open_.index(name) :]
            del open_[open_.index(name) :]
            if len(group) > 1:
                found.append(sorted(group))

    for name in house:
        if name not in index:
            visit(name)
    return found


def broken_rules(house: House) -> list[str]:
    """All that may not be, in words."""
    return [
        *(f"crowded: {folder}" for folder in crowded_folders(house)),
        *(f"long: {file}" for file in long_files(house)),
        *(f"against the order: {wrong}" for wrong in against_the_order(house)),
        *(f"circle: {' → '.join(group)}" for group in circles(house)),
    ]


def plan(house: House) -> str:
    """The folders in their order, each with its modules and their lines; then the totals."""
    counted = modules_by_folder(house)
    rows = []
    for top in ORDER:
        folders = {m.folder for m in house.values() if m.folder.split("/")[0] == top}
        for folder in sorted(folders, key=_height):
            here = [m for m in house.values() if m.folder == folder]
            names = [m.path.rpartition("/")[2].removesuffix(".py") for m in here if not m.is_init]
            rows.append(f"{folder} ({counted[folder]}, {sum(m.lines for m in here)} lines)")
            rows.append(f"    {' '.join(names)}")
    arrows = sum(len(m.imports) for m in house.values())
    return "\n".join(
        [*rows, "", f"{len(counted)} folders, {len(house)} files, {arrows} imports among them, "
         f"{len(circles(house))} circles"]
    )  # fmt: skip


def _height(folder: str) -> tuple[int, str]:
    """For sorting the folders of one top folder: itself, then those inside in their order."""
    inside = folder.split("/")[1:2]
    order = ORDER[folder.split("/")[0]]
    return (order.index(inside[0]) if inside and inside[0] in order else -1, folder)


def main() -> int:
    """Print the house and what is wrong with it; 1 when something is."""
    house = read_house()
    wrong = broken_rules(house)
    print("\n".join([plan(house), *wrong]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
