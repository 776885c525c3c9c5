"""What a collection is about, told cheaply from its headlines: words that several of them share.

Reads no text and no vectors: some 5,000 headlines take a tenth of a second. English.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.catalog.rows import Headline
from index.catalog.vocabulary import common_words
from index.text.terms import STOP_WORDS

_MOST_WORDS = 3
_MOST_ARTICLES = 40  # words that more headlines share are no story
_LARGEST_SHARE = 0.5  # of a collection that has more than a few articles
_MANY = 200  # headlines from which on a story is one by standing close together in time
_SPREAD = 0.4  # of the time that all headlines span
_TITLE_CHARS = 120
_RARE = 6  # headlines of a pair of words that still tells a story on its own
_SAME_EVENT_DAYS = 3
_BREAK = re.compile(r"[^\w\s'’.-]|\s[-–—]\s|[.]\s")  # a topic doesn't reach over these
_OUTLET = re.compile(r"\s[-–—|]\s[^-–—|]{2,30}$")  # "… - CNN"
_PEOPLE_OF = re.compile(r"(?:ian|ish|ese|can)s?$", re.IGNORECASE)  # "South African" is no topic
_WORD = re.compile(r"\w[\w’'-]*\w|\w")
_POSSESSIVE = re.compile(r"['’]s?$")
# What headlines do with their nouns, and words of time: a topic neither begins nor ends so.
_VERBS = frozenset(
    """says say said tells told asks calls called gets get got goes going hits hit wins win won
    loses lose lost kills kill dies die died rises rise rose falls fall fell sees see saw puts put
    sets set takes take took makes make made gives give gave keeps keep kept ends end begins begin
    starts start opens open closes close faces face plans plan wants want warns warn vows vow
    seeks seek finds find found leaves leave left comes come came returns return shows show leads
    lead turns turn cuts cut backs back holds hold held rejects reject delays delay blames blame
    reaches reach quits quit runs run passes pass names name votes vote elects moves move again
    new first last latest live update updates watch video news opinion analysis report reports day
    days week weeks month months year years today yesterday tomorrow two three four five six seven
    eight nine ten""".split()
)


@dataclass(frozen=True)
class Topic:
    """Words that headlines share, as a question says them, and those headlines, newest first."""

    words: str
    headlines: tuple[Headline, ...]

    @property
    def outlets(self) -> int:
        """How many publishers are named."""
        return len({h.publisher for h in self.headlines if h.publisher})

    @property
    def days(self) -> int:
        """On how many known days they appeared."""
        return len({day for day in map(day_of, self.headlines) if day})


def topics(headlines: Sequence[Headline], is_name: Callable[[str], bool]) -> list[Topic]:
    """Topics of several headlines, the most telling first; of copies one counts. `is_name` tells
    whether a word is a name (`Vocabulary.is_name`): a name alone is a topic, another word is not.
    """
    own = one_of_each(headlines)
    most = min(_MOST_ARTICLES, max(3, int(_LARGEST_SHARE * len(own))))
    found = defaultdict[tuple[str, ...], dict[int, tuple[str, ...]]](dict)
    for number, headline in enumerate(own):
        for words in _phrases(headline, _MOST_WORDS):
            found[tuple(w.lower() for w in words)].setdefault(number, words)
    shared = {
        key: holders
        for key, holders in found.items()
        if 2 <= len(holders) <= most
        and not _PEOPLE_OF.search(key[-1])
        and (len(key) > 1 or _tells_alone(key[0], holders, is_name))
    }
    ranked = sorted(shared, key=lambda key: (-_telling(key, shared[key], own), min(shared[key])))
    chosen: list[tuple[tuple[str, ...], set[int]]] = []
    for key in ranked:
        numbers = set(shared[key])
        words = shared[key][min(numbers)]
        if _is_spread(numbers, own) and not all(map(is_name, words)):
            continue  # "the chief executive"
        if not any(_same(key, numbers, *other) for other in chosen):
            chosen.append((key, numbers))
    return [
        Topic(
            _as_said(shared[key][min(numbers)], own[min(numbers)].title or "", is_name),
            tuple(own[n] for n in sorted(numbers)),
        )
        for key, numbers in chosen
    ]


def told_by_several(headlines: Sequence[Headline], seconds: float) -> int | None:
    """How many stories more than one outlet tells, as far as headlines show it: two rare words
    side by side in headlines of different outlets within three days, copies left out. None when
    that isn't known within so many seconds.
    """
    until = time.perf_counter() + seconds
    own = one_of_each(headlines)
    pairs = defaultdict[tuple[str, ...], list[int]](list)
    for number, headline in enumerate(own):
        if time.perf_counter() > until:
            return None
        if headline.publisher and day_of(headline):
            words = {tuple(map(str.lower, p)) for p in _phrases(headline, 2) if len(p) == 2}
            for pair in words:
                pairs[pair].append(number)
    story = list(range(len(own)))

    def root(number: int) -> int:
        while story[number] != number:
            number = story[number]
        return number

    for holders in pairs.values():
        if 2 <= len(holders) <= _RARE:
            for i, one in enumerate(holders):
                for other in holders[i + 1 :]:
                    if is_same_event(own[one], own[other]):
                        story[root(other)] = root(one)
    return len({root(n) for n in range(len(own)) if story[n] != n})


def one_of_each(headlines: Iterable[Headline]) -> list[Headline]:
    """Without the copies of one that came before."""
    seen = set[str]()
    kept = []
    for headline in headlines:
        if headline.cluster is None or headline.cluster not in seen:
            kept.append(headline)
            seen.add(headline.cluster or "")
    return kept


def is_same_event(one: Headline, other: Headline) -> bool:
    """Whether two reports that share words are of different outlets and about the same days."""
    first, second = day_of(one), day_of(other)
    if not first or not second or not one.publisher or not other.publisher:
        return False
    near = abs((first - second).days) <= _SAME_EVENT_DAYS
    return near and one.publisher != other.publisher


def day_of(headline: Headline) -> date | None:
    """The day of publication, where it is known."""
    if headline.published_precision != "day":
        return None
    try:
        return date.fromisoformat((headline.published_at or "")[:10])
    except ValueError:
        return None


def _phrases(headline: Headline, most_words: int) -> Iterator[tuple[str, ...]]:
    """Runs of one to `most_words` telling words of a headline."""
    title = _OUTLET.sub("", headline.title or "")[:_TITLE_CHARS]
    outlet = {word.lower() for word in _WORD.findall(headline.publisher or "")}
    for part in _BREAK.split(title):
        words = _WORD.findall(part)
        bare = [_POSSESSIVE.sub("", word) for word in words]
        tells = [
            len(word) > 2 and not word[0].isdigit() and word.lower() not in STOP_WORDS
            and word.lower() not in outlet
            for word in bare
        ]  # fmt: skip
        edge = [ok and word.lower() not in _VERBS for ok, word in zip(tells, bare, strict=True)]
        for start in range(len(words)):
            if not edge[start]:
                continue
            for end in range(start, min(start + most_words, len(words))):
                if not tells[end]:
                    break
                if edge[end]:
                    yield (*words[start:end], bare[end])
                if words[end] != bare[end]:
                    break  # "Caldria's tunnel": what is whose is no name of one thing


def _tells_alone(
    word: str, holders: dict[int, tuple[str, ...]], is_name: Callable[[str], bool]
) -> bool:
    """A name, or a word that several headlines have and English seldom: "earthquake"."""
    rare = len(holders) >= 3 and word not in common_words()
    return rare or is_name(next(iter(holders.values()))[0])


def _is_spread(numbers: Iterable[int], own: Sequence[Headline]) -> bool:
    """Whether the articles lie too far apart in time to tell one story."""
    if len(own) < _MANY:
        return False
    days = [day for day in (day_of(own[number]) for number in numbers) if day]
    ends = [day for day in (day_of(own[0]), day_of(own[-1])) if day]
    if len(days) < 2 or len(ends) < 2:
        return False
    return (max(days) - min(days)).days > _SPREAD * abs((ends[0] - ends[1]).days)


def _telling(key: tuple[str, ...], numbers: Iterable[int], own: Sequence[Headline]) -> float:
    held = [own[number] for number in numbers]
    outlets = len({h.publisher for h in held if h.publisher})
    return min(len(held), 8) * (2.0 if outlets > 1 else 1.0) * (1.0, 2.5, 3.0)[len(key) - 1]


def _same(
    key: tuple[str, ...], numbers: set[int], other: tuple[str, ...], others: set[int]
) -> bool:
    """Whether a topic says little that a better one doesn't: a word in common, or its articles."""
    return bool(set(key) & set(other)) or len(numbers & others) * 2 >= len(numbers)


def _as_said(words: tuple[str, ...], title: str, is_name: Callable[[str], bool]) -> str:
    """In a question: "the water levy", "the Sarne tunnel", "Pellan Ridge". A headline that has
    small letters tells itself which words are names, but for its first.
    """
    others = [word for word in _WORD.findall(title) if len(word) > 3]
    tells = any(word.islower() for word in others)
    at_start = title.lstrip("\"'“‘ ").startswith(words[0])
    names = [
        word[0].isupper() if tells and not (at_start and not n) else is_name(word)
        for n, word in enumerate(words)
    ]
    pairs = zip(words, names, strict=True)
    said = " ".join(w if named or w.isupper() else w.lower() for w, named in pairs)
    return said if names[-1] else f"the {said}"
