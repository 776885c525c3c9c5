"""What each article of a story answers to one plain question, and how the value went on.

"How did the price of the tunnel go up?" is no question that an article of one day answers; "How
much does the tunnel cost?" is. Asked of every article, its answers of one kind and magnitude, in
order of time, are the steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.text.terms import analyse, terms_in
from index.types import Article
from qa.answer.matter import Matter, matter_of
from qa.answer.telling import Told, corrects
from qa.evidence.blend import odds
from qa.evidence.missing import has_name
from qa.evidence.retrieve import retrieve
from qa.evidence.sentences import EvidenceSentence
from qa.forms.chain import MOST_ARTICLES_READ, Chain
from qa.forms.over_time.kin import is_kin, kin_among
from qa.forms.over_time.values import ANYBODY, Kind, Value, days_ahead, figures_like, values_of
from qa.forms.standing import of_old, successor_of
from qa.forms.timeline import articles_on, with_story
from qa.question.form import subject_of
from qa.question.query import name_words, prepare
from qa.question.times.standing import office_of, standing_kind

# The log odds of the reader alone, in its passage and by itself, that a sentence needs; it gains
# where it has the word for what is asked.
_LEAST_SURE, _GAINED_BY_HEAD = -1.7, 1.5
_LIKELY = 0.8  # or is this likely to answer, among the sentences of its article
# An article is of the story when it has so much of the matter, and one of its names.
_SHARE_OF_MATTER = 0.35
_MOST_KIN = 30  # articles looked at that tell of the story in other words
# The newest answer may be so much less sure than the surest, in log odds of the reader; where it is
# no figure and no day, it must be this likely too, and have this share of the odds.
_BEHIND, _LEAST_SCORE, _ODDS_SHARE = 5.0, 0.5, 0.02
_SHARE_FOR_WORDS = 0.5  # of the matter, in an article whose sentences are taken by their words
_WHO_WAS = re.compile(r"^\W*who (?:has|have|had|was|were)\b", re.I)
_OF_AN_END = 4  # articles of those that are read, the newest of the story or the oldest


@dataclass(frozen=True)
class Answered:
    """A sentence that answers the plain question, with its values, and how sure the reader is."""

    article: Article
    start_char: int
    end_char: int
    values: tuple[Value, ...]
    sure: float
    read: EvidenceSentence | None = None

    @property
    def published(self) -> str:
        """When its article was published."""
        return self.article.published_at or ""

    @property
    def text(self) -> str:
        """The sentence's own words."""
        return self.article.text[self.start_char : self.end_char]

    @property
    def told(self) -> Told:
        """The sentence as the forms tell it."""
        return Told(self.article, self.start_char, self.end_char, 1.0)


def answers_of(
    question: str, chain: Chain, kind: Kind | None = None, *, newest: bool | None = None
) -> list[Answered]:
    """Of each article of the story the surest sentence whose value is of the kind and magnitude of
    the surest of all, in order of time. `newest`: whether the newest answer is wanted, or the
    oldest; then only those are given that are nearly as sure as the surest.
    """
    kind = kind_of(question) if kind is None else kind
    office = office_of(question) if kind == "holder" else ""
    articles, matter = articles_of_story(question, chain, newest=newest, having=office)
    if not articles:
        return []
    head = _head(matter, chain.query.names)
    read = chain.read(question, articles, matter)
    found = {key: _fitting(question, kind, head, each) for key, each in read.items()}
    if office:
        found = {key: _in_office(office, answers, chain) for key, answers in found.items()}
    every = [answered for answers in found.values() for answered in answers]
    if not every:
        return []
    surest = max(every, key=lambda a: a.sure)
    anchor = surest.values[0]
    chosen: list[Answered] = []
    for article in articles:
        alike = (_like(a, anchor) for a in found.get(article.article_id, ()))
        best = max(filter(None, alike), key=lambda a: a.sure, default=None)
        told = _by_words(question, article, matter, head, surest, chain)
        if best is None and kind in ("figure", "day", ""):
            best = next(
                (t for t in told if not corrects(t.text) or head & set(analyse(t.text))), None
            )
        if best is None:
            continue
        chosen.append(best)
        chosen += [
            t
            for t in told
            if corrects(t.text)
            and t.start_char != best.start_char
            and (head & set(analyse(t.text)) or _counts_like(t, best))
        ]
    if newest is not None:
        chosen = [a for a in chosen if _nearly_as_sure(a, surest, kind)]
    return sorted(chosen, key=lambda a: (a.published, a.start_char))


def _nearly_as_sure(answered: Answered, surest: Answered, kind: Kind) -> bool:
    """Whether a sentence may stand for the surest one by its day alone."""
    if answered.read is None:
        return kind != "day"
    if answered.sure < surest.sure - _BEHIND:
        return False
    if kind not in ("holder", "text"):
        return True
    assert surest.read is not None
    least = _ODDS_SHARE * odds(surest.read.score)
    return answered.read.score >= _LEAST_SCORE and odds(answered.read.score) >= least


def kind_of(question: str) -> Kind:
    """The kind of value that a plain question asks for; "" where it may be any."""
    return "holder" if _WHO_WAS.match(question) else standing_kind(question)


def _head(matter: Matter, names: Iterable[str]) -> frozenset[str]:
    """The terms of what is asked of those who are named, or of people: "died"."""
    named = {name.lower() for name in names}
    pairs = zip(matter.words, matter.terms, strict=True)
    words = (t for w, t in pairs if w.lower() not in named and not w.isdigit() and not t & ANYBODY)
    return next(words, frozenset())


def _counts_like(one: Answered, other: Answered) -> bool:
    pairs = ((a.figure, b.figure) for a in one.values for b in other.values)
    return any(a is not None and b is not None and a.counts_like(b) for a, b in pairs)


def _in_office(office: str, answers: Sequence[Answered], chain: Chain) -> list[Answered]:
    """The answers with the office in their sentence, and who takes it over where one leaves it."""
    named = re.compile(rf"\b{re.escape(office)}\b", re.I)
    found = [a for a in answers if named.search(a.text)]
    for answered in found[:]:
        successor = successor_of(answered.read, chain) if answered.read is not None else None
        if successor is not None:
            values = tuple(values_of("", "holder", successor))
            found.append(
                replace(answered, start_char=successor.start_char, end_char=successor.end_char,
                        values=values, sure=answered.sure + 0.1, read=successor)
            )  # fmt: skip
    return [answered for answered in found if answered.values]


def articles_of_story(
    question: str, chain: Chain, *, newest: bool | None = None, having: str = ""
) -> tuple[list[Article], Matter]:
    """The dated articles in which a plain question may be answered, the likeliest first, and what
    the question is about. `having`: words that stand in each of them.
    """
    matter = matter_of(subject_of(question), chain.catalog.vocabulary().rarity)
    if not matter:
        return [], matter
    query = prepare(question, chain.spelling)
    limit = chain.settings.candidates
    scored = retrieve(query, chain.library, limit=limit, candidates=limit, article_ids=chain.ids())
    order = dict.fromkeys(one.passage.article_id for one in scored)
    story = {a.article_id: a for a in with_story(articles_on(matter, chain), chain, matter)}
    ranked = [i for i in order if i in story] + [i for i in story if i not in order]
    ranked += [i for i in order if i not in story]
    names = name_words(question, chain.spelling)
    articles: list[Article] = []
    is_close = kin_among(list(story.values())[:MOST_ARTICLES_READ], chain)
    for place, article_id in enumerate(ranked):
        article = story.get(article_id) or chain.catalog.article(article_id)
        if article is None or article.published_at is None:
            continue
        whole = f"{article.title or ''}\n{article.text}"
        if having and having.lower() not in whole.lower():
            continue
        if (
            names
            and not any(has_name(n, whole) for n in names)
            and not is_kin(article, [*story.values()], chain)
        ):
            continue
        on_matter = article_id in story or matter.share(terms_in(whole)) >= _SHARE_OF_MATTER
        if on_matter or (place < _MOST_KIN and is_close(article)):
            articles.append(article)
    if newest is not None and len(articles) > MOST_ARTICLES_READ:
        articles.sort(key=lambda a: a.published_at or "", reverse=newest)
        ends = articles[:_OF_AN_END]
        articles = [*ends, *(a for a in articles if a not in ends)]
    return articles[:MOST_ARTICLES_READ], matter


def _fitting(
    question: str, kind: Kind, head: frozenset[str], sentences: Sequence[EvidenceSentence]
) -> list[Answered]:
    """The sentences that the reader takes for an answer and that have a value, each once."""
    found = []
    for sentence in sentences:
        if not sentence.features or of_old(question, sentence):
            continue
        sure = sentence.features[0] + sentence.features[2]
        sure += _GAINED_BY_HEAD * bool(head & set(analyse(sentence.text)))
        likely = sure >= _LEAST_SURE or sentence.score >= _LIKELY
        values = values_of(question, kind, sentence) if likely else []
        if values:
            found.append(
                Answered(
                    sentence.article,
                    sentence.start_char,
                    sentence.end_char,
                    tuple(values),
                    sure,
                    sentence,
                )
            )
    return found


def _like(answered: Answered, anchor: Value) -> Answered | None:
    """The same with those values alone that may have become the anchor's; None without any."""
    values = tuple(v for v in answered.values if v.may_become(anchor))
    if not values:
        return None
    return replace(answered, values=values)


def _by_words(
    question: str,
    article: Article,
    matter: Matter,
    head: frozenset[str],
    surest: Answered,
    chain: Chain,
) -> list[Answered]:
    """The sentences of an article that have the word for what is asked, or follow one that has,
    and a figure that counts like that of the surest, or a day to come, the most telling first: the
    reader has passed them over.
    """
    anchor, found = surest.values[0], []
    if matter.share(terms_in(f"{article.title or ''}\n{article.text}")) < _SHARE_FOR_WORDS:
        return []
    every = chain.told(article, matter)
    having = {t.start_char for t in every if head & set(analyse(t.text))}
    ends = sorted((t.end_char, t.start_char) for t in every)
    before = {start: ends[n - 1][1] for n, (_, start) in enumerate(ends) if n}
    for told in every:
        here = told.start_char in having
        if of_old(question, told) or not (
            here or corrects(told.text) or before.get(told.start_char) in having
        ):
            continue
        if anchor.day is not None:
            values = days_ahead(told.text, article.published_at or "0000") if here else []
        else:
            counted = head if here else frozenset[str]()
            values = figures_like(question, told.text, anchor, counted)
        if values:
            found.append(
                Answered(article, told.start_char, told.end_char, tuple(values), _LEAST_SURE)
            )
    return found


def steps_of(answers: Iterable[Answered]) -> list[Answered]:
    """The answers, in order of time, without those that tell no value but what was told before. A
    correction always stays.
    """
    kept: list[Answered] = []
    for answered in answers:
        known = [value for one in kept for value in one.values]
        new = [v for v in answered.values if not any(v.is_same(k) for k in known)]
        if new or (corrects(answered.text) and known):
            kept.append(answered)
    return kept
