"""`dateline articles`, `show`, `remove` and `doctor`: what is in the index."""

from __future__ import annotations

import argparse
import dataclasses
import json
import shutil
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from index.errors import StoreError
from index.types import Article, ArticleFilter
from qa.settings import load_settings
from ui.command.console import has_colour
from ui.command.seeds import opened_catalog
from ui.errors import BadInputError
from ui.render.wording import counted, one_line

if TYPE_CHECKING:
    pass


def articles(args: argparse.Namespace, flags: Mapping[str, Any]) -> int:
    """List the articles that pass the filters."""
    where = ArticleFilter(args.after, args.before, tuple(args.publisher or ()))
    with opened_catalog(load_settings(flags)) as catalog:
        found = catalog.entries(
            where, language=args.language, words=args.text or "", sort=args.sort
        )
        any_there = bool(found) or catalog.article_count() > 0
    if args.json:
        print(json.dumps([dataclasses.asdict(e) for e in found], ensure_ascii=False, indent=2))
    elif found:
        from ui.render.terminal import article_table

        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 200
        print(article_table(found, width=width))
    elif any_there:
        print("No article passes these filters.", file=sys.stderr)
    else:
        print("No articles yet; add some with `dateline index PATH`.", file=sys.stderr)
    return 0


def show(args: argparse.Namespace, flags: Mapping[str, Any]) -> int:
    """Print one article with what is known of it, and with `--versions` its earlier texts."""
    with opened_catalog(load_settings(flags)) as catalog:
        article = _find(lambda: catalog.find_article(args.article))
        files = catalog.files_of(article.article_id)
        copies = catalog.copies.of_article(article.article_id)
        versions = catalog.old_versions(article.article_id)
    if args.json:
        document = dataclasses.asdict(article)
        document |= {"files": files, "copies": copies}
        document["versions"] = [dataclasses.asdict(version) for version in versions]
        print(json.dumps(document, ensure_ascii=False, indent=2))
        return 0
    from ui.render.terminal import article_facts, article_text, version_text

    more = [
        ("also in", ", ".join(path for path in files if path != article.path)),
        ("copies", ", ".join(copies)),
        ("versions", f"{len(versions)} earlier (--versions lists them)" if versions else ""),
    ]
    print(article_facts(article, more))
    print()
    if args.versions:
        newer = article.text
        for version in versions:
            print(version_text(version, newer) + "\n")
            newer = version.text
        if not versions:
            print("No earlier version is known.")
    else:
        print(article_text(article, colour=has_colour()))
    return 0


def remove(args: argparse.Namespace, flags: Mapping[str, Any]) -> int:
    """Take one article out of the index; its file stays."""
    from index.ingest import remove_article

    settings = load_settings(flags)
    article = _find(lambda: remove_article(args.article, settings.index))
    if args.json:
        print(json.dumps(_facts(article), ensure_ascii=False, indent=2))
    else:
        print(f"removed {article.article_id} ({one_line(article.path)})", file=sys.stderr)
    return 0


def doctor(args: argparse.Namespace, flags: Mapping[str, Any]) -> int:
    """Check the index, mend what can be mended, and say so."""
    from index.doctor import check_index

    settings = load_settings(flags)
    report = check_index(settings.index)
    if args.json:
        document = {**dataclasses.asdict(report), "left": list(report.left)}
        print(json.dumps({"home": str(settings.home), **document}, ensure_ascii=False, indent=2))
    else:
        held = f"{counted(report.articles, 'article')}, {counted(report.passages, 'passage')}"
        print(f"{settings.home}: {held}")
        for problem in report.problems:
            state = "left" if problem in report.left else "mended"
            print(f"  {state}: {one_line(problem)}")
        print("Everything is in order." if not report.left else "See to what is left.")
    return 1 if report.left else 0


def _find(search: Callable[[], Article]) -> Article:
    """`search()`, an unknown or ambiguous id being bad input rather than a broken index."""
    try:
        return search()
    except StoreError as error:
        if type(error) is StoreError:
            raise BadInputError(str(error)) from error
        raise


def _facts(article: Article) -> dict[str, Any]:
    """An article without its text and spans."""
    facts = dataclasses.asdict(article)
    return {name: value for name, value in facts.items() if name not in ("text", "spans")}
