"""Small inputs of known outcome: `python -m eval.cases DIR [NAME …]` reads each and shows both.

A case is a folder with one or a few files and `EXPECT`, what a user rightly expects, in words.
Where `check.json` stands beside them, it says the same for a machine, and each case is right or
wrong; the exit status is then 1 when one is wrong. Cases with `questions.txt` are about answers,
not about reading, and are passed over.

`check.json`:

    {"files": {"week.txt": {"articles": [{"title": "Ferry strike", "publisher": "Daily Ledger",
                                          "published_at": "2022-03-14", "has": ["4,200"]}],
                            "refused": ["no text"]}},
     "distinct": 3}

Articles are in the order of the file; a number in place of the list only counts them. Files that
aren't named are read, but not checked. `as` gives a file another name to be read under. `refused`
(none, where it is left out) are parts of the reasons, or a number. `distinct` is the number of
different articles in all files together. What an article can be checked for is in `CHECKS`; any
other name is a field of `Article`, whose dates need only begin as given.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from index.errors import ArticleFormatError
from index.readers import read_articles
from index.settings import IndexSettings
from index.text.split import split_article
from index.types import Article, Refusal

EXPECT, CHECK, QUESTIONS = "EXPECT", "check.json", "questions.txt"
_SHOWN = ("title", "publisher", "published_at", "author", "url")
_FIELDS = frozenset(f.name for f in fields(Article))


def prose(article: Article) -> str:
    """What of an article may be quoted: all but boilerplate, whose place a line end takes."""
    kept, end = [], 0
    for span in article.spans:
        if span.kind == "boilerplate":
            kept.append(article.text[end : span.start_char])
            end = span.end_char
    return "\n".join([*kept, article.text[end:]])


def sentences(article: Article) -> list[str]:
    """The sentences of the body, as they can be quoted."""
    passages = split_article(
        article, lambda words: len(words.split()), chunk_tokens=100_000, max_tokens=100_000
    )
    spans = [span for passage in passages if passage.kind == "body" for span in passage.sentences]
    return [" ".join(article.text[start:end].split()) for start, end in spans]


def _all_in(words: object, text: str) -> str:
    missing = [word for word in _strings(words) if word not in text]
    return f"lacks {missing[0]!r}" if missing else ""


def _none_in(words: object, text: str) -> str:
    present = [word for word in _strings(words) if word in text]
    return f"has {present[0]!r}" if present else ""


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


# Each gives what is wrong, or nothing. Add to them what a new kind of case needs.
CHECKS: dict[str, Callable[[object, Article], str]] = {
    "has": lambda words, article: _all_in(words, prose(article)),
    "lacks": lambda words, article: _none_in(words, prose(article)),
    "text_has": lambda words, article: _all_in(words, article.text),
    "text_lacks": lambda words, article: _none_in(words, article.text),
    "begins": lambda words, article: (
        "" if article.text.startswith(str(words)) else f"begins {article.text[:60]!r}"
    ),
    "sentences": lambda words, article: "".join(
        f"no sentence {w!r}; " for w in _strings(words) if w not in sentences(article)
    ),
}


@dataclass
class Outcome:
    """What came of one case: what was read of each file, and what of it is wrong."""

    name: str
    expected: str
    read: dict[str, list[Article | Refusal]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    is_checked: bool = False


def find_cases(root: Path, names: Sequence[str] = ()) -> list[Path]:
    """The cases in a folder that are about reading; of those named alone, where any are."""
    found = sorted(path.parent for path in root.glob(f"*/{EXPECT}"))
    chosen = [path for path in found if not names or path.name in names]
    return [path for path in chosen if not (path / QUESTIONS).exists()]


def run_case(case: Path) -> Outcome:
    """Read the files of a case, and compare them with its `check.json` where it has one."""
    outcome = Outcome(case.name, (case / EXPECT).read_text("utf-8").strip())
    check: Mapping[str, object] = {}
    if (case / CHECK).exists():
        check = json.loads((case / CHECK).read_text("utf-8"))
        outcome.is_checked = True
    wanted = check.get("files")
    wanted = wanted if isinstance(wanted, dict) else {}
    for file in sorted(path for path in case.iterdir() if path.name not in (EXPECT, CHECK)):
        rules = wanted.get(file.name) or {}
        outcome.read[file.name] = items = read_as(file, str(rules.get("as") or file.name))
        if rules:
            outcome.wrong += [f"{file.name}: {what}" for what in compare(items, rules)]
    missing = set(wanted) - set(outcome.read)
    outcome.wrong += [f"{name}: no such file in the case" for name in sorted(missing)]
    if "distinct" in check:
        everything = [item for items in outcome.read.values() for item in items]
        different = len({a.article_id for a in everything if isinstance(a, Article)})
        if different != check["distinct"]:
            outcome.wrong.append(f"{different} different articles, not {check['distinct']}")
    return outcome


def read_as(file: Path, name: str) -> list[Article | Refusal]:
    """What the readers make of a file that stands alone in a folder under this name. The folder
    is the same for all names, so two versions of one file are known for such.
    """
    folder = Path(tempfile.gettempdir()).resolve() / f"dateline-cases-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        copy = Path(shutil.copy(file, folder / name))
        return list(read_articles(copy, settings=IndexSettings(home=folder / "home")))
    except ArticleFormatError as error:
        return [Refusal(name, str(error))]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def compare(items: Sequence[Article | Refusal], rules: Mapping[str, object]) -> list[str]:
    """What differs, in words; nothing when all is as it should be."""
    articles = [item for item in items if isinstance(item, Article)]
    reasons = [item.reason for item in items if isinstance(item, Refusal)]
    wrong = []
    wanted = rules.get("articles", [])
    number = wanted if isinstance(wanted, int) else len(wanted) if isinstance(wanted, list) else 0
    if len(articles) != number:
        wrong.append(f"{len(articles)} articles, not {number} (refused: {reasons})")
    elif isinstance(wanted, list):
        for place, (article, fields_) in enumerate(zip(articles, wanted, strict=True), 1):
            wrong += [f"article {place}: {what}" for what in _differences(article, fields_)]
    refused = rules.get("refused", [])
    expected = refused if isinstance(refused, int) else len(_strings(refused))
    if len(reasons) != expected:
        wrong.append(f"{len(reasons)} refused, not {expected}: {reasons}")
    elif isinstance(refused, list):
        pairs = zip(reasons, _strings(refused), strict=True)
        wrong += [f"refused as {reason!r}, not {part!r}" for reason, part in pairs
                  if part not in reason]  # fmt: skip
    return wrong


def _differences(article: Article, wanted: Mapping[str, object]) -> list[str]:
    wrong = []
    for name, value in wanted.items():
        if name in CHECKS:
            what = CHECKS[name](value, article)
            wrong += [f"{name}: {what}"] if what else []
        elif name not in _FIELDS:
            wrong.append(f"{name}: neither a field of Article nor a check")
        else:
            actual = getattr(article, name)
            actual = list(actual) if isinstance(actual, tuple) else actual
            dated = name in ("published_at", "updated_at") and isinstance(value, str)
            if not (str(actual).startswith(str(value)) if dated else actual == value):
                wrong.append(f"{name}: {actual!r}, not {value!r}")
    return wrong


def shown(outcome: Outcome) -> str:
    """One case for the terminal: what came out, beside what is right."""
    mark = "" if not outcome.is_checked else "WRONG " if outcome.wrong else "right "
    lines = [f"== {mark}{outcome.name}", f"   expected: {' '.join(outcome.expected.split())}"]
    for name, items in outcome.read.items():
        lines.append(f"   {name}: {sum(isinstance(i, Article) for i in items)} articles")
        for item in items:
            if isinstance(item, Refusal):
                lines.append(f"     refused: {item.reason[:300]}")
                continue
            said = (f"{field}={getattr(item, field)!r}" for field in _SHOWN)
            lines.append("     " + " ".join(said))
            first = (line.strip() for line in prose(item).splitlines())
            lines.append(f"       {' / '.join(filter(None, first))[:160]!r}")
    return "\n".join([*lines, *(f"   WRONG: {what}" for what in outcome.wrong)])


def main(arguments: Sequence[str] | None = None) -> int:
    """`DIR [NAME …]`; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m eval.cases", description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder with the cases")
    parser.add_argument("names", nargs="*", help="only these cases")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        print(f"{options.folder}: no such folder; name a folder of cases.", file=sys.stderr)
        return 2
    outcomes = []
    for case in find_cases(options.folder, options.names):
        outcomes.append(run_case(case))
        print(shown(outcomes[-1]), flush=True)
    checked = [outcome for outcome in outcomes if outcome.is_checked]
    wrong = [outcome.name for outcome in checked if outcome.wrong]
    print(f"{len(outcomes)} cases, {len(checked)} checked, {len(wrong)} wrong {' '.join(wrong)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
