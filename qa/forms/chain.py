"""What a form of answer may ask of the chain for one question, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from index.catalog.catalog import Catalog
from index.library import Library
from index.text.terms import analyse
from index.types import Article, ArticleFilter, Passage
from qa.answer.draft import DraftStatement
from qa.answer.matter import Matter, matter_of
from qa.answer.telling import Told, statement_of, told_by
from qa.evidence.blend import Place
from qa.evidence.missing import Lacks
from qa.evidence.rerank import PassageScorer, ReadsAhead
from qa.evidence.retrieve import article_of, retrieve, search_keywords
from qa.evidence.search import Found, search
from qa.evidence.sentences import EvidenceSentence, find_evidence
from qa.evidence.windows import window_of
from qa.question.asked import Asked
from qa.question.at_any_time import without_days
from qa.question.dates import REPORTED_WITHIN_DAYS
from qa.question.form import subject_of
from qa.question.hints import Leaning
from qa.question.period import Period, without_period
from qa.question.query import Query, Spelling, prepare, words_of
from qa.settings import Settings
from qa.types import Form

# Read for a form: passages of an article, those with most of the matter, and articles, the best
# first.
PASSAGES_OF_ARTICLE, MOST_ARTICLES_READ = 3, 12
_AMONG_ONE = 10  # what is asked of one article on the matter is asked among so many passages


@dataclass(frozen=True)
class DraftSide:
    """One side of a disagreement: its value and the statement (by place) that has it."""

    value: str
    statement: int
    publishers: tuple[str, ...]
    published_at: str | None


@dataclass(frozen=True)
class DraftDisagreement:
    """Reports that differ about one thing, before markers are numbered."""

    about: str
    sides: tuple[DraftSide, ...]


@dataclass(frozen=True)
class DraftEntry:
    """A day of a timeline, and the statement (by place) that says what happened."""

    on: str
    precision: str
    statement: int
    text: str


@dataclass(frozen=True)
class Built:
    """An answer in a form: statements in reading order, or words `said` of the catalog alone.

    `articles` holds every article that a statement quotes; `chosen` the evidence of a short answer.
    """

    form: Form
    drafts: tuple[DraftStatement, ...] = ()
    articles: Mapping[str, Article] = field(default_factory=dict)
    chosen: tuple[EvidenceSentence, ...] = ()
    entries: tuple[DraftEntry, ...] = ()
    disagreements: tuple[DraftDisagreement, ...] = ()
    said: str = ""


@dataclass(frozen=True)
class Chain:
    """One question on its way: what it says, which articles it is for, and how to search them.

    `reference` is the day that "this week" is counted from; `period` the days it names, if any,
    and `periods` all of them where it names several; `short` where the same is asked for in fewer
    words; `story` the articles (by id) that the conversation before it is about, if any, and
    `leans` whether it can only be about them; `bound` whether no others are read.
    """

    library: Library
    settings: Settings
    scorer: Callable[[], PassageScorer]
    asked: Asked
    query: Query
    leaning: Leaning
    spelling: Spelling
    reference: date
    period: Period | None
    outlets: tuple[str, ...] = ()
    short: bool = False
    periods: Sequence[Period] = ()
    story: frozenset[str] = frozenset()
    leans: bool = False
    bound: bool = False

    @property
    def catalog(self) -> Catalog:
        """The catalog of the index."""
        return self.library.catalog

    def matter(self) -> Matter:
        """What the question is about, without its form, its period and its outlets."""
        subject = subject_of(without_period(self.query.text, self.period))
        named = {word for name in self.outlets for word in words_of(name)}
        short = {"AP", "Guardian", "Times", "Post"} if self.outlets else set[str]()
        whole = matter_of(subject, self.catalog.vocabulary().rarity)
        # Of what is asked about other words than those no article has say enough, if any do.
        unknown = [
            word for word in whole.words if word.islower() and not self.spelling.contains(word)
        ]
        if len(unknown) == len(whole.words):
            unknown = []
        return whole.without([*named, *short, *unknown])

    def each_period(self) -> list[Chain]:
        """The question asked of each of the periods it names; itself where it names at most one."""
        if len(self.periods) < 2:
            return [self]
        text = without_days(self.query.text, [period.words for period in self.periods])
        query = replace(self.query, text=text)
        return [replace(self, query=query, period=p, periods=(p,)) for p in self.periods]

    def all_periods(self) -> Chain:
        """The question asked of the days from the first of its periods to the last of them."""
        if len(self.periods) < 2:
            return self
        firsts, lasts = zip(*((p.first, p.last) for p in self.periods), strict=True)
        return replace(self, period=Period(min(firsts), max(lasts), ""), periods=())

    def where(self, *, publishers: Sequence[str] = (), reported: bool = False) -> ArticleFilter:
        """The filter of the question, with its period, and of these publishers alone. `reported`:
        also what was published in the week after the period, for news follows its event.
        """
        where = self.asked.where
        if self.period is not None:
            period = self.period
            if reported and period.last is not None:
                late = period.last + timedelta(days=REPORTED_WITHIN_DAYS)
                period = replace(period, last=late)
            after, before = period.after, period.before
            where = replace(
                where,
                after=max(filter(None, (where.after, after)), default=None),
                before=min(filter(None, (where.before, before)), default=None),
            )
        return replace(where, publishers=tuple(publishers)) if publishers else where

    def ids(self, where: ArticleFilter | None = None) -> set[str] | None:
        """The articles of a filter, of the question's own and its period without one; None for all
        articles.
        """
        where = self.where() if where is None else where
        ids = None if where.is_empty else self.catalog.article_ids(where)
        if self.bound:
            return set(self.story) if ids is None else ids & self.story
        return ids

    def having(
        self, text: str, passages: int, articles: int, ids: set[str] | None
    ) -> Iterator[Article]:
        """The articles, of those with these `ids`, whose passages have most of the words of a text:
        of so many passages, at most so many articles, the best first.
        """
        if ids is not None and not ids:
            return
        ranked = search_keywords(prepare(text, self.spelling), self.library, passages, ids)
        order = list(dict.fromkeys(article_of(passage_id) for passage_id, _ in ranked))
        for article_id in order[:articles]:
            article = self.catalog.article(article_id)
            if article is not None:
                yield article

    def ask(self, text: str, where: ArticleFilter | None = None) -> Found:
        """Retrieve and read for another question than the one asked, e.g. a part of it."""
        return self._search(text, self.ids(self.asked.where if where is None else where))

    def of_story(self, text: str) -> Found:
        """The same of the articles that the conversation is about, within the question's filter."""
        within, ids = set(self.story), self.ids(self.asked.where)
        return self._search(text, within if ids is None else within & ids)

    def _search(self, text: str, ids: set[str] | None) -> Found:
        return search(
            prepare(text, self.spelling),
            self.library,
            self.scorer(),
            top_k=self.asked.top_k,
            candidates=self.settings.candidates,
            article_ids=ids,
            preferred=self.leaning.preferred if ids is None else (),
        )

    def read(
        self, question: str, articles: Sequence[Article], matter: Matter
    ) -> dict[str, list[EvidenceSentence]]:
        """What each of several articles answers to a question, by the model that reads for lookups:
        by article id the sentences, the likeliest first. A form that goes by words alone takes the
        sentence that repeats the question; the model takes the one that answers it.
        """
        query = prepare(question, self.spelling)
        lacks, rarity = Lacks(query), self.catalog.vocabulary().rarity
        scorer = self.scorer()
        of_each: list[tuple[Article, list[Passage], Sequence[Passage]]] = []
        for article in articles[:MOST_ARTICLES_READ]:
            passages = self.passages_of(article.article_id)
            body = [p for p in passages if p.kind == "body"]
            body.sort(key=lambda p: -matter.share(analyse(article.text[p.start_char : p.end_char])))
            of_each.append((article, body[:PASSAGES_OF_ARTICLE], passages))
        if query.content_words and isinstance(scorer, ReadsAhead):
            windows = [window_of(p, a, passages) for a, body, passages in of_each for p in body]
            scorer.read_ahead(query.text, [(text, local) for text, local, _ in windows])
        found: dict[str, list[EvidenceSentence]] = {}
        for article, body, passages in of_each:
            evidence = find_evidence(
                query,
                body,
                {article.article_id: article},
                {article.article_id: passages},
                scorer,
                {p.passage_id: Place(passages=_AMONG_ONE) for p in body},
                rarity,
                lacks,
            )
            found[article.article_id] = list(evidence.sentences)
        return found

    def nearest(self, most: int) -> list[Article]:
        """The articles whose passages are nearest to the question, unread, the best first."""
        found = retrieve(
            self.query,
            self.library,
            limit=self.settings.candidates,
            candidates=self.settings.candidates,
            article_ids=self.ids(),
        )
        order = list(dict.fromkeys(one.passage.article_id for one in found))[:most]
        articles = (self.catalog.article(article_id) for article_id in order)
        return [article for article in articles if article is not None]

    def alike(self, one: str, other: str) -> float:
        """Cosine of two texts' vectors, -1 to 1."""
        vectors = self.library.embedder.encode([one, other])
        return float(vectors[0] @ vectors[1])

    def told(self, article: Article, matter: Matter) -> list[Told]:
        """The sentences of an article, the most telling of a matter first."""
        return told_by(article, self.passages_of(article.article_id), matter)

    def say(self, told: Told, *, before: str = "", score: float = 1.0) -> DraftStatement:
        """A sentence as a statement that can be read alone, with words of ours `before` it."""
        passages = self.passages_of(told.article.article_id)
        return statement_of(told, passages, before=before, score=score)

    def passages_of(self, article_id: str) -> Sequence[Passage]:
        """All passages of an article, in order."""
        return self.catalog.passages_of(article_id)
