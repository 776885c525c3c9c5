"""The two sentences that stand against each other over what is asked: "Who says what?", "Which
figures are there?", "What do the farmers and the company say?".

Everything that may answer the plain question is read, in each article of the story, and so is what
stands around it; which two of these are the sides is learned (`opposed_pairs.py`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np

from index.text.terms import analyse
from qa.answer.draft import Quote
from qa.answer.same_figure import figures_apart
from qa.answer.telling import Told, label
from qa.answer.wording import plain
from qa.evidence.context import article_sentences
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import Built, Chain, DraftDisagreement, DraftSide
from qa.forms.over_time.answers import articles_of_story
from qa.forms.sides.opposed_pairs import Candidate, Pair, Sought, pairs_of
from qa.forms.sides.side_value import value_of
from qa.forms.sides.speakers import asks_figure
from qa.forms.sides.voices import Voice, voices_of
from qa.question.at_any_time import differed_on
from qa.question.period import without_period
from qa.question.sides.asked import asked_sides
from qa.question.sides.framed import framed

_MOST_READ, _OF_ARTICLE, _MOST_ARTICLES = 16, 4, 10  # sentences of all, of one article, and these
_NEIGHBOURS_OF, _BEFORE, _BEHIND = 8, 2, 3  # of the likeliest: sentences around each
_MOST_CHARS = 1_000  # of a sentence that is compared by its vector
_MOST_ABOUT = 80
_LEAST_LIKELY = 0.15  # of 45 right pairs one was less likely, of 69 others seven
_NEARLY = 1.5  # of the score
_LEAST_SHARE = 0.1  # of all pairs' weight, for the first of them to be told
# Words of a question that say that somebody speaks, not who.
_OF_SAYING = frozenset(
    analyse(
        "say says said tell told give given think thought see saw claim version versions side "
        "sides account accounts story stories report reports paper papers outlet outlets figure "
        "figures number differ agree conflict disagree compare please what who whose which whole "
        "two both each one other people answer argument explanation different heard read believe "
        "think get"
    )
)
# A subject that was none: "What was will the bridge cost?".
_GARBLED = re.compile(
    r"^\W*(?:what|how) (?:was|were|is|are) (?:will|would|was|were|is|are|do|does|did|has|have|"
    r"had|can|could)\b|^[^?]*\?\s*\w",
    re.I,
)
# "Do they agree on it?" may be answered by what both say.
_MAY_AGREE = re.compile(
    r"\b(?:do|does|did|are|is|was|were|have|has|could you|can you|would you)\b[^?]*"
    r"\b(?:agree\w*|disagree\w*|differ\w*|(?:the )?same\b|conflict\w*|contradict\w*|at odds|"
    r"consistent|agreement|different)\b|\bis (?:right|wrong)\b",
    re.I,
)


@dataclass(frozen=True)
class Opposed:
    """What sides are sought for, and the pairs that may be the sides, the plainest first."""

    sought: Sought
    pairs: tuple[Pair, ...]


def build_opposed(chain: Chain, ruled: Callable[[], Built | None]) -> Built | None:
    """The two sides, cited; None where the reports may agree, or no pair stands out. What rules
    find (`ruled`) is told instead where it is nearly as plain: they know more of whose side it is.
    """
    opposed = None if _MAY_AGREE.search(chain.query.text) else opposed_of(chain)
    if opposed is None or not opposed.pairs:
        return None
    best = opposed.pairs[0]
    if best.one.score < _LEAST_LIKELY:
        return None  # nothing answers: who speaks at all is no side of it
    rest = sum(math.exp(pair.score - best.score) for pair in opposed.pairs)
    if 1.0 / rest < _LEAST_SHARE:
        return None
    if asks_figure(opposed.sought.core) and not best.features["figures differ"]:
        return None
    other = ruled()
    if other is not None and (_is_among(other, opposed) or _knows_better(other, best, chain)):
        return other
    return _built(best, opposed.sought.core, chain)


def _knows_better(built: Built, best: Pair, chain: Chain) -> bool:
    """Whether two are named whose words the plainest pair does not have, and rules found sides."""
    asked = asked_sides(chain.query.text)
    named = asked is not None and len(asked.sides) > 1
    return named and bool(built.disagreements) and not best.features["sides"]


def _is_among(built: Built, opposed: Opposed) -> bool:
    """Whether the sides of an answer are a pair that is nearly as plain as the plainest."""
    if not built.disagreements:
        return False
    quotes = [built.drafts[s.statement].quotes for s in built.disagreements[0].sides[:2]]
    best = opposed.pairs[0].score
    near = takewhile(lambda pair: pair.score >= best - _NEARLY, opposed.pairs)
    return any(
        (_within(p.one, quotes[0]) and _within(p.other, quotes[1]))
        or (_within(p.one, quotes[1]) and _within(p.other, quotes[0]))
        for p in near
    )


def _within(candidate: Candidate, quotes: Sequence[Quote]) -> bool:
    told = candidate.told
    return any(
        q.article_id == told.article.article_id and q.start_char <= told.start_char < q.end_char
        for q in quotes
    )


def opposed_of(chain: Chain) -> Opposed | None:
    """The pairs of sentences that may be the sides of what a question asks; None where nothing
    answers it.
    """
    core, sides = _plain_question(chain)
    wanted = frozenset(analyse(" ".join(chain.query.content_words)))
    if not wanted - _OF_SAYING or not frozenset(analyse(core)) - _OF_SAYING:
        return None  # "Who says what?"
    found = _candidates(core, chain)
    if len(found) < 2:
        return None
    texts = [core, *(c.told.text[:_MOST_CHARS] for c in found)]
    vectors = np.asarray(chain.library.embedder.encode(texts), dtype=np.float32)
    ids = {c.told.article.article_id for c in found}
    sought = Sought(
        core,
        wanted,
        frozenset(analyse(sides)) - _OF_SAYING,
        tuple(chain.outlets),
        chain.catalog.copies.clusters_of(ids),
    )
    pairs = sorted(pairs_of(found, vectors, sought), key=lambda pair: -pair.score)
    return Opposed(sought, tuple(pairs))


def _plain_question(chain: Chain) -> tuple[str, str]:
    """What is asked without that sides are asked for, and the words that say whose."""
    text = chain.query.text
    frame = framed(text)
    named = asked_sides(text)
    asked = frame.core if frame.frame else text
    sides = named or asked_sides(asked)
    core = (sides.core if sides else "") or differed_on(without_period(asked, chain.period)) or ""
    if not core or core.strip().lower() == text.strip().lower() or _GARBLED.match(core):
        core = frame.core if frame.core.endswith("?") else text
    return core, f"{frame.frame} {' '.join(named.sides if named else ())}"


def _candidates(core: str, chain: Chain) -> list[Candidate]:
    read: dict[tuple[str, int], EvidenceSentence] = {}
    articles, matter = articles_of_story(core, chain)
    by_article = chain.read(core, articles[:_MOST_ARTICLES], matter) if articles else {}
    everywhere = chain.ask(core).evidence.sentences[:_MOST_READ]
    for sentence in (*(s for each in by_article.values() for s in each[:_OF_ARTICLE]), *everywhere):
        key = sentence.article.article_id, sentence.start_char
        known = read.get(key)
        if known is None or known.score < sentence.score:
            read[key] = _with_more(sentence, known)
        else:
            read[key] = _with_more(known, sentence)
    likeliest = sorted(read.values(), key=lambda s: -s.score)
    voices = {s.article.article_id: voices_of(s.article, chain) for s in likeliest}
    found = {key: c for key, s in read.items() if (c := _candidate(s, voices)) is not None}
    for sentence in likeliest[:_NEIGHBOURS_OF]:
        for beside in _around(sentence, chain):
            key = sentence.article.article_id, beside[0]
            told = Told(sentence.article, *beside, 0.0)
            voice = _voice_at(voices[key[0]], beside[0])
            if key not in found and voice is not None:
                found[key] = Candidate(told, voice, _place(voice, beside[0]))
    return list(found.values())


def _with_more(one: EvidenceSentence, other: EvidenceSentence | None) -> EvidenceSentence:
    """The likelier reading of a sentence, with the short answer and what the model says of the
    other one where it has none.
    """
    if other is None:
        return one
    features = one.features or other.features
    if one.features and other.features:
        features = max(one.features, other.features, key=lambda f: f[0] + f[2])
    return replace(one, span=one.span or other.span, features=features)


def _candidate(sentence: EvidenceSentence, voices: dict[str, list[Voice]]) -> Candidate | None:
    voice = _voice_at(voices[sentence.article.article_id], sentence.start_char)
    if voice is None:
        return None
    told = Told(sentence.article, sentence.start_char, sentence.end_char, sentence.score)
    return Candidate(told, voice, _place(voice, sentence.start_char), sentence)


def _voice_at(voices: Sequence[Voice], start: int) -> Voice | None:
    return next((v for v in voices if v.start_char <= start < v.end_char), None)


def _place(voice: Voice, start: int) -> int:
    return next((n for n, span in enumerate(voice.spans) if span[0] == start), voice.first)


def _around(sentence: EvidenceSentence, chain: Chain) -> Iterator[tuple[int, int]]:
    spans = article_sentences(chain.passages_of(sentence.article.article_id))
    at = next((n for n, span in enumerate(spans) if span[0] == sentence.start_char), None)
    if at is not None:
        yield from spans[max(0, at - _BEFORE) : at + _BEHIND + 1]


def _built(pair: Pair, core: str, chain: Chain) -> Built | None:
    ordered = sorted(
        (pair.one, pair.other), key=lambda c: (c.told.published or "", c.told.start_char)
    )
    drafts = tuple(chain.say(c.told, before=f"{label(c.told)}: ") for c in ordered)
    apart = figures_apart(ordered[0].told.text, ordered[1].told.text)
    values = [plain(f.words) for f in apart] if apart else [_value(*p) for p in _both_ways(ordered)]
    if _are_one(values):
        return None
    shown = tuple(
        DraftSide(
            value,
            place,
            tuple(filter(None, (c.told.article.publisher,))),
            (c.told.published or "")[:10] or None,
        )
        for place, (c, value) in enumerate(zip(ordered, values, strict=True))
    )
    differ = DraftDisagreement(plain(core.rstrip("?"))[:_MOST_ABOUT], shown)
    held = {c.told.article.article_id: c.told.article for c in ordered}
    return Built("comparison", drafts, held, disagreements=(differ,))


def _are_one(values: Sequence[str]) -> bool:
    """Whether two values are one, as "October 2027" and "in October 2027"."""
    terms = [set(analyse(value)) for value in values]
    return not all(terms) or terms[0] <= terms[1] or terms[1] <= terms[0]


def _both_ways(ordered: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    yield ordered[0], ordered[1]
    yield ordered[1], ordered[0]


def _value(one: Candidate, other: Candidate) -> str:
    """What a side says, in few words: its short answer, a quotation, or its clause."""
    alone = [replace(c.voice, first=c.place, last=c.place) for c in (one, other)]
    key = one.told.article.article_id, one.told.start_char
    return value_of(alone[0], alone[1], {key: one.read} if one.read else {})
