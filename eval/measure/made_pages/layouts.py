"""Web pages in twenty layouts, made of invented news, with what a reader is not to be shown.

`made_pages` gives them in a fixed order from a seed. A page knows the selector of its article's
main node, and selectors of what in it is no text: furniture, deletions, words for screen readers,
marks of notes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from eval.measure.made_pages.frame import (
    MadePage,
    Random,
    article,
    mixed,
    page,
    paragraphs,
    related,
)
from eval.measure.made_pages.words import foreign, halves, heading, paragraph, sentence

Layout = Callable[[Random], MadePage]


def made_pages(each: int, seed: int = 20221004) -> Iterator[MadePage]:
    """So many pages of each layout."""
    for name, layout in LAYOUTS.items():
        for number in range(each):
            yield layout(random.Random(f"{seed}-{name}-{number}"))


def plain(rng: Random) -> MadePage:
    """A page as the standard has it, with a byline, headings and a quotation."""
    body = paragraphs(rng, 6, 10)
    body.insert(3, f"<h2>{heading(rng)}</h2>")
    body.insert(5, f"<blockquote><p>{sentence(rng)}</p></blockquote>")
    top = (
        f"<p class='deck'>{sentence(rng)}</p><div class='byline'>By Jane Doe, <time>4 "
        f"October 2022</time></div>"
    )
    share = "<div class='share-bar'><button>Share</button><a href='#'>Tweet</a></div>"
    return article(
        rng, top + share + "".join(body) + related(rng), "plain", ".share-bar", ".related-stories"
    )


def two_bodies(rng: Random) -> MadePage:
    """The body in two or three elements, an advertisement between them."""
    names = rng.choice(["article-body", "body-copy paywalled", "story-text", "c-content"])
    parts = [
        f"<div class='{names}'>{''.join(paragraphs(rng, 3, 6))}</div>"
        for _ in range(rng.randint(2, 3))
    ]
    advert = "<div class='ad-slot'><span>Advertisement</span></div>"
    tag = rng.choice(["article", "div"])
    html = f"<main><{tag} id='story'><h1>{heading(rng)}</h1>{advert.join(parts)}</{tag}></main>"
    return MadePage("two bodies", page(html), "#story", (".ad-slot",))


def inline(rng: Random) -> MadePage:
    """Elements that are words of a sentence."""
    kinds = {
        "time": "Thursday, October 6", "label": "the green box", "output": "4,211", "abbr": "UN",
        "button": "Submit", "cite": "The Gazette", "mark": "at once", "data": "nine",
        "kbd": "Enter", "small": "in small print", "dfn": "flowage", "bdi": "Amina", "ins": "not",
        "u": "never", "font": "red", "acronym": "NATO", "samp": "failed", "var": "x",
        "nobr": "St. Peter",
    }  # fmt: skip
    special = []
    for tag, words in kinds.items():
        left, right = halves(rng)
        special.append(f"<p>{left} <{tag}>{words}</{tag}> {right}</p>")
    left, right = halves(rng)
    special.append(f"<center>{sentence(rng)}</center>")
    special.append(f"<p>{left} <a href='/x'><b>for<i>ty</i>-two</b></a> {right}</p>")
    return article(rng, mixed(rng, special), "inline")


def notes(rng: Random) -> MadePage:
    """Raised figures: notes, units, powers, ordinals, formulas."""
    n = rng.randint(2, 9)
    gone = f"<sup class='gone'>{n}</sup>"
    special = [
        f"<p>The flood killed 12{gone} people and left 400<sup class='gone'><a "
        f"href='#n{n}'>{n}</a></sup> without a home.</p>",
        f"<p>{sentence(rng)}<sup class='reference gone' id='cite_ref-{n}'><a "
        f"href='#cite_note-{n}'>[{n}]</a></sup> {sentence(rng)}</p>",
        f"<p>{sentence(rng)}<a class='gone' role='doc-noteref' href='#fn{n}'>{n}</a></p>",
        "<p>The lake covers 84 km<sup>2</sup> and holds 3 m<sup>3</sup> a head on the "
        "20<sup>th</sup> of the month.</p>",
        "<p>Output of CO<sub>2</sub> rose; the sample held <sup>137</sup>Cs, the board "
        "said on Monday.</p>",
        f"<p>A vote of 51{gone.replace('<sup', '<sup style=color:red')} to 49 decided, "
        f"{n}&nbsp;weeks late.</p>",
    ]  # fmt: skip
    return article(rng, mixed(rng, special), "notes", ".gone")


def hidden(rng: Random) -> MadePage:
    """Words that nobody sees, hidden in every way."""
    css = (
        "<style>.later{display:none} #never , p.off { visibility:hidden } @media "
        "print{.paper{display:none}}</style>"
    )
    ways = (
        "style='display:none'", "style='color:red;display: none !important'", "hidden",
        "id='never'", "aria-hidden='true'", "class='visually-hidden'",
        "class='sr-only'", "class='later'",
        "class='screen-reader-text'", "class='off'", "style='visibility:hidden'", "class='d-none'",
        "style='position:absolute;left:-9999px'",
    )  # fmt: skip
    special = [f"<p {way} data-gone>{sentence(rng)}</p>" for way in ways]
    left, right = halves(rng)
    special += [
        f"<template><p>{sentence(rng)}</p></template>", (
            f"<noscript data-gone><p>{sentence(rng)}</p>"
            f"</noscript>"
        ),
        f"<p>{left} <span class='u-visuallyhidden' data-gone>(opens elsewhere)</span> {right}</p>",
        f"<p><span aria-hidden='true'>{left[0]}</span><span class='sr-only' "
        f"data-gone>{left.split()[0]}</span>{left[1:]} {right}</p>",
        f"<p class='paper'>{sentence(rng)}</p>", (
            f"<p class='hidden md:block' "
            f"style='display:block'>{sentence(rng)}</p>"
        ),
    ]  # fmt: skip
    return article(rng, mixed(rng, special), "hidden", "[data-gone]", head=css)


def quotes(rng: Random) -> MadePage:
    """`<q>`, quotations inside quotations, deletions and insertions."""
    special = []
    for _ in range(4):
        left, right = halves(rng)
        special.append(f"<p>{left} <q>{sentence(rng)}</q> {right}</p>")
    special += [
        f"<p>The fee rises from <del>40</del> <ins>50</ins> euros. {sentence(rng)}</p>",
        f"<p>{sentence(rng)} <s>{sentence(rng)}</s></p>",
        f"<p>She said: <q>He told me <q>no</q> twice.</q> {sentence(rng)}</p>",
    ]
    return article(rng, mixed(rng, special), "quotes", "del", "s")


def tables(rng: Random) -> MadePage:
    """A table with a head, one without, one with names of rows."""
    names = rng.sample(["Greens", "Harbour List", "Labour", "Farmers", "Tesmer First"], 4)
    rows = "".join(
        f"<tr><td>{name}</td><td>{rng.randint(2, 30)}</td><td>{rng.randint(2, 40)}.5%</td></tr>"
        for name in names
    )
    headed = (
        f"<table><thead><tr><th>Party</th><th>Seats</th><th>Share</th></tr>"
        f"</thead><tbody>{rows}</tbody></table>"
    )
    facts = "".join(f"<tr><th>{name}</th><td>{rng.randint(100, 999)}</td></tr>" for name in names)
    bare = f"<table><caption>{heading(rng)}</caption>{facts}</table>"
    return article(rng, mixed(rng, [headed, bare]), "tables")


def lists(rng: Random) -> MadePage:
    """Lists, in one another and with paragraphs, and definitions."""

    def items(count: int) -> str:
        return "".join(f"<li>{sentence(rng)}</li>" for _ in range(count))

    special = [
        f"<ul>{items(3)}</ul>", (
            f"<ol>{items(2)}<li><p>{sentence(rng)}</p><ul>{items(2)}</ul></li>"
            f"</ol>"
        ),
        f"<dl><dt>{heading(rng)}</dt><dd>{sentence(rng)}</dd></dl>", f"<menu>{items(2)}</menu>",
    ]  # fmt: skip
    return article(rng, mixed(rng, special), "lists")


def breaks(rng: Random) -> MadePage:
    """Paragraphs that are only parted by line breaks."""
    text = "<br><br>\n".join(paragraph(rng) for _ in range(rng.randint(6, 10)))
    verse = "<br>".join(sentence(rng) for _ in range(4))
    html = (
        f"<div id='page'><h1>{heading(rng)}</h1><div class='story' "
        f"id='story'>{text}<p>{verse}</p></div></div>"
    )
    return MadePage("breaks", page(html), "#story")


def old(rng: Random) -> MadePage:
    """A page laid out by tables, with fonts and centred lines."""
    links = "<br>".join(f"<a href='/o{n}'>Link {n}</a>" for n in range(8))
    text = "".join(f"<p><font face='Arial' size='2'>{paragraph(rng)}</font></p>" for _ in range(7))
    html = (
        f"<table width='100%' border='0'><tr><td width='120'>{links}</td><td id='story'><center><b>"
        f"{heading(rng)}</b></center>{text}</td></tr></table>"
    )
    return MadePage("old", page(html, framed=False), "#story")


def divs(rng: Random) -> MadePage:
    """No element that means anything: boxes in boxes, a column beside them."""
    names = "content main text body row inner module block rich-text field-item widget-text".split()

    def box(inside: str, depth: int) -> str:
        for _ in range(depth):
            inside = f"<div class='{rng.choice(names)}'>{inside}</div>"
        return inside

    body = "".join(
        box("".join(paragraphs(rng, 2, 4)), rng.randint(0, 2)) for _ in range(rng.randint(2, 4))
    )
    text = box(body, rng.randint(0, 3))
    html = (
        f"<div id='wrap'><div id='story'><h1>{heading(rng)}</h1>{text}</div>"
        f"<div class='sidebar'>{related(rng)}</div></div>"
    )
    return MadePage("divs", page(html), "#story")


def live(rng: Random) -> MadePage:
    """A live blog: posts with their times."""
    posts = "".join(
        f"<section class='post-item'><time>{18 - n}:{rng.randint(10, 59)}</time>"
        f"<h3>{heading(rng)}</h3>"
        f"{''.join(paragraphs(rng, 1, 3))}</section>"
        for n in range(6)
    )
    return article(rng, f"<p>{paragraph(rng)}</p>{posts}", "live")


def interview(rng: Random) -> MadePage:
    """Questions in bold, answers below them."""
    turns = "".join(
        f"<p><strong>What did {heading(rng)} mean?</strong></p><p>{paragraph(rng)}</p>"
        for _ in range(5)
    )
    return article(rng, f"<p>{paragraph(rng)}</p>{turns}", "interview")


def pictures(rng: Random) -> MadePage:
    """Pictures with captions, a video player, a pull quote."""
    special = [
        f"<figure><img src='a.jpg' alt='x'><figcaption>{sentence(rng)}</figcaption></figure>"
        for _ in range(2)
    ]
    special.append("<div class='video-player'><button>Play</button><span>0:42</span></div>")
    return article(rng, mixed(rng, special), "pictures", ".video-player")


def wordpress(rng: Random) -> MadePage:
    """As the most used publishing system writes it."""
    body = "".join(paragraphs(rng, 6, 9))
    body += (
        f"<h2 class='wp-block-heading'>{heading(rng)}</h2><p "
        f"class='has-drop-cap'>{paragraph(rng)}</p>"
    )
    body += (
        f"<div class='wp-block-group'><div class='wp-block-columns'>"
        f"<p>{paragraph(rng)}</p></div></div>"
    )
    share = (
        "<div class='sharedaddy sd-sharing-enabled'><h3>Share this:</h3><ul><li><a "
        "href='#'>X</a></li></ul></div>"
    )
    html = (
        f"<div id='page' class='site'><article id='post-4' class='post-4 post type-post'>"
        f"<header class='entry-header'>"
        f"<h1 class='entry-title'>{heading(rng)}</h1></header><div "
        f"class='entry-content'>{body}{share}</div></article>"
        f"<section id='comments' class='comments-area'><p>{sentence(rng)}</p></section></div>"
    )
    return MadePage("wordpress", page(html), ".post", (".sharedaddy",))


def components(rng: Random) -> MadePage:
    """Elements of the page's own making, the text in many small sections."""
    parts = "".join(
        f"<x-block class='text-block'><div data-component='text'><p>{paragraph(rng)}</p>"
        f"</div></x-block>"
        for _ in range(7)
    )
    left, right = halves(rng)
    parts += f"<x-block class='text-block'><p>{left} <x-tip>a term</x-tip> {right}</p></x-block>"
    return article(rng, parts, "components")


def folded(rng: Random) -> MadePage:
    """Parts to unfold, a statement as it was typed."""
    details = f"<details><summary>{heading(rng)}</summary><p>{paragraph(rng)}</p></details>"
    typed = "\n".join(sentence(rng) for _ in range(3))
    return article(rng, mixed(rng, [details, f"<pre>{typed}</pre>"]), "folded")


def form(rng: Random) -> MadePage:
    """The whole page inside one form."""
    body = "".join(paragraphs(rng, 6, 9))
    html = (
        "<form id='aspnetForm' action='/'><input type='hidden' value='x'><div id='main'>"
        f"<h1>{heading(rng)}</h1><div class='article-text'>{body}</div></div></form>"
    )
    return MadePage("form", page(html), ".article-text")


def inserts(rng: Random) -> MadePage:
    """Among the paragraphs: a newsletter, an offer, what else to read."""
    special = [
        f"<div class='newsletter-signup'><h4>Get our newsletter</h4><p>{sentence(rng)}</p>"
        f"<form><input><button>Sign up</button></form></div>",
        f"<p class='read-also'><a href='/y'>Read also: {heading(rng)}</a></p>",
        f"<aside class='promo'><h4>Our podcast</h4><p>{sentence(rng)}</p></aside>",
        f"<div class='social-embed share'><a href='#'>{heading(rng)}</a></div>",
    ]  # fmt: skip
    tail = related(rng) + "<div class='tags'><a href='/t'>Grain</a> <a href='/u'>Ports</a></div>"
    gone = (
        ".newsletter-signup",
        ".read-also",
        ".promo",
        ".social-embed",
        ".related-stories",
        ".tags",
    )
    return article(rng, mixed(rng, special) + tail, "inserts", *gone)


def languages(rng: Random) -> MadePage:
    """Other letters, hyphens and breaks that nobody sees, entities."""
    language = rng.choice(["de", "ru"])
    texts = [f"<p>{foreign(rng, language)}</p>" for _ in range(6)]
    texts[2] = texts[2].replace("ten ", "&shy;ten&nbsp;", 1)
    texts[3] = f"<p>{foreign(rng, language)} <q>{foreign(rng, language)}</q></p>"
    texts.append(
        "<p>Das Bundes&shy;ministerium in Baden<wbr>-Baden zahlte "
        "1&#8239;000&nbsp;&euro; &amp; mehr.</p>"
    )
    return article(rng, "".join(texts), "languages", language=language)


LAYOUTS: dict[str, Layout] = {
    layout.__name__: layout
    for layout in (
        *(plain, two_bodies, inline, notes, hidden, quotes, tables, lists, breaks, old, divs, live),
        *(interview, pictures, wordpress, components, folded, form, inserts, languages),
    )
}
