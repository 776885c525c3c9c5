"""From checked statements to an `Answer`: markers numbered, quotes proven verbatim, refusals.

Every invariant of the contract is kept here: markers of the text and of the citations are the
same set, numbered from 1 in order of appearance, and every quote stands at its offsets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.byline.called import called
from index.catalog.catalog import CatalogCoverage
from index.types import Article
from qa.answer.draft import DraftStatement, Quote
from qa.answer.wording import article_label, plain
from qa.evidence.search import Found
from qa.evidence.sentences import Evidence, EvidenceSentence
from qa.question.answer_type import fits_kind
from qa.question.conversation.asked_again import split_prefix
from qa.question.conversation.follow_up import REFUSAL
from qa.types import (
    Answer,
    Citation,
    Coverage,
    Disagreement,
    Form,
    ShortAnswer,
    Statement,
    TimelineEntry,
)

# A span is shown as the short answer from this score on: on the tune half of
# eval/questions/seeds.jsonl (2026-11) lower ones were wrong more often than right.
SHORT_ANSWER_SCORE = 0.35
_NEAR_ARTICLES = 3
_NEAR_BEFORE = 20  # characters before a short answer in which a preposition may stand


class AnswerBuilder:
    """Collects statements in reading order and numbers their quotes."""

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self._articles = articles
        self._markers: dict[tuple[str, int, int], Citation] = {}
        self._statements: list[Statement] = []

    def add(self, draft: DraftStatement) -> str:
        """Take a statement and return what it adds to the text, markers included.

        A quote that isn't verbatim raises ValueError: that is a bug, never shown to a reader.
        """
        if not draft.quotes:
            raise ValueError(f"statement without a quote: {draft.text[:60]!r}")
        markers = tuple(dict.fromkeys(self._marker(quote) for quote in draft.quotes))
        text = plain(draft.text)
        self._statements.append(
            Statement(text, markers, round(draft.support, 4), draft.asserted_by)
        )
        joint = " " if len(self._statements) > 1 else ""
        return joint + text + " " + "".join(f"[{m}]" for m in markers)

    def _marker(self, quote: Quote) -> int:
        key = (quote.article_id, quote.start_char, quote.end_char)
        if key not in self._markers:
            number = len(self._markers) + 1
            article = self._articles[quote.article_id]
            self._markers[key] = cite(
                number, article, quote.start_char, quote.end_char, quote.score
            )
        return self._markers[key].marker

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements so far."""
        return tuple(self._statements)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations so far, in the order of their markers."""
        return tuple(self._markers.values())

    @property
    def text(self) -> str:
        """All statements with their markers, as they were returned by `add`."""
        return " ".join(
            s.text + " " + "".join(f"[{m}]" for m in s.markers) for s in self._statements
        )

    def short_answer(self, chosen: Sequence[EvidenceSentence], question: str) -> ShortAnswer | None:
        """The best span of the chosen sentences, if it is sure enough, stands in a quote and is of
        the kind that the question asks for.
        """
        spans = [s for s in chosen if s.span is not None and s.span_score >= SHORT_ANSWER_SCORE]
        for sentence in sorted(spans, key=lambda s: -s.span_score):
            assert sentence.span is not None
            start, end = sentence.span
            text = sentence.article.text
            before = text[max(sentence.start_char, start - _NEAR_BEFORE) : start]
            if not fits_kind(question, text[start:end], before):
                continue
            for citation in self._markers.values():
                if (
                    citation.article_id == sentence.article.article_id
                    and citation.start_char <= start < end <= citation.end_char
                ):
                    words = sentence.article.text[start:end]
                    return ShortAnswer(words, citation.marker, start, end)
        return None


def cite(marker: int, article: Article, start_char: int, end_char: int, score: float) -> Citation:
    """A citation of the article's own words. Raises ValueError for offsets outside the text."""
    if not 0 <= start_char < end_char <= len(article.text):
        raise ValueError(f"no text at {start_char}:{end_char} of article {article.article_id}")
    return Citation(
        marker=marker,
        article_id=article.article_id,
        title=called(article),
        publisher=article.publisher,
        author=article.author,
        published_at=article.published_at,
        published_precision=article.published_precision,
        published_source=article.published_source,
        path=article.path,
        url=article.url,
        quote=article.text[start_char:end_char],
        start_char=start_char,
        end_char=end_char,
        score=round(min(1.0, max(0.0, score)), 4),
    )


def cited_passages(found: Found) -> tuple[Citation, ...]:
    """The passages that were found as citations of the whole of each, the best first."""
    return tuple(
        cite(number, found.articles[p.article_id], p.start_char, p.end_char, 1.0 / number)
        for number, p in enumerate(found.passages, start=1)
    )


def answered(
    question: str,
    standalone: str,
    builder: AnswerBuilder,
    chosen: Sequence[EvidenceSentence],
    coverage: Coverage,
    reader: str,
    *,
    form: Form = "lookup",
    timeline: Sequence[TimelineEntry] = (),
    disagreements: Sequence[Disagreement] = (),
) -> Answer:
    """The answer made of the builder's statements."""
    # "Who said that?" asks for a name, whatever the question before it asked for.
    asks = question if split_prefix(standalone)[0] else standalone
    return Answer(
        question=question,
        standalone_question=standalone,
        status="answered",
        text=builder.text,
        statements=builder.statements,
        citations=builder.citations,
        short_answer=builder.short_answer(chosen, asks),
        form=form,
        timeline=tuple(timeline),
        disagreements=tuple(disagreements),
        related=(),
        coverage=coverage,
        reader=reader,
    )


def without_citations(
    question: str,
    standalone: str,
    text: str,
    coverage: Coverage,
    reader: str,
    *,
    status: str,
    form: Form = "lookup",
    related: Sequence[Citation] = (),
) -> Answer:
    """An answer about the corpus, or a refusal. Its text has no markers."""
    return Answer(
        question=question,
        standalone_question=standalone,
        status="about_corpus" if status == "about_corpus" else "not_in_articles",
        text=plain(text),
        statements=(),
        citations=(),
        short_answer=None,
        form=form,
        related=tuple(related),
        coverage=coverage,
        reader=reader,
    )


def related_citations(evidence: Evidence, limit: int) -> list[Citation]:
    """The nearest sentences of a question that isn't answered, one an article first."""
    nearest: list[EvidenceSentence] = []
    for sentence in evidence.sentences:
        if all(sentence.article.article_id != s.article.article_id for s in nearest):
            nearest.append(sentence)
    return [
        cite(number, s.article, s.start_char, s.end_char, s.score)
        for number, s in enumerate(nearest[:limit], start=1)
    ]


def refusal_text(
    coverage: Coverage, related: Sequence[Citation], articles: Mapping[str, Article], left_out: str
) -> str:
    """That the articles do not say, why if a filter is the reason, and what they cover nearby."""
    if coverage.articles == 0:
        return f"No article was searched{left_out}, so there is nothing to answer from."
    says = f"{REFUSAL}{left_out}."
    near = [
        article_label(articles[article_id])
        for article_id in dict.fromkeys(c.article_id for c in related)
    ][:_NEAR_ARTICLES]
    if near:
        says += f" Nearby, they cover: {'; '.join(near)}."
    return says


def no_date_text(words: str, why: str) -> str:
    """That a day which a question names is in no calendar: no article can be of it."""
    return f"{REFUSAL}: {words} is no date, for {why}."


def coverage_of(found: CatalogCoverage) -> Coverage:
    """The catalog's coverage as the contract names it."""
    return Coverage(
        articles=found.articles,
        publishers=tuple(found.publishers),
        first_published=found.first_published,
        last_published=found.last_published,
        undated=found.undated,
    )
