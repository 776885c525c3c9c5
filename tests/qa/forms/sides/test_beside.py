"""An answer that is told with the sentence before it has no other side there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import pytest

from index.text.sentences import sentence_spans
from index.types import Article, Passage
from qa.answer.draft import DraftStatement
from qa.answer.figures import figures_of
from qa.answer.telling import Told, statement_of
from qa.evidence.sentences import EvidenceSentence
from qa.forms.sides.beside import apart_from_answer
from qa.forms.sides.differences import Counted, Difference

TEXT = (
    "Victor Lund, 55, is a former officer. He was serving a 25-year term. "
    "The court gave him 30 years."
)
SENTENCES = tuple(sentence_spans(TEXT, 0, len(TEXT)))


@dataclass
class OneArticle:
    """What is asked of a chain, for one article."""

    passage: Passage

    def say(self, told: Told) -> DraftStatement:
        """The sentence with what it needs to be read."""
        return statement_of(told, [self.passage])


@pytest.mark.parametrize(("other", "is_kept"), [(0, False), (2, True)])
def test_what_the_answer_is_told_with_is_no_other_side(other: int, is_kept: bool) -> None:
    article = Article("a", "/a.txt", TEXT, "h")
    passage = Passage("p", "a", 0, 0, len(TEXT), TEXT, SENTENCES)
    sides = tuple(
        Counted(told, figures_of(told.text)[0], frozenset())
        for told in (Told(article, *SENTENCES[n], 1.0) for n in (1, other))
    )
    found = Difference("the sentence", sides)
    best = EvidenceSentence(article, passage, *SENTENCES[1], 0.9)
    kept = apart_from_answer(found, best, cast(Any, OneArticle(passage)))
    assert (kept is found) == is_kept
