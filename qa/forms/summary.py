"""A story, an article or a collection in its few most telling sentences, each cited."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.text.terms import analyse, terms_in
from index.types import Article
from qa.answer.draft import DraftStatement, without_overlaps
from qa.answer.matter import Matter
from qa.answer.telling import Told, corrects, label
from qa.evidence.missing import has_name
from qa.forms.chain import Built, Chain
from qa.forms.conversation.story import story_with
from qa.forms.position import position_of
from qa.forms.timeline import articles_on, with_story
from qa.question.conversation.mentions import in_answer
from qa.question.query import words_of

# Of 38 summaries of nine collections 29 tell what they must with 160 words, 31 with 240
# (2026-11-29), and people who ask for one want to read little.
MOST_WORDS, MOST_ASKED_WORDS = 160, 240  # the second where the question says how many
MOST_SENTENCES = 8
MOST_CORRECTIONS = 2  # are told beside the others: what they correct is wrong
SHORT_WORDS = 60  # where a short one is asked for
_SHORT = re.compile(r"^\W*in short\b|\bin (?:one|a|two) sentences?\b|\bvery short\b", re.I)
_NUMBERS = "zero one two three four five six seven eight nine".split()
_LABEL = re.compile(r"^[^:“”\"]{2,60}\b(?:19|20)\d\d: ")
_SENTENCES = re.compile(
    r"\bin (?P<number>[3-9]|three|four|five|six|seven|eight|nine) (?:short )?"
    r"(?:sentences|lines|points)\b",
    re.I,
)
_NUMBER_OF = r"(?:\d{2,3}|a hundred|one hundred|fifty|two hundred)"
_WORDS = re.compile(
    r"\b(?:in|with|of|under|within|not more than|no more than|at most|up to|max(?:imum)?)\s+"
    r"(?:(?:at most|under|about|around|less than|fewer than|no more than|max(?:imum)?|some|"
    rf"roughly|exactly)\s+)?(?P<number>{_NUMBER_OF})(?:\s|-)words?\b|"
    rf"\b(?P<most>{_NUMBER_OF}) words?,? (?:at (?:the )?most|max\w*|or (?:less|fewer)|tops)\b",
    re.I,
)
_HUNDREDS = {"fifty": 50, "a hundred": 100, "one hundred": 100, "two hundred": 200}
# A story is told apart by the names that its best article uses most.
_STORY_NAMES, _FEW_ARTICLES, _RARE, _NAMES_WITHIN, _STORY_PASSAGES = 3, 4, 0.5, 2_000, 60
_LEAST_NAMED, _NEAREST = 0.6, 2  # of the matter, in a beginning; else so many are taken as nearest
_ENOUGH_LEADS = 8  # of fewer articles more than their openings is told
_LEAST_FURTHER = 0.25  # how telling a further sentence of an article must be
_OPENING_SENTENCES, _FEWEST_WORDS = 3, 8
_SAME_TERMS = 0.5  # of the shorter sentence's: it adds nothing
_SAME_WITH_FIGURE = 0.75
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")


def build_summary(chain: Chain) -> Built | None:
    """The summary of what the question names, else of everything; None where nothing is found."""
    asked_words = _asked_words(chain.asked.text)
    if asked_words:  # how long it may be is not what it is about
        plainly = replace(chain.query, text=_WORDS.sub(" ", chain.query.text))
        chain = replace(chain, query=plainly)
    position = position_of(chain)
    if position is not None:  # a summary of the story would tell of others
        return _kept(position, chain, asked_words)
    matter = chain.matter()
    articles = [
        article
        for article in _articles(matter, chain)
        if not chain.outlets or article.publisher in chain.outlets
    ]
    if not articles:
        return None
    if len(articles) == 1 or _is_one(matter, articles[0]):
        told = _of_article(articles[0], chain, matter)
    else:
        told = _of_story(articles, chain, matter)
    return _kept(told, chain, asked_words)


def _kept(told: Sequence[Told], chain: Chain, asked_words: int | None) -> Built | None:
    """As many of the sentences as the answer may have words, in their order."""
    short = chain.short or _SHORT.search(chain.query.text)
    most = min(asked_words or (SHORT_WORDS if short else MOST_WORDS), MOST_ASKED_WORDS)
    dated = len({t.article.article_id for t in told}) > 1
    # How it began and how it ended first, so that what is left out is from the middle.
    ends = [one for place, one in enumerate(told) if dated and place in (0, len(told) - 1)]
    ranked = sorted(told, key=lambda one: (one not in ends, -one.score))
    if short:
        ranked = ranked[:2]
    elif asked := _SENTENCES.search(chain.query.text):
        ranked = ranked[: _number(asked["number"])]
    kept: list[tuple[Told, DraftStatement]] = []
    words = 0
    for one in ranked if short or dated or asked_words else told:
        draft = chain.say(one, before=f"{label(one)}: " if dated else "")
        length = len(draft.text.split()) + bool(asked_words)  # then its marker counts too
        if (kept or asked_words) and words + length > most:
            continue
        within = [pair for pair in kept if _own_words(pair[1]) in draft.text]
        kept = [pair for pair in kept if pair not in within]  # said again with what comes before
        words += length - sum(len(d.text.split()) for _, d in within)
        kept.append((one, draft))
    if not kept and told:  # none is so short: the shortest
        one = min(told, key=lambda each: len(each.text))
        kept = [(one, chain.say(one))]
    kept.sort(key=lambda pair: told.index(pair[0]))
    held = {one.article.article_id: one.article for one, _ in kept}
    return Built("summary", without_overlaps(d for _, d in kept), held) if kept else None


def _asked_words(question: str) -> int | None:
    """How many words a summary may have: "in at most 150 words"; None where it isn't said."""
    found = _WORDS.search(question)
    if found is None:
        return None
    number = (found["number"] or found["most"]).lower()
    return _HUNDREDS.get(number) or int(number)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.index(word.lower())


def _own_words(draft: DraftStatement) -> str:
    return _LABEL.sub("", draft.text)


def _articles(matter: Matter, chain: Chain) -> list[Article]:
    """The articles on the matter and others of their story; where none has its words, those that
    are nearest to the question, for people name a story as they please.
    """
    found = of_one_story(articles_on(matter, chain), chain)
    if not matter:
        return found
    rarity = chain.catalog.vocabulary().rarity
    named = [n for n in chain.query.names if rarity(n) > _RARE]
    held = [matter.share(terms_in(f"{a.title or ''} {a.text[:_NAMES_WITHIN]}")) for a in found]
    if found and (not named or max(held) < _LEAST_NAMED):
        found = chain.nearest(_NEAREST) or found
    story = with_story(found, chain, matter)
    if len(story) < _FEW_ARTICLES:
        known = {a.article_id for a in story}
        allowed = chain.ids()
        story += [
            a
            for a in story_with(found[:_NEAREST], chain)
            if a.article_id not in known and (allowed is None or a.article_id in allowed)
        ]
    return story


def of_one_story(articles: Sequence[Article], chain: Chain) -> list[Article]:
    """Where the question names one thing alone, as a town of which much is told: the articles that
    share another name with the best of them, and others of the collection that have both.
    """
    asked = {name.lower() for name in chain.query.names}
    if not articles or len(asked) != 1:
        return list(articles)
    best = articles[0]
    rarity = chain.catalog.vocabulary().rarity
    text = f"{best.title or ''}. {best.text[:_NAMES_WITHIN]}"
    counts = Counter(
        last
        for name in in_answer(text, chain.spelling).names()
        if (last := words_of(name)[-1]).lower() not in asked and rarity(last) > _RARE
        for _ in range(text.count(last))
    )
    names = [name for name, _ in counts.most_common(_STORY_NAMES)]
    if not names:
        return list(articles)

    def shares(article: Article) -> bool:
        held = set(words_of(f"{article.title or ''} {article.text}"))
        return any(name in held for name in names)

    kept = [a for a in articles if a is best or shares(a)]
    if len(kept) < _FEW_ARTICLES:
        known = {a.article_id for a in kept}
        words = " ".join([*chain.query.names, *names])
        kept += [
            article
            for article in chain.having(words, _STORY_PASSAGES, _STORY_PASSAGES, chain.ids())
            if article.article_id not in known
            and shares(article)
            and has_name(chain.query.names[0], article.text)
        ]
    return kept


def _is_one(matter: Matter, article: Article) -> bool:
    """Whether the question names this very article by its headline."""
    title = set(analyse(article.title or ""))
    return len(title) > 3 and len(title & set(analyse(matter.text))) >= 0.8 * len(title)


def _of_article(article: Article, chain: Chain, matter: Matter) -> list[Told]:
    """The opening, and the sentences that share most with the rest of the article, in its order."""
    told = chain.told(article, matter)
    everywhere: dict[str, int] = {}
    for one in told:
        for term in set(analyse(one.text)):
            everywhere[term] = everywhere.get(term, 0) + 1

    def central(one: Told) -> float:
        held = set(analyse(one.text))
        return one.score + sum(everywhere[t] > 1 for t in held) / (6 + len(held))

    chosen = _without_repeats(sorted(told, key=lambda one: -central(one)), MOST_SENTENCES - 2)
    return sorted(chosen, key=lambda one: one.start_char)


def _of_story(articles: Sequence[Article], chain: Chain, matter: Matter) -> list[Told]:
    """Of each article its opening sentence, oldest first; of few articles further sentences that
    tell most of the matter, of many those that do, the first and the last report among them.
    """
    clusters = chain.catalog.copies.clusters_of(a.article_id for a in articles)
    leads: dict[str, Told] = {}
    others: list[Told] = []
    corrections: list[Told] = []
    for article in articles:
        told = chain.told(article, matter)
        corrections += [t for t in told if corrects(t.text)][:1]
        if told and clusters.get(article.article_id, article.article_id) not in leads:
            lead = opening_of(told, matter)
            leads[clusters.get(article.article_id, article.article_id)] = lead
            others += [t for t in told if t != lead and t.score >= _LEAST_FURTHER]
    dated = sorted(leads.values(), key=_day)
    ends = [t for t in (dated[:1] + dated[-1:]) if len(dated) > 1]
    ranked = sorted(dated, key=lambda t: (t not in ends, -t.score))
    chosen = _without_repeats(ranked, MOST_SENTENCES)
    if len(chosen) < _ENOUGH_LEADS:
        ranked = [*chosen, *sorted(others, key=lambda t: -t.score)]
        chosen = _without_repeats(ranked, _ENOUGH_LEADS)
    known = {(t.article.article_id, t.start_char) for t in chosen}
    corrected = [t for t in corrections if (t.article.article_id, t.start_char) not in known]
    chosen += corrected[:MOST_CORRECTIONS]
    return sorted(chosen, key=lambda one: (_day(one), one.start_char))


def opening_of(told: Sequence[Told], matter: Matter) -> Told:
    """The first sentence of an article that can open a summary: no note about it, no fragment; the
    most telling one where neither its opening nor its headline has anything of the matter.
    """
    in_order = sorted(told, key=lambda t: t.start_char)[:_OPENING_SENTENCES]
    fit = [t for t in in_order if not corrects(t.text) and len(t.text.split()) >= _FEWEST_WORDS]
    if not fit or fit[0].score <= 0:
        return told[0]
    opening = set(analyse(f"{fit[0].article.title or ''} {fit[0].text}"))
    return fit[0] if not matter or matter.share(opening) > 0 else told[0]


def _day(told: Told) -> str:
    return told.article.published_at or "9999"


def _without_repeats(told: Sequence[Told], most: int) -> list[Told]:
    """At most so many, without those that say the same again; what has a figure that none before it
    has may share more words with them.
    """
    kept: list[Told] = []
    figures: set[str] = set()
    for one in told:
        terms, own = set(analyse(one.text)), set(_FIGURE.findall(one.text))
        same = _SAME_WITH_FIGURE if own - figures else _SAME_TERMS
        if len(kept) < most and all(
            len(terms & (held := set(analyse(other.text)))) < same * min(len(terms), len(held))
            for other in kept
        ):
            kept.append(one)
            figures |= own
    return kept
