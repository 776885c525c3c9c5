"""What one outlet says, alone or beside another, and where reports differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from index.byline.publishers import normalise_publisher, same_publisher
from index.text.terms import NAME_PREFIX, fold
from index.types import Article
from qa.answer.draft import DraftStatement, without_overlaps
from qa.answer.figures import Figure, asked_figures, figures_of
from qa.answer.matter import Matter
from qa.answer.telling import Told, label, label_of
from qa.answer.wording import plain
from qa.forms.chain import Built, Chain, DraftDisagreement, DraftSide
from qa.forms.conversation.parts import build_sides
from qa.forms.sides.differences import (
    Difference,
    differences,
    sentence_terms,
    sides_of,
)
from qa.forms.sides.opposed import build_opposed
from qa.forms.sides.outlets import build_outlets, build_rival
from qa.forms.sides.speakers import asks_figure, build_speakers
from qa.forms.timeline import articles_on, build_timeline, with_story
from qa.question.at_any_time import differed_on
from qa.question.parts import compared_questions
from qa.question.period import Period, asked_days, without_period
from qa.question.query import words_of
from qa.question.sides.asked import asked_sides
from qa.question.sides.framed import framed

_OUTLET_REPORTED = re.compile(
    r"^\W*(?:and |but |so )?what (?:all |else |exactly )?(?:did|does|do|has|have|"
    r"had)\s+(?P<who>(?:the )?[\w’'.& -]{2,50}?)\s+(?:also )?(?:report|sa(?:y|id)|wr[io]te|"
    r"written|publish|print|tell|told|have|carry|cover)(?:ed)?\b(?:\s+(?:on|about|of|regarding|"
    r"concerning)\s+(?P<about>\S.*?)|(?P<nothing>))\W*$",
    re.I,
)
# What no figure answers.
_ASKS_WORDS = re.compile(
    r"^(?:who|whom|where|why|which (?:person|man|woman|place)|"
    r"what (?!(?:is|was|are|were|did|do|does)\b))",
    re.I,
)
MOST_OF_OUTLET = 3
MOST_DIFFERENCES, MOST_OF_ALL = 3, 6  # on a matter, and in the whole collection
MOST_OUTLETS = 4
MOST_SEARCHED = 30  # passages that are looked through for a figure
MOST_OF_SIDE = 1  # statements for what is compared
_LEAST_TOLD = 0.4  # of the matter's words, in the sentence that stands for an outlet


def build_of_outlet(chain: Chain) -> Built | None:
    """What one outlet reported of a period or a matter, from its own articles; None for any other
    question and where it has none.
    """
    asked = _OUTLET_REPORTED.match(without_period(chain.query.text, chain.period))
    if asked is None or len(chain.outlets) != 1 or not _names(asked["who"], chain):
        return None
    own = replace(chain.asked, where=chain.where(publishers=chain.outlets))
    of_outlet = replace(chain, asked=own)
    about = (asked["about"] or "").strip(" ?.!")
    if not about:
        return build_timeline(of_outlet)
    [answer] = build_sides([f"What is said about {about}?"], of_outlet)
    drafts = [replace(d, text=f"{label_of(answer.articles[d.quotes[0].article_id])}: {d.text}")
              for d in answer.drafts]  # fmt: skip
    if drafts:
        return Built("lookup", tuple(drafts), answer.articles, answer.chosen)
    matter = chain.matter()
    told = [t for a in articles_on(matter, of_outlet) for t in chain.told(a, matter)[:1]]
    told = sorted(told, key=lambda t: -t.score)[:MOST_OF_OUTLET]
    drafts = [chain.say(t, before=f"{label(t)}: ") for t in told]
    held = {t.article.article_id: t.article for t in told}
    return Built("lookup", tuple(drafts), held) if drafts else None


def _names(who: str, chain: Chain) -> bool:
    """Whether the words name the question's outlet and nothing more."""
    words = {fold(word) for word in words_of(who)} - {"the"}
    name = normalise_publisher(who)
    outlet = chain.outlets[0]
    return same_publisher(name, outlet) or words <= {fold(word) for word in words_of(outlet)}


def build_comparison(chain: Chain, *, sides: bool = False) -> Built | None:
    """The sides of what is compared, each cited; None where there are not two. `sides`: those who
    speak are compared rather than outlets or times.
    """
    if _asks_sides(chain):
        opposed = build_opposed(chain, lambda: _by_rules(chain, sides=sides))
        if opposed is not None:
            return opposed
    return _by_rules(chain, sides=sides)


def _by_rules(chain: Chain, *, sides: bool) -> Built | None:
    """The same by what is known of wordings, of figures that count alike, and of who speaks."""
    asked_of = asked_sides(chain.query.text) if sides else None
    if asked_of is not None:
        of_one = _of_outlets(chain)
        if asks_figure(asked_of.core) and not asked_of.sides and len(chain.outlets) < 2:
            said = build_rival(asked_of.core, of_one)
            if said is not None and said.disagreements:
                return said  # the model is surer of figures than of who speaks
        said = None if asked_of.of_reports else build_speakers(of_one, asked_of)
        if said is not None or not asked_of.plain:
            return said
    days = asked_days(chain.query.text, chain.reference)
    if len({(d.first, d.last) for d in days}) > 1 and not chain.outlets:
        return _then_and_then(days, chain)
    if not chain.outlets and (asked := compared_questions(chain.query.text, chain.spelling)):
        compared = _of_sides(asked, chain)
        if compared is not None:
            return compared
    matter = chain.matter()
    words = [word for word in matter.words if not word[:1].isdigit()]
    if len(matter.words) - len(words) > 1:  # no article need have both of the figures
        if not words:
            return None  # "Was it 31 or 41?" alone says nothing of what it was
        matter = matter.without(set(matter.words) - set(words))
    articles = [
        article
        for article in with_story(articles_on(matter, chain), chain, matter)
        if not chain.outlets or _is_of(article, chain.outlets)
    ]
    close = matter.among(sentence_terms(articles, chain), chain.query.names)
    by_figure = _by_figure(articles, close, chain)
    if by_figure is not None:
        return by_figure
    about = differed_on(without_period(chain.query.text, chain.period))
    about = asked_of.core if asked_of is not None and asked_of.core else about
    of_outlets = build_outlets(about, articles, close, chain)
    if of_outlets is not None and (of_outlets.disagreements or _has_figures(of_outlets)):
        return of_outlets
    # What two sides say of a matter is no difference in figures.
    of_words = asked_of is not None and asked_of.sides and not asks_figure(asked_of.core)
    of_words = of_words or _ASKS_WORDS.match(about or "") is not None
    found = [] if of_words else differences(articles, chain, close)
    if not found and len(chain.outlets) > 1 and not of_words:
        found = differences(articles, chain, Matter(), at_any_time=True)
        found = [d for d in found if _is_on(d, matter)] or found
    read = chain.read(about, articles, close) if about and len(chain.outlets) < 2 else {}
    # The model tells which difference the question is about, and whether it is about any.
    scores = {(s.article.article_id, s.start_char): s.score for v in read.values() for s in v}
    found.sort(key=lambda d: -_read_score(d, scores))
    if found:
        if about:
            found[0] = replace(found[0], about=plain(about.rstrip(" ?"))[:80])
        most = MOST_DIFFERENCES if matter else MOST_OF_ALL
        return _with_differences(found[:most], chain)
    few = len(chain.outlets) < 2
    by_rival = (
        build_rival(about, _of_outlets(chain), alone=bool(asked_of)) if about and few else None
    )
    found_beside = of_outlets or by_rival or _side_by_side(articles, close, chain)
    if found_beside is None and about:  # what all say alike, or only one says, is an answer too
        return build_rival(about, chain, alone=True)
    return found_beside


def _asks_sides(chain: Chain) -> bool:
    """Whether it is asked who says what, and not what two things or two times have in common."""
    text, frame = chain.query.text, framed(chain.query.text).frame
    days = asked_days(text, chain.reference)
    if not frame and (len({(d.first, d.last) for d in days}) > 1 or len(chain.outlets) > 1):
        return False  # "What do Reuters and the Guardian say about the dam?": no two need differ
    if len({f.value for f in asked_figures(text)}) > 1:
        return False
    says = asked_sides(text) is not None or differed_on(text) is not None or bool(frame)
    return says and not compared_questions(text, chain.spelling)


def _of_outlets(chain: Chain) -> Chain:
    """The chain of the one outlet's articles where the question names one."""
    if len(chain.outlets) != 1:
        return chain
    return replace(chain, asked=replace(chain.asked, where=chain.where(publishers=chain.outlets)))


def _has_figures(built: Built) -> bool:
    """Whether every statement has a figure: what outlets agree on is an answer too."""
    return all(figures_of(draft.text.partition(": ")[2], bare=True) for draft in built.drafts)


def _read_score(difference: Difference, scores: Mapping[tuple[str, int], float]) -> float:
    """How surely the sides answer what reports are said to differ on, by the weakest of them."""
    sides = difference.sides
    return min(scores.get((s.told.article.article_id, s.told.start_char), 0.0) for s in sides)


def _by_figure(articles: Sequence[Article], matter: Matter, chain: Chain) -> Built | None:
    """Where the question names the figures that are compared: of each the sentence that has it."""
    asked = asked_figures(chain.query.text)
    if len({f.value for f in asked}) < 2:
        return None
    chosen: list[tuple[Figure, Told]] = []
    for figure in asked[:MOST_OUTLETS]:
        having = _having(figure, articles, matter, chain) or _having(
            figure, _articles_with(figure, chain), matter, chain
        )
        best = max(having, key=lambda t: (round(t.share, 1), t.score), default=None)
        if best is not None and all(best.text != told.text for _, told in chosen):
            chosen.append((figure, best))
    if len(chosen) < 2:
        return None
    chosen.sort(key=lambda pair: pair[1].article.published_at or "")
    told = [t for _, t in chosen]
    sides = tuple(
        DraftSide(plain(figure.words), n, tuple(filter(None, (t.article.publisher,))), t.published)
        for n, (figure, t) in enumerate(chosen)
    )
    drafts = tuple(chain.say(t, before=f"{label(t)}: ") for t in told)
    articles_of = {t.article.article_id: t.article for t in told}
    about = plain(" ".join(chosen[0][0].words.split()[1:])) or "the figure"
    differ = () if _agree(told, asked) else (DraftDisagreement(about, sides),)
    return Built("comparison", drafts, articles_of, disagreements=differ)


def _having(
    figure: Figure, articles: Iterable[Article], matter: Matter, chain: Chain
) -> list[Told]:
    """The sentences that have a figure."""
    return [
        told
        for article in articles
        for told in chain.told(article, matter)
        if any(f.value == figure.value and _counts(f, figure) for f in figures_of(told.text))
    ]


def _articles_with(figure: Figure, chain: Chain) -> list[Article]:
    """The articles that have the words of a figure, of the outlets that the question names."""
    where = chain.where(publishers=chain.outlets if len(chain.outlets) > 1 else ())
    nouns = " ".join(n for n in figure.nouns if not n.startswith(NAME_PREFIX))
    words = f"{figure.words} {nouns}"
    return list(chain.having(words, MOST_SEARCHED, MOST_SEARCHED, chain.ids(where)))


def _agree(told: Sequence[Told], asked: Sequence[Figure]) -> bool:
    """Whether sentences that have the figures asked about may all be true: "642", "some 640"."""
    values = {f.value for f in asked}
    having = [next(f for f in figures_of(t.text) if f.value in values) for t in told]
    return all(one.agrees(two) for one in having for two in having)


def _counts(one: Figure, asked: Figure) -> bool:
    """Whether a figure of a sentence may be the one that is asked about."""
    return one.counts_like(asked) or not (asked.nouns or asked.unit)


def _of_sides(asked: Sequence[str], chain: Chain) -> Built | None:
    """What is compared, each side asked for by itself; None where one of them isn't told."""
    answers = build_sides(asked, chain)
    drafts: list[DraftStatement] = []
    held: dict[str, Article] = {}
    for answer in answers:
        held |= answer.articles
        for draft in answer.drafts[:MOST_OF_SIDE]:
            article = answer.articles[draft.quotes[0].article_id]
            drafts.append(replace(draft, text=f"{label_of(article)}: {draft.text}"))
    sides = without_overlaps(drafts)
    if not all(answer.drafts for answer in answers) or len(sides) < len(answers):
        return None
    return Built("comparison", sides, held)


def _with_differences(found: Sequence[Difference], chain: Chain) -> Built:
    told: dict[tuple[str, int], Told] = {}
    for difference in found:
        for side in difference.sides:
            told.setdefault((side.told.article.article_id, side.told.start_char), side.told)
    places = {key: place for place, key in enumerate(told)}
    drafts = tuple(chain.say(t, before=f"{label(t)}: ") for t in told.values())
    disagreements: list[DraftDisagreement] = [sides_of(d, places) for d in found]
    articles = {t.article.article_id: t.article for t in told.values()}
    return Built("comparison", drafts, articles, disagreements=tuple(disagreements))


def _side_by_side(articles: Sequence[Article], matter: Matter, chain: Chain) -> Built | None:
    """Of each outlet the sentence that tells most of the matter."""
    best: dict[str, Told] = {}
    for article in articles:
        outlet = article.publisher
        if outlet is None:
            continue
        told = chain.told(article, matter)
        top = max(told, key=lambda t: (round(t.share, 2), t.score), default=None)
        if top and (
            outlet not in best or (top.share, top.score) > (best[outlet].share, best[outlet].score)
        ):
            best[outlet] = top
    chosen = [
        told
        for told in best.values()
        if not matter or told.share >= _LEAST_TOLD or told.article.publisher in chain.outlets
    ]
    wanted = max(2, len(chain.outlets)) if chain.outlets else 2
    if len(chosen) < min(2, wanted):
        return None
    chosen = sorted(chosen, key=lambda told: -told.score)[:MOST_OUTLETS]
    chosen.sort(key=lambda told: told.article.published_at or "")
    drafts = tuple(chain.say(t, before=f"{label(t)}: ") for t in chosen)
    return Built("comparison", drafts, {t.article.article_id: t.article for t in chosen})


def _then_and_then(days: Sequence[Period], chain: Chain) -> Built | None:
    """Of each time that is compared the sentence that tells most of the matter."""
    matter = chain.matter().without(w for d in days for w in words_of(d.words))
    chosen: list[Told] = []
    for day in days:
        then = replace(chain, period=day)
        told = [t for article in articles_on(matter, then) for t in chain.told(article, matter)[:1]]
        if told:
            chosen.append(max(told, key=lambda t: t.score))
    if len({t.article.article_id for t in chosen}) < 2:
        return None
    drafts = tuple(chain.say(t, before=f"{label(t)}: ") for t in chosen)
    return Built("comparison", drafts, {t.article.article_id: t.article for t in chosen})


def _is_on(difference: Difference, matter: Matter) -> bool:
    return any(matter.share(side.terms) for side in difference.sides)


def _is_of(article: Article, outlets: Sequence[str]) -> bool:
    return article.publisher in outlets or bool(set(article.credits) & set(outlets))
