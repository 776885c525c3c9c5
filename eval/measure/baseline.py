"""The bare baseline: answer with the sentence nearest to the question, by the embedder alone.

No keyword index, no reading of the question, no refusal. It is judged exactly as Dateline is,
so the difference is what the rest of the chain is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from eval.metrics.estimate import Judgement
from eval.metrics.judge import judge
from eval.metrics.record import Record
from eval.questions.question_set import Question
from eval.questions.shelf import Shelf
from index.types import Article
from qa.types import Answer, Citation, Coverage, Statement

if TYPE_CHECKING:
    from index.vectors.embedder import Embedder


@dataclass(frozen=True)
class Baseline:
    """Judgements of the nearest `sentences` sentences, and how well similarity alone tells
    answerable questions from others (area under the ROC curve; 0.5 is chance).
    """

    sentences: int
    judgements: tuple[Judgement, ...]
    auc: float | None


def nearest_sentences(
    questions: Sequence[Question],
    articles: Sequence[Article],
    embedder: Embedder,
    sentences: int,
) -> Baseline:
    """Answer each question with the `sentences` nearest sentences of all articles' texts.

    Questions about the corpus are left out: no sentence answers them. A follow-up is asked as
    it stands. Raises ValueError when there is no sentence, or `sentences` is below 1.
    """
    from index.text.sentences import sentence_spans

    spans = [
        (article, start, end)
        for article in articles
        for start, end in sentence_spans(article.text, 0, len(article.text), "en")
    ]
    if not spans or sentences < 1:
        raise ValueError(f"{len(spans)} sentences to choose {sentences} from: need at least one")
    asked = [q for q in questions if q.expected_status != "about_corpus"]
    rows = embedder.encode([article.text[start:end] for article, start, end in spans])
    similarity = embedder.encode([q.question for q in asked]) @ rows.T  # (questions, sentences)
    shelf = Shelf.of(articles)
    judgements = []
    for question, scores in zip(asked, similarity, strict=True):
        best = np.argsort(-scores, kind="stable")[:sentences]
        cited = [_cite(i, spans[k], float(scores[k])) for i, k in enumerate(best, start=1)]
        judgements.append(judge(Record(question, _answer(question, cited), tuple(cited)), shelf))
    top = similarity.max(axis=1)
    answerable = np.array([q.answerable for q in asked])
    return Baseline(sentences, tuple(judgements), area_under_roc(top[answerable], top[~answerable]))


def area_under_roc(
    positive: Sequence[float] | NDArray[np.floating],
    negative: Sequence[float] | NDArray[np.floating],
) -> float | None:
    """The probability that a random positive scores above a random negative, ties half
    (Mann and Whitney 1947, doi:10.1214/aoms/1177730491). None when either is empty.
    """
    if len(positive) == 0 or len(negative) == 0:
        return None
    a, b = np.asarray(positive)[:, None], np.asarray(negative)[None, :]
    return float((a > b).mean() + (a == b).mean() / 2)


def _cite(marker: int, span: tuple[Article, int, int], score: float) -> Citation:
    article, start, end = span
    return Citation(
        marker, article.article_id, article.title, article.publisher, article.author,
        article.published_at, article.published_precision, article.published_source,
        article.path, article.url, article.text[start:end], start, end, score,
    )  # fmt: skip


def _answer(question: Question, cited: Sequence[Citation]) -> Answer:
    return Answer(
        question=question.question,
        standalone_question=question.question,
        status="answered",
        text=" ".join(f"{c.quote} [{c.marker}]" for c in cited),
        statements=tuple(Statement(c.quote, (c.marker,), 1.0) for c in cited),
        citations=tuple(cited),
        short_answer=None,
        related=(),
        coverage=Coverage(0, (), None, None, 0),
        reader="nearest sentence",
    )
