"""What happened when: dated sentences, oldest first, one a story and day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from index.text.terms import analyse
from index.types import Article
from qa.answer.telling import Told, day_words, event_day, statement_of, told_by
from qa.evidence.retrieve import article_of, search_dense, search_keywords
from qa.forms.chain import Built, Chain, DraftEntry
from qa.question.form import subject_of
from qa.question.period import without_period
from qa.question.query import prepare

MOST_ENTRIES = 12
MOST_READ = 120  # articles whose sentences are compared
FEWEST_ENTRIES = 2  # fewer are no timeline, unless the question names a period
# An article belongs to the matter when it has so much of its words, the rarer ones weighing more.
_SHARE_OF_SUBJECT = 0.6
_SAME_TERMS = 0.6


def build_timeline(chain: Chain) -> Built | None:
    """The timeline of a question; None where too little is dated to make one."""
    asked = chain.query.text
    subject = without_outlets(subject_of(without_period(asked, chain.period)), chain)
    articles = articles_on(subject, chain)
    terms = set(analyse(subject))
    told = [
        best
        for article in articles
        if article.published_at is not None and (best := _best(article, chain, terms)) is not None
    ]
    dated = sorted(
        ((day_of(t, chain), t) for t in told), key=lambda pair: (pair[0][0], -pair[1].score)
    )
    chosen = most_telling(_one_a_story(dated, chain), MOST_ENTRIES)
    if not chosen or (len(chosen) < FEWEST_ENTRIES and chain.period is None):
        return None
    return as_timeline(chosen, chain)


def as_timeline(chosen: Sequence[tuple[tuple[str, bool], Told]], chain: Chain) -> Built:
    """The entries as an answer, oldest first. Of each the day, and whether it is the event's."""
    drafts, entries, articles = [], [], {}
    for number, ((on, is_event), told) in enumerate(chosen):
        article = told.article
        articles[article.article_id] = article
        before = f"{'' if is_event else 'Reported on '}{day_words(on)}: "
        draft = statement_of(told, chain.passages_of(article.article_id), before=before)
        drafts.append(draft)
        precision = {4: "year", 7: "month"}.get(len(on), "day")
        reported = draft.text.removeprefix(before)
        entries.append(DraftEntry(on, precision, number, reported))
    return Built("timeline", tuple(drafts), articles, entries=tuple(entries))


def articles_on(subject: str, chain: Chain) -> list[Article]:
    """The articles about a matter within the question's filter and period, best first; with no
    subject all of them, at most MOST_READ of the most printed.
    """
    where = chain.where()
    if not subject:
        entries = chain.catalog.entries(where, sort="copies")[:MOST_READ]
        found = [chain.catalog.article(entry.article_id) for entry in entries]
        return [article for article in found if article is not None]
    ids = None if where.is_empty else chain.catalog.article_ids(where)
    if ids is not None and not ids:
        return []
    query = prepare(subject, chain.spelling)
    ranked = search_keywords(query, chain.library, 4 * MOST_READ, ids)
    order = list(dict.fromkeys(article_of(passage_id) for passage_id, _ in ranked))
    if not order:
        near = search_dense(query, chain.library, MOST_READ, ids)
        order = list(dict.fromkeys(article_of(passage_id) for passage_id, _ in near))[:3]
    rarity = chain.catalog.vocabulary().rarity
    weights = {word: max(0.1, rarity(word)) for word in query.content_words}
    kept = []
    for article_id in order[:MOST_READ]:
        article = chain.catalog.article(article_id)
        if article is None:
            continue
        held = set(analyse(f"{article.title or ''}\n{article.text}"))
        has = sum(w for word, w in weights.items() if held & set(analyse(word)))
        if has >= _SHARE_OF_SUBJECT * sum(weights.values()):
            kept.append(article)
    return kept


def without_outlets(subject: str, chain: Chain) -> str:
    """The subject without the publishers that the question is asked of."""
    named = {word.lower() for name in chain.outlets for word in name.split()}
    return " ".join(word for word in subject.split() if word.lower() not in named)


def day_of(told: Told, chain: Chain) -> tuple[str, bool]:
    """The day of a sentence, and whether it is the event's rather than the report's. An event
    outside the question's period leaves the day of the report.
    """
    published = told.published or ""
    event = event_day(told)
    if event is None:
        return published, False
    day, period = date.fromisoformat(event), chain.period
    if period is not None and (
        (period.first and day < period.first) or (period.last and day > period.last)
    ):
        return published, False
    return event, True


def _best(article: Article, chain: Chain, terms: set[str]) -> Told | None:
    told = told_by(article, chain.passages_of(article.article_id), terms)
    return told[0] if told else None


def _one_a_story(
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


def most_telling(
    dated: Sequence[tuple[tuple[str, bool], Told]], most: int
) -> list[tuple[tuple[str, bool], Told]]:
    """At most `most` entries, in order of time: the best of each day first, days with more reports
    before others.
    """
    reports = Counter(day[0] for day, _ in dated)
    ranked = sorted(dated, key=lambda pair: -pair[1].score)
    turns: Counter[str] = Counter()
    order = []
    for pair in ranked:
        turns[pair[0][0]] += 1
        order.append((turns[pair[0][0]], -reports[pair[0][0]], -pair[1].score, pair))
    chosen = [row[3] for row in sorted(order, key=lambda row: row[:3])[:most]]
    return sorted(chosen, key=lambda pair: (pair[0][0], pair[1].article.published_at or ""))
