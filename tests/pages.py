"""The pages that people read, taken apart: fenced blocks, commands, links and headings."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_FENCE = re.compile(
    r"(?:^<!-- (?P<note>[^\n]*) -->\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.M | re.S
)
_INDENTED = re.compile(r"^ {4}.*$", re.M)
_INLINE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.M)


@dataclass(frozen=True)
class Block:
    """A fenced block. `note` is the comment above it; without one, the block is run."""

    page: str
    language: str
    text: str
    note: str

    @property
    def commands(self) -> list[list[str]]:
        """Its lines as argument lists, comments and redirections left out."""
        lines = self.text.replace("\\\n", " ").splitlines()
        split = (shlex.split(line.split(" > ")[0], comments=True) for line in lines)
        return [words for words in split if words]


@dataclass(frozen=True)
class Page:
    """A Markdown file; `name` is its path below the root."""

    name: str

    @property
    def path(self) -> Path:
        return ROOT / self.name

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def blocks(self) -> list[Block]:
        found = _FENCE.finditer(self.text)
        return [Block(self.name, m["language"], m["text"], m["note"] or "") for m in found]

    @cached_property
    def prose(self) -> str:
        """What stands outside of blocks."""
        return _INDENTED.sub("", _FENCE.sub("", self.text))

    @property
    def code(self) -> list[str]:
        """The words in backticks, each on one line."""
        return [" ".join(words.split()) for words in _INLINE.findall(self.prose)]

    @property
    def links(self) -> list[str]:
        """Where its links and pictures lead, but for other sites."""
        targets = _LINK.findall(_INLINE.sub("", self.prose))
        return [target for target in targets if not re.match(r"[a-z]+:", target)]

    @cached_property
    def anchors(self) -> set[str]:
        """What may stand behind "#", made of the headings as GitHub makes it."""
        taken: dict[str, int] = {}
        anchors = set()
        for heading in _HEADING.findall(self.prose):
            kept = re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
            seen = taken.get(kept, 0)
            taken[kept] = seen + 1
            anchors.add(f"{kept}-{seen}" if seen else kept)
        return anchors

    def commands(self, program: str) -> list[list[str]]:
        """Every command line of `program`, in blocks and in the text."""
        inline = [shlex.split(c.split(" > ")[0]) for c in self.code if c.startswith(f"{program} ")]
        blocks = [c for b in self.blocks if b.language == "sh" for c in b.commands]
        return [c for c in [*blocks, *inline] if c[0] == program]


README = Page("README.md")
DOCS = [Page(f"docs/{path.name}") for path in sorted((ROOT / "docs").glob("*.md"))]
PAGES = [README, *(page for page in DOCS if page.name != "docs/cli.md")]  # cli.md is generated
EVERY = [README, Page("CONTRIBUTING.md"), Page("CHANGELOG.md"), *DOCS]
EVERY += [Page(str(p.relative_to(ROOT))) for p in sorted(ROOT.glob("[eiq]*/**/README.md"))]
