"""One source, however many outlets print it: copies are read once, cited once, and named.

Which articles and passages are copies is known from indexing (`index/copies/clusters.py`). Here the
passages and sentences that repeat another article's are left out, and each citation names the
articles that carry the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.byline.called import called
from index.byline.possible_days import possible_days
from index.catalog.catalog import Catalog
from index.copies.shingles import words_of
from index.types import Article, ScoredPassage
from qa.evidence.sentences import Evidence, EvidenceSentence
from qa.types import Answer, Citation

# Copies are cut into passages at other places, and edited. With this share of the shorter one's
# runs of three words, and all its figures, in the longer one, nothing is lost with it.
_REPEATED_RUNS = 0.9
_RUN_WORDS = 3
# The same story in hundreds of outlets: so many are looked through for the quoted words.
_MOST_LOOKED_AT = 50


@dataclass(frozen=True)
class _Words:
    """The words of a passage or sentence, to compare."""

    all: tuple[str, ...]
    runs: frozenset[tuple[str, ...]]
    figures: frozenset[str]

    def repeats(self, other: _Words, *, of_copies: bool) -> bool:
        """Whether nothing is in these words that isn't in `other`. Of articles that aren't
        copies only equal words count: a report of the next year may differ in a name alone.
        """
        if self.all == other.all:
            return bool(self.all)
        if not of_copies or not self.runs or not self.figures <= other.figures:
            return False
        return len(self.runs & other.runs) >= _REPEATED_RUNS * len(self.runs)


def _read(text: str) -> _Words:
    words = tuple(words_of(text))
    runs = zip(*(words[place:] for place in range(_RUN_WORDS)), strict=False)
    return _Words(words, frozenset(runs), frozenset(w for w in words if w[0].isdigit()))


def without_repeats(
    scored: Sequence[ScoredPassage], catalog: Catalog, *, keep_order: bool = False
) -> list[ScoredPassage]:
    """The passages without those that only repeat another article's passage, best first.

    Of passages with equal words the best published takes the place of the best ranked: that of
    the outlet which others credit, else the earliest. Otherwise, and with `keep_order` (the
    question names its source), the better ranked stays.
    """
    clusters = catalog.copies.clusters_of({s.passage.article_id for s in scored})
    kept: list[tuple[ScoredPassage, _Words]] = []
    for candidate in scored:
        words = _read(candidate.passage.text)
        for place, (other, other_words) in enumerate(kept):
            if _same_article(candidate, other) or candidate.passage.kind != other.passage.kind:
                continue
            copies = _cluster(clusters, candidate) == _cluster(clusters, other)
            if words.repeats(other_words, of_copies=copies):
                equal = words.all == other_words.all and not keep_order
                if equal and _is_better_published(
                    catalog.article(candidate.passage.article_id),
                    catalog.article(other.passage.article_id),
                ):
                    kept[place] = (replace(candidate, score=other.score), words)
                break
        else:
            kept.append((candidate, words))
    return [scored_passage for scored_passage, _ in kept]


def one_of_each(
    evidence: Evidence, catalog: Catalog, *, one_article_a_source: bool = False
) -> Evidence:
    """The evidence without sentences that only repeat a better one of another article. With
    `one_article_a_source`, of an article and its copies the one with the best sentence alone.
    """
    clusters = catalog.copies.clusters_of({s.article.article_id for s in evidence.sentences})
    kept: list[tuple[EvidenceSentence, _Words]] = []
    speaks: dict[str, str] = {}  # the article that stands for its cluster
    for sentence in evidence.sentences:
        article_id = sentence.article.article_id
        cluster = clusters.get(article_id, article_id)
        if one_article_a_source and speaks.setdefault(cluster, article_id) != article_id:
            continue
        words = _read(sentence.text)
        if not any(
            other.article.article_id != article_id
            and words.repeats(
                other_words,
                of_copies=clusters.get(other.article.article_id) == clusters.get(article_id, ""),
            )
            for other, other_words in kept
        ):
            kept.append((sentence, words))
    return replace(evidence, sentences=tuple(sentence for sentence, _ in kept))


def with_copies(answer: Answer, catalog: Catalog) -> Answer:
    """The answer with `also_in` of every citation: the articles that carry the quoted words,
    as copies of the article or in a passage that says the same.
    """
    return replace(
        answer,
        citations=tuple(_with_copies(citation, catalog) for citation in answer.citations),
        related=tuple(_with_copies(citation, catalog) for citation in answer.related),
    )


def outlets_of(answer: Answer, catalog: Catalog) -> dict[str, str]:
    """Who published each article that some `also_in` names (its headline, where nobody knows)."""
    named = {i for c in (*answer.citations, *answer.related) for i in c.also_in}
    found = {article_id: catalog.article(article_id) for article_id in sorted(named)}
    return {i: a.publisher or called(a) for i, a in found.items() if a is not None}


def _with_copies(citation: Citation, catalog: Catalog) -> Citation:
    same = catalog.copies.of_article(citation.article_id)
    for passage in catalog.passages_of(citation.article_id):
        if passage.start_char < citation.end_char and citation.start_char < passage.end_char:
            same += catalog.copies.of_passage(passage.passage_id)
    quoted = _line(citation.quote)
    also = []
    for article_id in list(dict.fromkeys(same))[:_MOST_LOOKED_AT]:
        article = catalog.article(article_id)
        if article is not None and quoted.strip() and quoted in _line(article.text):
            also.append(article_id)
    return replace(citation, also_in=tuple(also))


def _line(text: str) -> str:
    """The words in a row, so that a quote is found whatever its punctuation and line breaks."""
    return f" {' '.join(words_of(text))} "


def _same_article(one: ScoredPassage, other: ScoredPassage) -> bool:
    return one.passage.article_id == other.passage.article_id


def _cluster(clusters: dict[str, str], scored: ScoredPassage) -> str:
    return clusters.get(scored.passage.article_id, scored.passage.article_id)


def _is_better_published(article: Article | None, other: Article | None) -> bool:
    if article is None or other is None:
        return False
    credited, credits = _credits(other, article), _credits(article, other)
    if credited != credits:
        return credited
    first, second = (possible_days(a.published_at)[0] for a in (article, other))
    return first is not None and (second is None or first < second)


def _credits(one: Article, other: Article) -> bool:
    """Whether one names the other's publisher as its source."""
    publisher = (other.publisher or "").casefold()
    return bool(publisher) and publisher in {name.casefold() for name in one.credits}
