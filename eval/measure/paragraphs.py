"""A question and one paragraph through the evidence chain, without an index."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.adapters.squad import SquadQuestion
from index.catalog.vocabulary import Vocabulary, WordCount, count_words
from index.text.split import split_article
from index.types import Article, Passage
from index.vectors.embedder import Embedder
from qa.evidence.blend import Place
from qa.evidence.rerank import PassageScorer
from qa.evidence.search import Found
from qa.evidence.sentences import Evidence, find_evidence
from qa.forms.lookup import choose
from qa.question.query import prepare
from qa.settings import Settings


@dataclass(frozen=True)
class Paragraphs:
    """Paragraphs as articles with their passages, by their text, and the words of all of them."""

    articles: Mapping[str, Article]
    passages: Mapping[str, Sequence[Passage]]
    spelling: Vocabulary


@dataclass(frozen=True)
class Reading:
    """What the chain would answer, and its evidence, which says how probable that is."""

    text: str
    evidence: Evidence

    @property
    def probability(self) -> float:
        """How probable the chain holds it that the paragraph answers."""
        return self.evidence.probability


def paragraphs(
    questions: Sequence[SquadQuestion], embedder: Embedder, settings: Settings
) -> Paragraphs:
    """The paragraphs of the questions, cut as the index would cut them."""
    articles: dict[str, Article] = {}
    passages: dict[str, Sequence[Passage]] = {}
    words: dict[str, WordCount] = {}
    for question in questions:
        text = question.context
        if text in articles:
            continue
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
        articles[text] = Article(
            digest[:16], f"{digest[:16]}.txt", text, digest, title=question.title
        )
        passages[text] = split_article(
            articles[text],
            embedder.count_tokens,
            chunk_tokens=settings.chunk_tokens,
            max_tokens=embedder.max_tokens,
        )
        for word, counts in count_words(passages[text]).items():
            known = words.get(word, WordCount(0, 0, 0))
            words[word] = WordCount(*(a + b for a, b in zip(known, counts, strict=True)))
    return Paragraphs(articles, passages, Vocabulary(words))


def read_paragraph(question: SquadQuestion, corpus: Paragraphs, scorer: PassageScorer) -> Reading:
    """The sentences that the chain would choose from the question's paragraph, refusing nothing."""
    article, passages = corpus.articles[question.context], corpus.passages[question.context]
    query = prepare(question.question, corpus.spelling)
    by_id = {article.article_id: article}
    neighbours = {article.article_id: passages}
    rarity = corpus.spelling.rarity
    places = {p.passage_id: Place(passages=len(passages)) for p in passages}
    evidence = find_evidence(query, passages, by_id, neighbours, scorer, places, rarity)
    found = Found(tuple(passages), by_id, neighbours, evidence)
    chosen = choose(query, found, refuse_below=0.0)
    return Reading(" ".join(sentence.text for sentence in chosen), evidence)
