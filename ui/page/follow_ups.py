"""Questions to go on with after an answer. Each is asked of the chain first: none leads nowhere,
none is answered in another form than it asks for, and none with a piece of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from index.text.terms import fold
from qa.answer.wording import plain
from qa.evidence.context import article_sentences, speakers
from qa.suggest.questions import Suggestion, suggestions_about
from qa.types import Answer

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog
    from qa.pipeline import QAPipeline

MOST_SUGGESTED = 3
MOST_TRIED = 6  # questions asked of the chain to find them
_ARTICLES_READ = 4
_NAME_CHARS = 60
# Begins as a sentence does, with speech or not, and ends as one.
_WHOLE = re.compile(r"[“\"'‘«(\[]{0,2}[^\W_a-z].*[.!?…][”\"'’»)\]]{0,2}", re.DOTALL)


def follow_ups(pipeline: QAPipeline, answer: Answer, wanted: int = MOST_SUGGESTED) -> list[str]:
    """Up to `wanted` questions about the topics of the cited (or nearest) articles and the people
    whom they quote, each one answered by the chain when it is asked alone. `pipeline` should read
    extractively: it is asked.
    """
    found: list[str] = []
    for tried, candidate in enumerate(_candidates(pipeline.library.catalog, answer)):
        if tried >= MOST_TRIED or len(found) >= wanted:
            break
        if _leads_on(pipeline.ask(candidate.question), candidate):
            found.append(candidate.question)
    return found


def extractive(pipeline: QAPipeline) -> QAPipeline:
    """The same index and models, answering in the articles' own sentences."""
    if pipeline.settings.reader == "extractive":
        return pipeline
    from qa.pipeline import QAPipeline

    settings = replace(pipeline.settings, reader="extractive")
    return QAPipeline(settings, pipeline.library, scorer=pipeline.scorer)


def _leads_on(answer: Answer, asked: Suggestion) -> bool:
    """Whether the answer is what the question promises, and begins with a whole sentence."""
    if answer.status != "answered" or asked.form not in (None, answer.form):
        return False
    if answer.form == "timeline":
        return len(answer.timeline) > 1
    if answer.form == "comparison":
        return bool(answer.disagreements)
    return _WHOLE.fullmatch(answer.statements[0].text.strip()) is not None


def _candidates(catalog: Catalog, answer: Answer) -> Iterator[Suggestion]:
    """A question on a topic and one on a person in turn; none that was just asked."""
    shown = answer.citations or answer.related
    articles = list(dict.fromkeys(c.article_id for c in shown))[:_ARTICLES_READ]
    asked = fold(f"{answer.question} {answer.standalone_question}")
    topics = suggestions_about(catalog, articles)
    for pair in zip_longest(topics, _people(catalog, articles, asked)):
        for candidate in pair:
            if candidate and fold(candidate.question) not in asked:
                yield candidate


def _people(catalog: Catalog, articles: Sequence[str], said: str) -> Iterator[Suggestion]:
    """Of each article in turn the people quoted most whom the question leaves out."""
    people = [_quoted(catalog, article_id) for article_id in articles]
    for rank in range(max(map(len, people), default=0)):
        for names in people:
            if rank < len(names):
                name = names[rank]
                if fold(name.split()[-1])[:5] not in said:
                    said += f" {fold(name)}"
                    yield Suggestion(f"What did {name} say?")


def _quoted(catalog: Catalog, article_id: str) -> list[str]:
    """Who speaks in an article, by how often, with first and last name."""
    article = catalog.article(article_id)
    if article is None:
        return []
    counts: dict[str, int] = {}
    for start, end in article_sentences(catalog.passages_of(article_id)):
        for name in speakers(article.text[start:end]):
            known = plain(name)
            if len(known.split()) > 1 and len(known) <= _NAME_CHARS:
                counts[known] = counts.get(known, 0) + 1
    return sorted(counts, key=lambda name: -counts[name])
