"""What asks nothing new of a conversation: where the last answer stands, and the same in short."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from index.library import Library
from index.text.terms import analyse
from index.types import Article
from qa.answer.draft import DraftStatement, draft_statements, without_overlaps
from qa.answer.telling import Told
from qa.answer.wording import plain
from qa.evidence.context import article_sentences
from qa.evidence.credits import credit_lines
from qa.evidence.retrieve import search_keywords
from qa.evidence.search import Found
from qa.evidence.sentences import Evidence, EvidenceSentence
from qa.forms.articles.lists import named_article
from qa.forms.chain import Built, Chain
from qa.forms.conversation.next import build_next
from qa.forms.conversation.story import MARKERS, nearer, told_last, within_story
from qa.forms.said import name_as_answer
from qa.question.conversation.asked_again import WHAT_NEXT, WHERE_SAID, asks_making
from qa.question.conversation.mentions import in_answer
from qa.question.query import FUNCTION_WORDS, Spelling, prepare

MOST_TOGETHER = 20  # passages in which words are looked for together
_WHY_ALONE = re.compile(
    r"^\W*(?:(?:and|but|so|ok|well)\W+)*(?:why(?: not| so| is that| was that)?|how come)\W*$", re.I
)
_SHORT_TERMS = 12  # an answer of no more is a name or two
_WHO_SAID = re.compile(r"^\W*(?:(?:and|but|so)\W+)*(?:who|says who|according to who)", re.I)
_WHEN_MADE = re.compile(r"\b(?:when|day|date|long ago|old)\b", re.I)
_ELSE = re.compile(r"\belse\b", re.I)
_LOOK_FOR_REASON = 3  # sentences behind the one that was told
_REASON = re.compile(
    r"\b(?:because|blam(?:e|es|ed|ing)|due to|owing to|in protest|cit(?:ed|es|ing)|the reason|"
    r"in response|as a result|caused by|prompted by|so that|in order to|to (?:avoid|prevent|make "
    r"way)|thanks to|since (?:he|she|it|they|the)|attributed)\b",
    re.I,
)
_LIST_BEHIND_COUNT = re.compile(r":\s“.*?(?=\.(?:\s|$))", re.S)


def stand_together(words: Sequence[str], library: Library, spelling: Spelling) -> bool:
    """Whether one passage of the collection has all of these words, in whatever form."""
    text = " ".join(words)
    terms = set(analyse(" ".join(w for w in words if w.lower() not in FUNCTION_WORDS)))
    ranked = search_keywords(prepare(text, spelling), library, MOST_TOGETHER, None)
    passages = library.catalog.passages([passage_id for passage_id, _ in ranked])
    return any(terms <= set(analyse(passage.text)) for passage in passages)


def build_again(chain: Chain, prefix: str) -> Built | None:
    """The answer to what asks of the last answer: where it stands, what came next, or why; None for
    anything else. `prefix` is what the rewriting has put before the question.
    """
    if prefix == WHERE_SAID:
        asks_who = _WHO_SAID.match(chain.asked.text) and not asks_making(chain.asked.text)
        return _who_said(chain) if asks_who else _where_said(chain)
    if prefix == WHAT_NEXT:
        return build_next(told_last(chain), chain)
    return _reason(chain) if _WHY_ALONE.match(chain.asked.text) else None


def _where_said(chain: Chain) -> Built | None:
    """The articles that the last answer was taken from, each with its words; None where no article
    says it.
    """
    told = told_last(chain)
    drafts = [d for t in told for d in _lines_of_making(t.article, chain)]
    drafts += [chain.say(t, before=f"{named_article(t.article)}: ") for t in told]
    articles = {t.article.article_id: t.article for t in told}
    return Built("lookup", without_overlaps(drafts), articles) if drafts else None


def _lines_of_making(article: Article, chain: Chain) -> list[DraftStatement]:
    """The lines of an article that say who made it, where that is asked for."""
    if not asks_making(chain.asked.text) or _WHEN_MADE.search(chain.asked.text):
        return []
    asked = prepare(f"Who wrote the article {chain.asked.text}", chain.spelling)
    passages = chain.passages_of(article.article_id)
    ids = article.article_id
    lines = credit_lines(replace(asked, names=()), passages, {ids: article}, {ids: passages})
    return draft_statements(lines, {ids: passages})


def _who_said(chain: Chain) -> Built | None:
    """Who says what the last answer told, by name; where nobody is named the article itself."""
    told = told_last(chain)
    said = [(t, d) for t in told if (d := chain.say(t)).asserted_by is not None]
    if not said:
        drafts = [chain.say(t, before=f"{named_article(t.article)} itself: ") for t in told]
        articles = {t.article.article_id: t.article for t in told}
        return Built("lookup", without_overlaps(drafts), articles) if drafts else None
    drafts, chosen = list[DraftStatement](), list[EvidenceSentence]()
    for one in told:
        draft = chain.say(one)
        name = draft.asserted_by.name if draft.asserted_by is not None else ""
        if not name and drafts:
            continue  # who is named says it rather than an article
        before = f"{name}: " if name else f"{named_article(one.article)} itself: "
        before = "" if name and draft.text.startswith(name) else before
        drafts.append(replace(draft, text=f"{before}{draft.text}"))
        chosen += name_as_answer(draft, one.article, chain.passages_of(one.article.article_id))
    articles = {t.article.article_id: t.article for t in told}
    return Built("lookup", without_overlaps(drafts), articles, tuple(chosen[:1]))


def after_it(found: Found, chain: Chain) -> Found:
    """What was found in the light of the conversation: in the articles that it is about where they
    answer, nearer what the last answer told, without what it said where others are asked for.
    """
    if analyse(chain.asked.text) != analyse(chain.query.standalone):
        found = nearer(found, chain)
    return without_said(within_story(found, chain), chain)


def shortened(built: Built) -> Built:
    """The same answer with what stands first of it: of a timeline the first and the last day, of a
    disagreement its two sides, of a count the number.
    """
    if built.said:
        return replace(built, said=_LIST_BEHIND_COUNT.sub("", built.said))
    if built.form == "summary" or len(built.drafts) <= 1:
        return built
    places = [0, len(built.drafts) - 1] if built.form == "timeline" else [0, 1]
    if built.form in ("lookup", "list"):
        places = [0]
    if built.disagreements:
        places = sorted({side.statement for side in built.disagreements[0].sides})
    moved = {place: number for number, place in enumerate(places)}
    kept = [
        replace(d, sides=tuple(replace(s, statement=moved[s.statement]) for s in d.sides))
        for d in built.disagreements[:1]
    ]
    entries = [
        replace(e, statement=moved[e.statement]) for e in built.entries if e.statement in moved
    ]
    drafts = tuple(built.drafts[place] for place in places)
    return replace(built, drafts=drafts, entries=tuple(entries), disagreements=tuple(kept))


def asks_else(question: str) -> bool:
    """Whether others are asked for than those named before: "Who else was arrested?"."""
    return _ELSE.search(question) is not None


def without_said(found: Found, chain: Chain) -> Found:
    """What was found without what the last answer said: "Who else?" asks for others. Unchanged for
    any other question.
    """
    last = next((text for role, text in reversed(chain.asked.turns) if role == "assistant"), "")
    if not last or not asks_else(chain.query.text):
        return found
    asked, answered = analyse(chain.query.text), analyse(MARKERS.sub(" ", last))
    new = set(itertools.pairwise(answered)) - set(itertools.pairwise(asked))
    if len(answered) > _SHORT_TERMS:  # whole sentences: of them the people alone
        people = in_answer(last, chain.spelling).people
        new = {(pair[-2], pair[-1]) for p in people if len(pair := analyse(p)) > 1}
    kept = []
    for sentence in found.evidence.sentences:
        held = analyse(sentence.text)
        if plain(sentence.text) not in last and not new & set(itertools.pairwise(held)):
            kept.append(sentence)
    probability = max((s.score for s in kept), default=0.0)
    return replace(found, evidence=Evidence(tuple(kept), probability))


def _reason(chain: Chain) -> Built | None:
    """Why the last answer is so, where the sentence that tells it or one beside it gives a reason;
    None where none does.
    """
    for told in told_last(chain):
        article = told.article
        spans = article_sentences(chain.passages_of(article.article_id))
        at = next((n for n, s in enumerate(spans) if s[0] == told.start_char), -1)
        for place in [at, *range(at + 1, at + 1 + _LOOK_FOR_REASON), at - 1] if at >= 0 else []:
            if 0 <= place < len(spans) and _REASON.search(article.text[slice(*spans[place])]):
                reason = Told(article, spans[place][0], spans[place][1], 1.0)
                return Built("lookup", (chain.say(reason),), {article.article_id: article})
    return None
