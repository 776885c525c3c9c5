"""Changes to questions: the surface noise people type, and near misses that a passage no longer
answers.

People ask about the right topic and the wrong year, or about a person the article does not name.
Few data sets hold such questions, so they are made here: one name, number, date or superlative of
an answered question is exchanged for another of its kind.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from eval.training.examples.exchanges import DAYS, EVENTS, MONTHS, OPPOSITES, STOP_NAMES

NAME = re.compile(r"[A-Z][\w’'-]*[\w](?:\s(?:(?:of|de|the|van|von)\s)?[A-Z][\w’'-]+)*")
YEAR = re.compile(r"\b(?:1[4-9]\d\d|20[0-2]\d)\b")
NUMBER = re.compile(r"(?<![\w.,-])\d{1,3}(?![\w.,-])")
_EVENT_OF = {word: row for row in EVENTS for word in row}
_KEYS = "qwertyuiopasdfghjklzxcvbnm"


def vary_surface(question: str, rng: random.Random) -> str:
    """The same question as people also type it: other case, no question mark, sometimes a typo."""
    if question and question == question.lower():
        # Natural Questions are all lower case; half of them get the look of a written question.
        if rng.random() < 0.5:
            question = question[0].upper() + question[1:] + ("" if question.endswith("?") else "?")
    elif rng.random() < 0.12:
        question = question.lower()
    if rng.random() < 0.2:
        question = question.rstrip("?").rstrip()
    if rng.random() < 0.06:
        question = _typo(question, rng)
    return question


def _typo(text: str, rng: random.Random) -> str:
    places = [i for i in range(1, len(text) - 1) if text[i].isalpha() and text[i + 1].isalpha()]
    if not places:
        return text
    i = rng.choice(places)
    kind = rng.randrange(4)
    if kind == 0:  # two letters exchanged
        return text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    if kind == 1:  # one left out
        return text[:i] + text[i + 1 :]
    if kind == 2:  # one doubled
        return text[:i] + text[i] + text[i:]
    return text[:i] + rng.choice(_KEYS) + text[i + 1 :]


def names_in(text: str) -> list[str]:
    """Capitalised names in a text; a single capitalised word at its very start does not count."""
    found = []
    for match in NAME.finditer(text):
        name = match.group()
        first, _, rest = name.partition(" ")
        if first in STOP_NAMES:
            name = rest
        elif match.start() == 0 and not rest:
            continue
        if len(name) > 2 and name not in STOP_NAMES:
            found.append(name)
    return found


class Swapper:
    """Exchanges one detail of a question (or claim) for another of its kind that the passage lacks.

    Names are matched by the mean of their word-piece vectors in the encoder's own embedding table:
    near vectors are mostly of one type (a country for a country), with no tagger needed.
    """

    def __init__(self, texts: Iterable[str], embed: Embed, size: int = 8000) -> None:
        counts: dict[str, int] = {}
        for text in texts:
            for name in names_in(text):
                if len(name) < 40 and name not in MONTHS and name not in DAYS:
                    counts[name] = counts.get(name, 0) + 1
        self._names = sorted(counts, key=lambda name: (-counts[name], name))[:size]
        self._embed = embed
        vectors = np.stack([embed(name) for name in self._names])
        self._vectors = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6)

    def swap(
        self, text: str, passage: str, answers: Sequence[str], rng: random.Random
    ) -> str | None:
        """The text with one detail exchanged, or None where it holds none that can be."""
        ways = [
            self._swap_name,
            self._swap_year,
            self._swap_listed,
            self._swap_opposite,
            self._swap_number,
            self._swap_event,
        ]
        # Names lead: they are what near-miss questions get wrong most often.
        order = sorted(
            range(len(ways)),
            key=lambda i: rng.random() ** (1.0 / (3.0, 2.0, 2.0, 1.0, 1.0, 2.0)[i]),
            reverse=True,
        )
        for i in order:
            changed = ways[i](text, passage, answers, rng)
            if changed is not None and changed != text:
                return changed
        return None

    def _swap_name(
        self, text: str, passage: str, answers: Sequence[str], rng: random.Random
    ) -> str | None:
        lowered = text.lower()
        options = set(names_in(text))
        options.update(
            n
            for n in names_in(passage)
            if len(n) > 3 and re.search(rf"\b{re.escape(n.lower())}\b", lowered)
        )
        options = {n for n in options if n not in MONTHS and n not in DAYS}
        if not options:
            return None
        old = rng.choice(sorted(options))
        vector = self._embed(old)
        near = np.argsort(-(self._vectors @ vector))[:60]
        words = set(old.lower().split())
        held = passage.lower()
        want_inside = rng.random() < 0.25
        answer_words = {a.lower() for a in answers}
        choices = []
        for i in near:
            new = self._names[int(i)]
            if (
                words & set(new.lower().split())
                or new.lower() in lowered
                or new.lower() in answer_words
            ):
                continue
            if new.lower()[:5] == old.lower()[:5]:  # a plural or another form of the same name
                continue
            choices.append((new, new.lower() in held))
        picked = [n for n, inside in choices if inside] if want_inside else []
        picked = picked or [n for n, inside in choices if not inside][:25]
        if not picked:
            return None
        new = rng.choice(picked)
        match = re.search(rf"\b{re.escape(old)}\b", text, re.IGNORECASE)
        if match is None:
            return None
        if match.group() == match.group().lower():
            new = new.lower()
        return text[: match.start()] + new + text[match.end() :]

    def _swap_year(
        self, text: str, passage: str, answers: Sequence[str], rng: random.Random
    ) -> str | None:
        years = list(YEAR.finditer(text))
        if not years:
            return None
        match = rng.choice(years)
        others = [y for y in YEAR.findall(passage) if y not in text and y not in " ".join(answers)]
        if others and rng.random() < 0.4:
            new = str(rng.choice(others))
        else:
            new = str(int(match.group()) + rng.choice([-1, 1]) * rng.randint(1, 25))
            if new in passage:
                return None
        return text[: match.start()] + new + text[match.end() :]

    def _swap_number(
        self, text: str, passage: str, answers: Sequence[str], rng: random.Random
    ) -> str | None:
        numbers = list(NUMBER.finditer(text))
        if not numbers:
            return None
        match = rng.choice(numbers)
        new = str(max(1, int(match.group()) + rng.choice([-1, 1]) * rng.randint(1, 9)))
        if re.search(rf"\b{new}\b", passage):
            return None
        return text[: match.start()] + new + text[match.end() :]

    def _swap_listed(
        self, text: str, passage: str, answers: Sequence[str], rng: random.Random
    ) -> str | None:
        for group in (MONTHS, DAYS):
            match = re.search(rf"\b(?:{'|'.join(group)})\b", text)
            if match:
                new = rng.choice([w for w in group if w not in passage] or [""])
                return text[: match.start()] + new + text[match.end() :] if new else None
        return None

    def _swap_event(
        self, text: str, passage: str, answers: Sequence[str], rng: random.Random
    ) -> str | None:
        hits = [m for m in re.finditer(r"[a-z-]+", text) if m.group() in _EVENT_OF]
        if not hits:
            return None
        match, held = rng.choice(hits), passage.lower()
        others = [
            row[0]
            for row in EVENTS
            if match.group() not in row and not any(word[:5] in held for word in row)
        ]
        return text[: match.start()] + rng.choice(others) + text[match.end() :] if others else None

    def _swap_opposite(
        self, text: str, passage: str, answers: Sequence[str], rng: random.Random
    ) -> str | None:
        hits = [m for m in re.finditer(r"[a-z]+", text) if m.group() in OPPOSITES]
        hits = [m for m in hits if OPPOSITES[m.group()] not in passage]
        if not hits:
            return None
        match = rng.choice(hits)
        return text[: match.start()] + OPPOSITES[match.group()] + text[match.end() :]


class Embed:
    """Mean word-piece vector of a short text, from the encoder's embedding table."""

    def __init__(self, tokenizer: Any, table: np.ndarray) -> None:
        self._tokenizer = tokenizer
        self._table = table
        self._known: dict[str, np.ndarray] = {}

    def __call__(self, text: str) -> np.ndarray:
        """The vector; kept, since names repeat."""
        if text not in self._known:
            ids = self._tokenizer.encode(text, add_special_tokens=False).ids or [100]
            self._known[text] = self._table[ids].mean(axis=0)
        return self._known[text]
