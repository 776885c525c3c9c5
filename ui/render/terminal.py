"""`Answer` to text for a terminal: the answer, then its quotes. Pure functions of values."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from index.catalog.rows import CatalogEntry, OldVersion
from index.types import Article
from qa.types import Answer, Citation, ShortAnswer, Side
from ui.render.texts import ANSWER, ARTICLE, FORMS
from ui.render.told import in_few_words, in_order, labelled, sentence_of, text_of
from ui.render.wording import (
    also_in_words,
    counted,
    coverage_words,
    cut,
    date_words,
    day_words,
    headline,
    hint_words,
    one_line,
    origin_words,
    printable,
    published_words,
    publisher_words,
    side_text,
    side_words,
)

_BESIDE_WIDTH = 60  # columns from which a timeline has its days on the left
_DAY_COLUMN = 19  # "30 September 2022" and a gap
_SHOWN_SENTENCES = 5
_COMPARED_CHARACTERS = 200_000  # of a text, for what changed in it
_BOLD, _DIM, _END = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def answer_text(
    answer: Answer,
    *,
    hints: Sequence[str] = (),
    outlets: Mapping[str, str] = MappingProxyType({}),
    width: int = 80,
    colour: bool = False,
    folder: Path | None = None,
) -> str:
    """The answer wrapped to `width` columns: in few words where it can be, then its text, its
    citations (or what lies nearest) below. With colour the words that answer are bold in the quote.

    `hints` are those of `EvidenceFound`; `outlets` names the articles that carry the same words
    (`qa.evidence.copies.outlets_of`). `colour` adds bold and dim. Paths inside `folder` are shown
    relative to it. Nothing of an article can steer the terminal: escapes and control characters
    are taken out.
    """
    width = max(width, 20)
    word, _ = FORMS.get(answer.form, ("", ""))
    parts = [_styled(_wrapped(word.capitalize(), width), _DIM, colour)] if word else []
    if short := in_few_words(answer):
        said = labelled(short.label, f"{short.words}{short.added} [{short.marker}]")
        parts += [_styled(_wrapped(said, width), _BOLD, colour), ""]
    text = [_wrapped(line, width) for line in printable(text_of(answer)).splitlines()]
    told = in_order(
        answer, text, _timeline(answer, width, colour), _disagreements(answer, width, colour)
    )
    for number, lines in enumerate(filter(None, told)):
        parts += ["", *lines] if number else lines
    for citation in answer.citations:
        strong = _place_in(citation, answer.short_answer)
        lead = f"[{citation.marker}] "
        parts += ["", *_citation(citation, outlets, width, colour, folder, lead, strong)]
    if answer.related:
        parts += ["", _styled("Nearest in the articles:", _BOLD, colour)]
        for citation in answer.related:
            parts += ["", *_citation(citation, outlets, width, colour, folder, "- ")]
    searched = f"{coverage_words(answer.coverage)} {hint_words(hints)}".rstrip()
    parts += ["", _styled(_wrapped(searched, width), _DIM, colour)]
    return "\n".join(parts)


def article_facts(article: Article, more: Sequence[tuple[str, str]] = ()) -> str:
    """What is known of an article, a line each, with where it came from; then `more`."""
    origins = dict(article.origins)
    updated = date_words(article.updated_at)
    is_teaser = origins.get("text") == "teaser"
    facts = [
        ("id", article.article_id, ""),
        ("title", headline(article), origins.get("title", "its first words")),
        ("publisher", publisher_words(article), origins.get("publisher")),
        ("author", one_line(article.author or ""), origins.get("author")),
        ("credits", ", ".join(map(one_line, article.credits)), origins.get("credits")),
        ("published", published_words(article), origins.get("published_at")),
        ("updated", updated, origins.get("updated_at")),
        ("language", one_line(article.language or ""), origins.get("language")),
        ("address", one_line(article.url or ""), origins.get("url")),
        ("file", one_line(article.path), ""),
        ("text", ARTICLE.teaser if is_teaser else "", ""),
        *((name, one_line(value), "") for name, value in more),
    ]
    return "\n".join(
        f"{name:<10} {value}" + (f"  [{origin_words(origin)}]" if origin else "")
        for name, value, origin in facts
        if value
    )


def article_text(article: Article, *, colour: bool = False) -> str:
    """The text of an article: boilerplate dim, headline and bylines bold."""
    body, position = [], 0
    for span in article.spans:
        body.append(printable(article.text[position : span.start_char]))
        style = _DIM if span.kind == "boilerplate" else _BOLD
        body.append(
            _styled(printable(article.text[span.start_char : span.end_char]), style, colour)
        )
        position = span.end_char
    body.append(printable(article.text[position:]))
    return "".join(body).rstrip()


def version_text(version: OldVersion, newer: str, *, width: int = 100) -> str:
    """An earlier text of an article: its facts, and the sentences by which the `newer` text
    differs from it (- gone, + new), at most a few, each cut to `width`.
    """
    old_lines, new_lines = (_sentences(text) for text in (version.text, newer))
    gone = [line for line in old_lines if line not in new_lines]
    new = [line for line in new_lines if line not in old_lines]
    dated = date_words(version.updated_at or version.published_at) or "undated"
    lines = [
        f"{dated}, replaced {date_words(version.replaced_at)}; {len(version.text):,} characters; "
        f"{counted(len(gone), 'sentence')} gone, {len(new):,} new since"
    ]
    for sign, sentences in (("-", gone), ("+", new)):
        lines += [f"  {sign} {cut(line, width)}" for line in sentences[:_SHOWN_SENTENCES]]
        if len(sentences) > _SHOWN_SENTENCES:
            lines.append(f"  {sign} … {len(sentences) - _SHOWN_SENTENCES:,} more")
    return "\n".join(lines)


def _sentences(text: str) -> dict[str, None]:
    from index.text.split import sentence_spans

    text = text[:_COMPARED_CHARACTERS]
    return dict.fromkeys(one_line(text[a:b]) for a, b in sentence_spans(text, 0, len(text)))


def article_table(articles: Sequence[CatalogEntry], *, width: int = 80) -> str:
    """One line an article: id, date, publisher, copies where there are any, headline; cut to
    `width` columns.
    """
    lines = []
    for article in articles:
        date = one_line(article.published_at or "undated")[:10]
        publisher = cut(publisher_words(article), 20)
        copies = f"  (and {counted(article.copies, 'other')})" if article.copies else ""
        copies += "  (teaser only)" if article.is_teaser else ""
        line = f"{article.article_id:<12}  {date:<10}  {publisher:<20}  {headline(article)}"
        lines.append(cut(line, max(width, 40) - len(copies)) + copies)
    return "\n".join(lines)


def _citation(
    citation: Citation,
    outlets: Mapping[str, str],
    width: int,
    colour: bool,
    folder: Path | None,
    lead: str,
    strong: tuple[int, int] = (0, 0),
) -> list[str]:
    """`strong` are the words of the quote to be shown bold: letters before them, and their own."""
    indent = " " * len(lead)
    where = one_line(_shown_path(citation.path, folder))
    place = f"{where}:{citation.start_char}-{citation.end_char}"
    facts = f"{publisher_words(citation)}, {published_words(citation)}"
    also = also_in_words(citation, outlets)
    if also:
        facts += f"; {also}"
    quote = one_line(citation.quote)
    if quote[:1] not in "“\"«„‘'":  # words that are speech already have their marks
        quote = f"“{quote}”"
        strong = (strong[0] + 1, strong[1])
    quote = _wrapped(indent + quote, width, indent=indent)
    return [
        _styled(_wrapped(lead + headline(citation), width, indent=indent), _BOLD, colour),
        _wrapped(indent + facts, width, indent=indent),
        _bold_words(quote, *strong) if colour else quote,
        # A path stays whole, so that it can be copied; a terminal wraps it where it must.
        _styled(indent + place, _DIM, colour),
    ]


def _place_in(citation: Citation, short: ShortAnswer | None) -> tuple[int, int]:
    """Where the words that answer stand in a quote: letters before them, and their own."""
    if short is None or short.marker != citation.marker:
        return (0, 0)
    start, end = (max(at - citation.start_char, 0) for at in (short.start_char, short.end_char))
    return _letters(citation.quote[:start]), _letters(citation.quote[start:end])


def _letters(text: str) -> int:
    """How many characters of it are shown, white space apart."""
    return len("".join(one_line(text).split()))


def _bold_words(text: str, before: int, number: int) -> str:
    """`text` with so many of its letters bold, those after the first `before`; line by line."""
    if not number:
        return text
    places = [at for at, letter in enumerate(text) if not letter.isspace()]
    chosen = places[before : before + number]
    if not chosen:
        return text
    start, end = chosen[0], chosen[-1] + 1
    return text[:start] + _styled(text[start:end], _BOLD, True) + text[end:]


def _timeline(answer: Answer, width: int, colour: bool) -> list[str]:
    """A day's sentences beside it; below it where the lines are short."""
    lines, last = [], ""
    beside = width >= _BESIDE_WIDTH
    for entry in answer.timeline:
        day = day_words(entry.on, entry.precision)
        text = one_line(sentence_of(answer, entry.text, entry.markers))
        cited = (c for c in answer.citations if c.marker in entry.markers)
        outlets = ", ".join(dict.fromkeys(map(publisher_words, cited)))
        text += f" ({outlets})" if outlets else ""
        shown, last = ("" if day == last else day), day
        if beside and len(shown) < _DAY_COLUMN:
            column = " " * _DAY_COLUMN
            told = _wrapped(f"{column}{text}", width, indent=column)[_DAY_COLUMN:]
            lines.append(_styled(shown.ljust(_DAY_COLUMN), _BOLD, colour) + told)
        else:
            lines += [_styled(_wrapped(shown, width), _BOLD, colour)] if shown else []
            lines.append(_wrapped(f"  {text}", width, indent="  "))
    return lines


def _disagreements(answer: Answer, width: int, colour: bool) -> list[str]:
    lines: list[str] = []
    for item in answer.disagreements:
        about = ANSWER.differ.format(about=one_line(item.about))
        lines += [""] if lines else []
        lines.append(_styled(_wrapped(about, width), _BOLD, colour))
        for side in item.sides:
            lines += _side(side, answer, width, colour)
    return lines


def _side(side: Side, answer: Answer, width: int, colour: bool) -> list[str]:
    value = one_line(side.value)
    head = f"{value} ({side_words(side)})" if value else side_words(side)
    text = one_line(sentence_of(answer, side_text(side), side.markers))
    return [
        _styled(_wrapped(f"  {head}", width, indent="  "), _BOLD, colour),
        _wrapped(f"    {text}", width, indent="    "),
    ]


def _shown_path(path: str, folder: Path | None) -> str:
    if folder:
        try:
            return str(Path(path).relative_to(folder))
        except ValueError:
            return path
    return path


def _wrapped(text: str, width: int, *, indent: str = "") -> str:
    return textwrap.fill(text, width, subsequent_indent=indent, break_on_hyphens=False)


def _styled(text: str, style: str, colour: bool) -> str:
    """`text` in `style`, line by line, so that a pager may cut anywhere."""
    if not colour or not text:
        return text
    return "\n".join(f"{style}{line}{_END}" for line in text.split("\n"))
