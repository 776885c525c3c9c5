"""How many articles, and which: counted over the whole index by a rule that the answer says; and
the articles whose headlines have what was typed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.text.terms import analyse
from index.types import Article
from qa.answer.matter import Matter, matter_of
from qa.answer.wording import article_label, plain
from qa.forms.articles.matching import filter_of, matching, said_in, word_terms
from qa.forms.articles.wanted import read_subject, wanted_of
from qa.forms.chain import Built, Chain
from qa.forms.timeline import articles_on
from qa.question.at_any_time import without_days
from qa.question.form_rules import ARTICLES, AskedForm
from qa.question.period import Period, asked_period
from qa.question.query import FUNCTION_WORDS, words_of

_BY_OUTLET = re.compile(
    r"\b(?:(?:are|is) (?:there )?)?(?:by|per|from|for|of|does|did|has)\s+(?:each|every|the)?\s*"
    r"(?:outlet|publisher|newspaper|paper|source|agency)s?\b(?:\s+(?:have|has|published?|written?))?",
    re.I,
)
# "… and how many from the Gazette?": another count of articles, and no count of what they tell.
_AND_HOW_MANY = re.compile(
    rf"\s*(?:,\s*|,?\s+(?:and|or|but)\s+)how many\s+(?:of (?:them|these|those)\s+)?"
    rf"(?:{ARTICLES}\s+)?"
    r"(?=(?:(?:are|is|were|was|do|does|did|have|has|come|came)\s+)?(?:there\s+)?(?:from|by|about|on|"
    r"in|of|between|mention\w*|nam(?:e|es|ing)|cover\w*|discuss\w*|report\w*|quot\w+|published|"
    r"written|not|dated)\b)",
    re.I,
)
MOST_NAMED = 10  # articles named behind a count; the rest is counted
MOST_LISTED = 12  # articles cited in a list
# Words typed as into a search box are answered by the articles whose headlines say them.
MOST_TYPED = 7
MOST_BY_HEADLINE = 3
_LEAST_OF_HEADLINE = 0.6  # of the words typed, in the headline of an article that is meant
_LATER = 0.8  # further articles have so much of the best one's share


def count_articles(asked: AskedForm, chain: Chain) -> Built | None:
    """The answer to "how many articles …", from the catalog; None where the rule can't be read. Of
    "how many from Reuters and how many from CNN" each is counted by itself.
    """
    pieces = [p for p in _AND_HOW_MANY.split(asked.rest) if p.strip(" ?.!")]
    if len(pieces) > 1:
        counts = [
            _counted(
                replace(asked, rest=piece),
                replace(chain, period=_period_of(piece, chain), periods=()),
            )
            for piece in pieces
        ]
    else:
        of_each = _of_each_period(asked, chain)
        counts = [_counted(asked_of, each) for asked_of, each in of_each]
    said = [built.said for built in counts if built is not None]
    return Built("count", said=" ".join(said)) if said and len(said) == len(counts) else None


def _of_each_period(asked: AskedForm, chain: Chain) -> list[tuple[AskedForm, Chain]]:
    """What is asked of the articles of each time that the question names; itself where of one."""
    words = [period.words for period in chain.periods]
    if len(words) < 2:
        return [(asked, chain)]
    plain_asked = replace(asked, rest=without_days(asked.rest, words))
    return [(plain_asked, each) for each in chain.each_period()]


def _period_of(piece: str, chain: Chain) -> Period | None:
    """The period of one of several counts: its own, else the question's where no count has one."""
    own = asked_period(piece, chain.reference)
    if own is not None or chain.period is None:
        return own
    return None if chain.period.words in _AND_HOW_MANY.sub(" ", chain.query.text) else chain.period


def _counted(asked: AskedForm, chain: Chain) -> Built | None:
    by_outlet = _BY_OUTLET.search(asked.rest)
    rest = _BY_OUTLET.sub(" ", asked.rest) if by_outlet else asked.rest
    wanted = read_subject(chain) if asked.subject else wanted_of(asked.which, rest, chain)
    if wanted is None:
        return None
    rule = wanted.rule
    if by_outlet:
        every = matching(wanted, chain) if rule else chain.catalog.articles(chain.where())
        return Built("count", said=_each_outlet(every, rule, chain))
    found = matching(wanted, chain)
    if not rule:
        return None  # everything is counted: `qa.forms.corpus` says more
    searched = chain.catalog.coverage(chain.asked.where).articles
    said = f"{len(found)} of {searched} articles {_singular(rule) if len(found) == 1 else rule}"
    if not found:
        said = f"0 articles {rule}, of {searched}"
    elif len(found) < MOST_NAMED or searched > len(found):
        said += f": {'; '.join(map(named_article, found[:MOST_NAMED]))}"
        if len(found) > MOST_NAMED:
            said += f"; and {len(found) - MOST_NAMED} more"
    said = f"{said.rstrip('.')}."
    said += _copies(found, chain)
    where = filter_of(wanted, chain)
    undated = chain.catalog.coverage(where).undated if where.after or where.before else 0
    if undated:
        said += f" {undated} of unknown date {'was' if undated == 1 else 'were'} left out."
    return Built("count", said=said)


def _each_outlet(found: Sequence[Article], rule: str, chain: Chain) -> str:
    """How many articles each outlet has, the most first."""
    counts = Counter(article.publisher for article in found)
    named = [f"{plain(name)} {n}" for name, n in counts.most_common() if name is not None]
    if counts[None]:
        named.append(f"no outlet named {counts[None]}")
    searched = chain.catalog.coverage(chain.asked.where).articles
    said = (
        f"{len(found)} of {searched} articles {rule}".rstrip() if rule else f"{searched} articles"
    )
    outlets = len(counts) - (None in counts)
    if outlets > 1:
        said += f", from {outlets} outlets"
    return f"{said}: {'; '.join(named)}.{_copies(found, chain)}" if named else f"{said}."


def list_articles(asked: AskedForm, chain: Chain) -> Built | None:
    """The articles that "which articles …" means, each cited at the sentence that has the matter;
    None where the rule can't be read or no article fits.
    """
    articles_of: dict[str, Article] = {}
    for asked_of, each in _of_each_period(asked, chain):
        wanted = (
            read_subject(each) if asked.subject else wanted_of(asked_of.which, asked_of.rest, each)
        )
        if wanted is None or not wanted.rule:
            return None
        articles_of |= {a.article_id: a for a in matching(wanted, each)}
    assert wanted is not None
    found = _one_of_each(list(articles_of.values()), chain)
    drafts, articles = [], {}
    matter = matter_of(" ".join(wanted.words), chain.catalog.vocabulary().rarity)
    for article in found[:MOST_LISTED]:
        told = chain.told(article, matter)
        having = [t for t in told if all(said_in(w, word_terms(t.text)) for w in wanted.words)]
        best = (having or told)[:1]
        if best:
            articles[article.article_id] = article
            drafts.append(chain.say(best[0], before=f"{named_article(article)}: "))
    return Built("list", tuple(drafts), articles) if drafts else None


def _one_of_each(found: Sequence[Article], chain: Chain) -> list[Article]:
    """Of copies the first alone."""
    clusters = chain.catalog.copies.clusters_of(a.article_id for a in found)
    kept: dict[str, Article] = {}
    for article in found:
        kept.setdefault(clusters.get(article.article_id, article.article_id), article)
    return list(kept.values())


def _copies(found: Sequence[Article], chain: Chain) -> str:
    independent = len(_one_of_each(found, chain))
    if independent == len(found):
        return ""
    verb = "is" if independent == 1 else "are"
    return f" Copies counted once, {independent} of them {verb} independent."


def named_article(article: Article) -> str:
    """An article by headline, outlet and day: “Talks fail” (Reuters, 2022-03-14)."""
    facts = [plain(article.publisher or ""), (article.published_at or "")[:10]]
    known = ", ".join(fact for fact in facts if fact)
    return f"{article_label(article)} ({known})" if known else article_label(article)


def _singular(rule: str) -> str:
    for many, one in (
        ("mention ", "mentions "),
        ("are ", "is "),
        ("were ", "was "),
        ("their headline", "its headline"),
    ):
        rule = rule.replace(many, one)
    return rule


def build_headlines(chain: Chain) -> Built | None:
    """The most telling sentence of each article whose headline has the words; None for a question
    in a sentence, or where no headline has them.
    """
    text = chain.query.text
    words = words_of(text)
    if not 2 <= len(words) <= MOST_TYPED or "?" in text:
        return None
    content = [w for w in words if w.lower() not in FUNCTION_WORDS]
    if len(content) < len(words) - 1 or len(content) < 2:
        return None
    matter = matter_of(" ".join(content), chain.catalog.vocabulary().rarity)
    if not matter:
        return None
    ranked = sorted(
        ((_of_headline(article, matter), article) for article in articles_on(matter, chain)),
        key=lambda pair: -pair[0],
    )
    if not ranked or ranked[0][0] < _LEAST_OF_HEADLINE:
        return None
    chosen = [a for share, a in ranked if share >= _LATER * ranked[0][0]][:MOST_BY_HEADLINE]
    drafts, held = [], {}
    for article in chosen:
        told = chain.told(article, matter)
        if told:
            drafts.append(chain.say(told[0]))
            held[article.article_id] = article
    return Built("lookup", tuple(drafts), held) if drafts else None


def _of_headline(article: Article, matter: Matter) -> float:
    return matter.share(analyse(article.title or ""))
