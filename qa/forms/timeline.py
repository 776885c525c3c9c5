"""What happened when: dated sentences, oldest first, one a story and day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from index.text.terms import analyse, terms_in
from index.types import Article
from qa.answer.draft import DraftStatement
from qa.answer.matter import Matter, matter_of
from qa.answer.telling import Told, corrects, day_words, event_day, most_telling
from qa.evidence.context import article_sentences
from qa.evidence.important_days import important_days
from qa.evidence.missing import has_name
from qa.evidence.retrieve import retrieve
from qa.forms.chain import Built, Chain, DraftEntry
from qa.forms.conversation.story import story_with
from qa.forms.dated_inside import dated_inside
from qa.forms.over_time.kin import is_kin
from qa.forms.over_time.opening_days import days_from, opening_days
from qa.question.period import Period
from qa.question.query import Query, prepare, words_of

MOST_ENTRIES = 12
MOST_READ = 60  # articles whose sentences are compared
# Of more articles than this the days are chosen that they keep naming. Of 60 articles drawn from
# each topic, 12 days: .167 of them are the reference's on the thirteen topics of Entities and .687
# on the four of Timeline17; by the number of articles .090 and .681 (2026-11).
MANY = 30
# Beside each entry so many sentences more where there are at most so many entries.
_TOLD_OF_EACH = ((2, 2), (1, 5))
_SHARE_IN_PERIOD = 0.4  # of the matter, in an article of the time that is named
FEWEST_ENTRIES = 2  # fewer are no timeline, unless the question names a period
# An article belongs to the matter when it has so much of its words, the rarer ones weighing more.
# Where it has every name of the question, less will do.
_SHARE_OF_MATTER, _SHARE_WITH_NAMES, _SHARE_OF_BEST = 0.5, 0.35, 0.6
# A story is known by the rare words that the headlines and openings of its first articles share.
_STORY_FROM, _STORY_WORDS, _FEWEST_STORY_WORDS = 5, 8, 3
_OPENING_CHARS, _RARE, _SHARE_OF_STORY = 600, 0.55, 0.7
_EVENT = re.compile(
    r"\b(?P<how>before|after|since|until|till|following|leading up to|prior to)\s+"
    r"(?P<event>[^\W\d]\w*[’']?s?\s[^?.!,;]{3,80})",
)
_BETWEEN_EVENTS = re.compile(
    r"\bbetween (?:the |its )?(?P<one>[^\W\d][^?.!,;]{2,60}?) and (?:the |its "
    r")?(?P<two>[^\W\d][^?.!,;]{2,60})",
    re.I,
)
_AHEAD = re.compile(
    r"\b(?:(?:ask|call|demand|request)\w* (?:for )?(?:an?|the)|before|ahead of|"
    r"will|would|(?:is|are) to|plan(?:s|ned)?|due|scheduled|set to|"
    r"expected)\b",
    re.I,
)
_SAME_TERMS = 0.6


def build_timeline(chain: Chain) -> Built | None:
    """The timeline of a question, of each of the times that it names; None where too little is
    dated to make one.
    """
    chosen = [pair for each in chain.each_period() for pair in _entries(each)]
    if not chosen or (len(chosen) < FEWEST_ENTRIES and within_event(chain).period is None):
        return None
    return as_timeline(chosen, chain, _more_of_each(chosen, chain))


def _entries(chain: Chain) -> list[tuple[tuple[str, bool], Told]]:
    """The days of one period, or of all times, and the sentence that tells each."""
    bounded = within_event(chain)
    matter = chain.matter()
    if chain.period is None and bounded.period is not None:  # the event is not what is asked about
        matter = matter.without(words_of(bounded.period.words)) or matter
    articles = with_story(articles_on(matter, bounded), bounded, matter)
    if bounded.period is not None and matter:
        articles = [*articles, *_others_in_period(articles, matter, bounded)]
    if articles and len(articles) < FEWEST_ENTRIES and bounded.period is None:
        articles = story_with(articles, chain)  # told in other words elsewhere
    dated_articles = [a for a in articles if a.published_at is not None]
    if len(dated_articles) > MANY:
        return _important(dated_articles, bounded)
    told = [t for a in dated_articles if (t := _best(a, chain, matter)) is not None]
    dated = sorted(
        ((day_of(t, bounded), t) for t in told), key=lambda pair: (pair[0][0], -pair[1].score)
    )
    if not dated:
        inside = dated_inside(bounded, matter)
        dated = sorted(inside, key=lambda pair: (pair[0][0], -pair[1].score))
    return most_telling(one_a_story(dated, chain), MOST_ENTRIES)


def as_timeline(
    chosen: Sequence[tuple[tuple[str, bool], Told]],
    chain: Chain,
    more: Sequence[Sequence[Told]] = (),
) -> Built:
    """The entries as an answer, oldest first. Of each the day, and whether it is the event's;
    `more` has sentences that stand beside each.
    """
    drafts, entries, articles = [], [], {}
    beside = more or [()] * len(chosen)
    in_order = sorted(zip(chosen, beside, strict=True), key=lambda each: each[0][0][0])
    for number, (((on, is_event), told), others) in enumerate(in_order):
        article = told.article
        articles[article.article_id] = article
        before = f"{'' if is_event else 'Reported on '}{day_words(on)}: "
        draft = _together(chain.say(told, before=before), [chain.say(t) for t in others])
        drafts.append(draft)
        precision = {4: "year", 7: "month"}.get(len(on), "day")
        told_text = draft.text.removeprefix(before)
        reported = told_text if is_event else f"Reported: {told_text}"
        entries.append(DraftEntry(on, precision, number, reported))
    return Built("timeline", tuple(drafts), articles, entries=tuple(entries))


def _together(first: DraftStatement, others: Iterable[DraftStatement]) -> DraftStatement:
    """One statement of several, without those whose words the first has."""
    for other in others:
        if other.text not in first.text and not any(q in first.quotes for q in other.quotes):
            text = f"{first.text} {other.text}"
            first = replace(first, text=text, quotes=(*first.quotes, *other.quotes))
    return first


def articles_on(matter: Matter, chain: Chain) -> list[Article]:
    """The articles about a matter within the question's filter and period, best first; of an empty
    matter all of them, at most MOST_READ of the most printed.
    """
    where = chain.where()
    if not matter:
        entries = chain.catalog.entries(where, sort="copies")[:MOST_READ]
        found = [chain.catalog.article(entry.article_id) for entry in entries]
        return [article for article in found if article is not None]
    ids = chain.ids(where)
    if chain.leans:
        ids = set(chain.story) if ids is None else ids & chain.story
    names = [n for n in chain.query.names if n.lower() in {w.lower() for w in matter.words}]
    kept: list[tuple[float, Article]] = []
    for article in chain.having(matter.text, 4 * MOST_READ, MOST_READ, ids):
        whole = f"{article.title or ''}\n{article.text}"
        named = [has_name(name, whole) for name in names]
        if names and not any(named):
            continue
        least = _SHARE_WITH_NAMES if names and all(named) else _SHARE_OF_MATTER
        share = matter.share(terms_in(whole))
        if share >= least:
            kept.append((share, article))
    best = max((share for share, _ in kept), default=0.0)
    return [article for share, article in kept if share >= _SHARE_OF_BEST * best]


def with_story(articles: Sequence[Article], chain: Chain, matter: Matter) -> list[Article]:
    """The articles, and others of the same story that say the matter in other words: they share the
    rare words of the headlines and openings.
    """
    if not matter or not articles:
        return list(articles)
    rarity = chain.catalog.vocabulary().rarity
    counts: Counter[str] = Counter()
    for article in articles[:_STORY_FROM]:
        opening = f"{article.title or ''} {article.text[:_OPENING_CHARS]}"
        rare = (w for w in words_of(opening) if len(w) > 3 and rarity(w) > _RARE)
        counts.update(list(dict.fromkeys(rare)))  # in the order of the text, at every run
    least = 1 if len(articles) == 1 else 2
    story = [w for w, n in counts.most_common(_STORY_WORDS) if n >= least]
    if len(story) < _FEWEST_STORY_WORDS:
        return list(articles)
    known = {article.article_id for article in articles}
    others = articles_on(matter_of(" ".join(story), rarity), replace(chain, query=_nameless(chain)))
    wide = matter_of(" ".join(story), rarity)
    more = [
        a
        for a in others
        if a.article_id not in known
        and wide.share(terms_in(f"{a.title or ''} {a.text[:_OPENING_CHARS]}")) >= _SHARE_OF_STORY
    ]
    return [*articles, *more]


def _nameless(chain: Chain) -> Query:
    return replace(chain.query, names=())


def within_event(chain: Chain) -> Chain:
    """The chain with the period that "before the vote" means: until, or from, the day of the event
    that is named. Unchanged where a period is named already or the event is not found.
    """
    match = _EVENT.search(chain.query.text)
    opening = opening_days(chain.query.text)
    rarity = chain.catalog.vocabulary().rarity
    if chain.period is None and opening is not None:
        words, named, days = opening
        about = matter_of(named, rarity)
        reports = with_story(articles_on(about, chain), chain, about) if about else []
        first = days_from((t for a in reports for t in chain.told(a, about)[:1]), days, words)
        return replace(chain, period=first)
    between = _BETWEEN_EVENTS.search(chain.query.text)
    if chain.period is None and between is not None:
        start, end = (_day_of_event(between[which], chain) for which in ("one", "two"))
        if start is not None and end is not None and start < end:
            return replace(chain, period=Period(start, end, "between"))
    if chain.period is not None or match is None:
        return chain
    day = _day_of_event(match["event"], chain)
    if day is None:
        return chain
    if match["how"].lower() in ("before", "until", "till", "leading up to", "prior to"):
        period = Period(None, day - timedelta(days=1), match.group())
    else:
        later = match["how"].lower() != "since"
        period = Period(day + timedelta(days=later), None, match.group())
    return replace(chain, period=period)


def _day_of_event(words: str, chain: Chain) -> date | None:
    """The day of the event that words name; None where no report tells of it."""
    rarity = chain.catalog.vocabulary().rarity
    event = matter_of(words, rarity)
    if not event:
        return None
    whole = matter_of(f"{chain.matter().text} {words}", rarity)
    told = [
        t
        for article in articles_on(whole, chain)[:_STORY_FROM]
        for t in chain.told(article, event)
        if t.share >= _SHARE_OF_MATTER
    ]
    # The day is that of a report of the event, not of one that looks forward to it.
    told = [t for t in told if not _AHEAD.search(t.text)] or told
    best = max(told, key=lambda t: (t.share, event_day(t) is not None, t.score), default=None)
    on = (event_day(best) or best.published) if best is not None else None
    return date.fromisoformat(on) if on is not None and len(on) == 10 else None


def day_of(told: Told, chain: Chain) -> tuple[str, bool]:
    """The day of a sentence, and whether it is the event's rather than the report's. An event
    outside the question's period leaves the day of the report.
    """
    published = told.published or ""
    # A correction names the day of what it corrects.
    event = None if corrects(told.text) else event_day(told)
    if event is None:
        return published, False
    day, period = date.fromisoformat(event), chain.period
    if period is not None and (
        (period.first and day < period.first) or (period.last and day > period.last)
    ):
        return published, False
    return event, True


def _important(articles: Sequence[Article], chain: Chain) -> list[tuple[tuple[str, bool], Told]]:
    """The days that many articles keep coming back to, each with its sentence."""
    period = chain.period
    first, last = (period.first, period.last) if period is not None else (None, None)
    found = []
    for day in important_days(articles, MOST_ENTRIES, first=first, last=last):
        spans = article_sentences(chain.passages_of(day.article.article_id))
        span = next((s for s in spans if s[0] <= day.start_char < s[1]), None)
        if span is None:  # a headline or a line that no passage has
            continue
        told = Told(day.article, *span, day.score)
        on = day.on.isoformat()
        found.append(((on, on != told.published or event_day(told) == on), told))
    return found


def _best(article: Article, chain: Chain, matter: Matter) -> Told | None:
    told = chain.told(article, matter)
    return told[0] if told else None


def _more_of_each(
    chosen: Sequence[tuple[tuple[str, bool], Told]], chain: Chain
) -> list[list[Told]]:
    """Further telling sentences beside each entry of a short timeline, of the same day."""
    matter = chain.matter()
    few = (n for n, most in _TOLD_OF_EACH if matter and len(chosen) <= most)
    more = next(few, 0)
    found = []
    for day, told in chosen:
        others = chain.told(told.article, matter)[1 : 1 + more] if more else []
        same = [t for t in others if day_of(t, chain)[0] in (day[0], told.published)]
        found.append([t for t in same if t.start_char != told.start_char])
    return found


def _others_in_period(articles: Sequence[Article], matter: Matter, chain: Chain) -> list[Article]:
    """Further articles of the period that a search finds for the matter: with a good part of it,
    or of the same story by their rare names.
    """
    where = chain.where()
    ids = chain.catalog.article_ids(where) - {a.article_id for a in articles}
    if not ids:
        return []
    limit = chain.settings.candidates
    query = prepare(matter.text, chain.spelling)
    scored = retrieve(query, chain.library, limit=limit, candidates=limit, article_ids=ids)
    found: list[Article] = []
    for article_id in dict.fromkeys(one.passage.article_id for one in scored):
        article = chain.catalog.article(article_id)
        if article is None:
            continue
        share = matter.share(terms_in(f"{article.title or ''}\n{article.text}"))
        if share >= _SHARE_IN_PERIOD or is_kin(article, articles, chain, closely=not share):
            found.append(article)
    return found


def one_a_story(
    dated: Iterable[tuple[tuple[str, bool], Told]], chain: Chain
) -> list[tuple[tuple[str, bool], Told]]:
    """Without copies, and of reports that say the same within a day the better one."""
    pairs = list(dated)
    clusters = chain.catalog.copies.clusters_of({told.article.article_id for _, told in pairs})
    kept: list[tuple[tuple[str, bool], Told]] = []
    seen: set[str] = set()
    for day, told in pairs:
        cluster = clusters.get(told.article.article_id, told.article.article_id)
        terms = set(analyse(told.text))
        repeats = cluster in seen or any(
            _near(day[0], other_day[0])
            and len(terms & (held := set(analyse(other.text))))
            >= _SAME_TERMS * min(len(terms), len(held))
            for other_day, other in kept
        )
        if not repeats:
            kept.append((day, told))
            seen.add(cluster)
    return kept


def _near(one: str, other: str) -> bool:
    if len(one) < 10 or len(other) < 10:
        return one[:7] == other[:7]
    return abs(date.fromisoformat(one) - date.fromisoformat(other)) <= timedelta(days=1)
