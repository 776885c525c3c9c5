"""The page around an article that is made: what all layouts share."""

from __future__ import annotations

import random
from dataclasses import dataclass

from eval.measure.made_pages.words import heading, paragraph


@dataclass(frozen=True)
class MadePage:
    """A page: its layout, its HTML, its main node, and what in that is no text."""

    layout: str
    html: str
    main: str
    gone: tuple[str, ...] = ()


Random = random.Random


def page(body: str, head: str = "", language: str = "en", *, framed: bool = True) -> str:
    """A whole page around this body, with a menu and a footer unless it is told not to."""
    menu = "".join(f"<li><a href='/s{n}'>Section {n}</a></li>" for n in range(12))
    top = f"<header><nav><ul>{menu}</ul></nav></header>" if framed else ""
    end = "<footer><p>© 2022 The Example. All rights reserved.</p></footer>" if framed else ""
    return (
        f"<!DOCTYPE html><html lang='{language}'><head><meta charset='utf-8'><title>News</title>"
        f"{head}</head><body>{top}{body}{end}</body></html>"
    )


def paragraphs(rng: Random, least: int = 4, most: int = 9) -> list[str]:
    """So many paragraphs."""
    return [f"<p>{paragraph(rng)}</p>" for _ in range(rng.randint(least, most))]


def related(rng: Random) -> str:
    """Links to other stories."""
    cards = "".join(f"<li><a href='/r{n}'>{heading(rng)}</a></li>" for n in range(4))
    return f"<div class='related-stories'><h3>Related</h3><ul>{cards}</ul></div>"


def mixed(rng: Random, special: list[str]) -> str:
    """Ordinary paragraphs with the special ones among them."""
    parts = paragraphs(rng)
    for item in special:
        parts.insert(rng.randint(1, len(parts)), item)
    return "".join(parts)


def article(
    rng: Random, body: str, name: str, *gone: str, head: str = "", language: str = "en"
) -> MadePage:
    """A page with this body in an `<article>`."""
    html = f"<main><article id='story'><h1>{heading(rng)}</h1>{body}</article></main>"
    return MadePage(name, page(html, head, language), "#story", gone)
