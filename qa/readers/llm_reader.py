"""The reader that lets a language model write, and shows nothing that no quote carries.

Each sentence of the model is mapped to the words of an article that best carry it, and checked
against them (`verify`). A sentence that nothing carries is dropped; when none is left, the
sentence-level answer stands in. The model's own markers are hints where to look, no more.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.types import Article
from qa.answer import facts, verify
from qa.answer.draft import DraftStatement, Quote
from qa.evidence.context import article_sentences, widen
from qa.evidence.dated_text import dated_text
from qa.readers.embedded import is_only_embedded
from qa.readers.extractive import NumberedPassage
from qa.readers.llm import LLMHandle
from qa.readers.llm_text import Written, written_sentences
from qa.readers.prompts import build_prompt
from qa.types import Turn

logger = logging.getLogger(__name__)

MAX_STATEMENTS = 4
_WINDOW = 3  # adjacent sentences in one quote
_FRAGMENT_WORDS = 5
_SHORTLIST = 8  # windows that the support model judges for one sentence


class LLMReader:
    """Writes with `handle`'s model; `model` judges support (without one, words are compared).

    `notice`, when not None, must be shown to the user before the first `read`.
    """

    can_refuse = True

    def __init__(self, handle: LLMHandle, model: verify.SupportModel | None = None) -> None:
        self.name = f"llm:{handle.name}"
        self.notice = handle.notice
        self._handle = handle
        self._model = model

    def read(
        self,
        question: str,
        passages: Sequence[NumberedPassage],
        extractive: Sequence[DraftStatement],
        history: Sequence[Turn],
    ) -> Iterator[DraftStatement]:
        """Supported statements as the model writes them, four at most; else `extractive`.

        A model that answers NOT_IN_ARTICLES is believed only if `extractive` is empty too.
        Raises ReaderUnavailableError when the model gives no reply.
        """
        if not passages:
            yield from extractive
            return
        prompt = build_prompt(
            question,
            passages,
            history,
            context_tokens=self._handle.context_tokens,
            output_tokens=self._handle.output_tokens,
        )
        if len(prompt.shown) < len(passages):
            logger.info("%d of %d passages fit the model", len(prompt.shown), len(passages))
        grounding = _Grounding(prompt.shown, self._model)
        for written in written_sentences(self._handle.stream(prompt.messages)):
            statement = grounding.ground(written)
            if statement is not None:
                yield statement
            if len(grounding.given) >= MAX_STATEMENTS:
                break
        if not grounding.given:
            yield from extractive
        logger.info(
            "%s: %d sentences kept, %d not supported, %d repeated, %d markers invented%s",
            self.name,
            len(grounding.given),
            grounding.unsupported,
            grounding.repeated,
            grounding.invented_markers,
            "" if grounding.given else "; the article sentences stand in",
        )


@dataclass(frozen=True)
class _Window:
    """One to three adjacent sentences of a passage."""

    number: int
    article: Article
    start_char: int
    end_char: int
    stems: frozenset[str]
    sentences: int

    @property
    def text(self) -> str:
        return self.article.text[self.start_char : self.end_char]

    def overlaps(self, other: _Window) -> bool:
        """They share characters."""
        return (
            self.article.article_id == other.article.article_id
            and self.start_char < other.end_char
            and other.start_char < self.end_char
        )

    def within(self, other: _Window) -> bool:
        """All of this is part of `other`."""
        return (
            self.article.article_id == other.article.article_id
            and other.start_char <= self.start_char
            and self.end_char <= other.end_char
        )


@dataclass
class _Grounding:
    """The sentences of one answer, brought to quotes one after the other."""

    passages: Sequence[NumberedPassage]
    model: verify.SupportModel | None
    given: list[tuple[str, tuple[_Window, ...]]] = field(default_factory=list)
    unsupported: int = 0
    repeated: int = 0
    invented_markers: int = 0

    def __post_init__(self) -> None:
        self._windows = [w for item in self.passages for w in _windows(item)]

    def ground(self, written: Written) -> DraftStatement | None:
        """The sentence with the quotes that carry it, or None (counted) when none do."""
        known = {item.number for item in self.passages}
        cited = [n for n in written.numbers if n in known]
        self.invented_markers += len(written.numbers) - len(cited)
        best = self._best(written.text, [w for w in self._windows if w.number in cited])
        if best is None:
            best = self._best(written.text, [w for w in self._windows if w.number not in cited])
        if best is None:
            self.unsupported += 1
            return None
        windows, figure = best
        text = _whole(written.text, windows)
        if self._says_nothing_new(text, windows):
            self.repeated += 1
            return None
        self.given.append((text, windows))
        quotes = tuple(
            Quote(w.article.article_id, w.start_char, w.end_char, figure) for w in windows
        )
        return DraftStatement(text, quotes, figure)

    def _best(
        self, claim: str, windows: Sequence[_Window]
    ) -> tuple[tuple[_Window, ...], float] | None:
        """The windows that carry `claim` best, if they do: one, or one and what it lacks."""
        wanted = frozenset(verify.stems(claim))
        used = [w for _, ws in self.given for w in ws]
        ranked = sorted(
            (w for w in windows if all(w.within(u) or not w.overlaps(u) for u in used)),
            key=lambda w: _closeness(wanted, w),
            reverse=True,
        )
        single: list[tuple[_Window, ...]] = [(w,) for w in ranked[:_SHORTLIST]]
        completed = (self._completed(claim, w) for w in ranked[:_SHORTLIST])
        sets = [
            each
            for each in dict.fromkeys([*single, *completed])
            if not is_only_embedded(claim, [w.text for w in each])
        ]
        figures = verify.support_many([self._pair(claim, each) for each in sets], self.model)
        # A shorter quote wins unless a longer one carries the sentence clearly better.
        costs = [0.02 * sum(w.sentences for w in each) for each in sets]
        order = sorted(range(len(sets)), key=lambda i: costs[i] - figures[i])
        if not order or figures[order[0]] < verify.threshold(self.model):
            return None
        chosen = tuple(self._widened(w, used) for w in sets[order[0]])
        return tuple(dict.fromkeys(chosen)), figures[order[0]]

    def _completed(self, claim: str, window: _Window) -> tuple[_Window, ...]:
        """`window` widened, or with the sentence that says who "he" is or what "the ship" is,
        when a name is lacking.
        """
        pair = self._pair(claim, [window])
        lacks = verify.problems(claim, pair.quotes, context=pair.context, source=pair.source)
        if window.sentences > 1 or not lacks or not all(p.startswith("name ") for p in lacks):
            return (window,)
        article = window.article
        mine = [p.passage for p in self.passages if p.article.article_id == article.article_id]
        span = (window.start_char, window.end_char)
        wide = widen(article, article_sentences(mine), span)
        spans = [(wide.start_char, wide.end_char), *([wide.named_at] if wide.named_at else [])]
        found = [_window(window.number, article, *span, 2) for span in spans]
        names = [p.removeprefix("name ") for p in lacks]
        if not all(any(name in w.text for w in found) for name in names):
            found += self._naming(names, window)
        return tuple(sorted(found, key=lambda w: w.start_char))

    def _naming(self, names: Sequence[str], window: _Window) -> list[_Window]:
        """The nearest sentence before, of the same article, that has all the names."""
        before = [
            w
            for w in self._windows
            if w.sentences == 1
            and w.article.article_id == window.article.article_id
            and w.end_char <= window.start_char
            and all(name in w.text for name in names)
        ]
        return sorted(before, key=lambda w: w.start_char)[-1:]

    def _pair(self, claim: str, windows: Sequence[_Window]) -> verify.Pair:
        texts = [w.text for w in windows]
        if not verify.is_verbatim(claim, texts):
            # "On October 4" may be what the article calls Tuesday.
            texts = [dated_text(w.article, w.start_char, w.end_char) for w in windows]
        return verify.Pair(claim, texts, self._around(windows), _sources(windows))

    def _around(self, windows: Sequence[_Window]) -> str:
        """The passages of the same articles, and their headlines."""
        ids = {w.article.article_id for w in windows}
        texts = [p.passage.text for p in self.passages if p.article.article_id in ids]
        return " ".join([*texts, *(w.article.title or "" for w in windows)])

    def _widened(self, window: _Window, used: Sequence[_Window]) -> _Window:
        """The quote given before that holds this one, so that no words are quoted twice."""
        return next((u for u in used if window.within(u)), window)

    def _says_nothing_new(self, claim: str, windows: Sequence[_Window]) -> bool:
        """Earlier sentences with the same quotes say nearly all of it."""
        before = [t for t, ws in self.given if set(windows) & set(ws)]
        wanted = set(verify.stems(claim))
        said = {stem for text in before for stem in verify.stems(text)}
        return bool(wanted) and len(wanted & said) / len(wanted) >= 0.8


def _windows(item: NumberedPassage) -> list[_Window]:
    passage, article = item.passage, item.article
    spans = passage.sentences or ((passage.start_char, passage.end_char),)
    found = []
    for first in range(len(spans)):
        for last in range(first, min(first + _WINDOW, len(spans))):
            start, end = spans[first][0], spans[last][1]
            found.append(_window(item.number, article, start, end, last - first + 1))
    return found


def _window(number: int, article: Article, start: int, end: int, sentences: int) -> _Window:
    stems = frozenset(verify.stems(article.text[start:end]))
    return _Window(number, article, start, end, stems, sentences)


def _whole(text: str, windows: Sequence[_Window]) -> str:
    """A bare name or number ("350") as the sentence that it stands in: no fragment is a claim."""
    if len(text.split()) > _FRAGMENT_WORDS or len(windows) > 1 or windows[0].sentences > 1:
        return text
    bare = text.strip().rstrip(".")
    inside = bare in windows[0].text and len(bare) < len(windows[0].text) - 1
    return " ".join(windows[0].text.split()) if inside else text


def _closeness(wanted: frozenset[str], window: _Window) -> float:
    return len(wanted & window.stems) / max(1, len(wanted)) - 0.03 * window.sentences


def _sources(windows: Sequence[_Window]) -> str:
    """Who published the quotes, and when: what their cards show."""
    parts: list[str] = []
    for article in {w.article.article_id: w.article for w in windows}.values():
        parts += [article.publisher or "", article.author or "", *article.credits]
        parts.append(_spoken(article.published_at or ""))
    return " ".join(filter(None, parts))


def _spoken(published_at: str) -> str:
    """An ISO date as the day it names; empty for a coarser one."""
    days = facts.days(published_at[:10])
    return published_at[:10] if days else ""
