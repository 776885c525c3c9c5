"""Who said it, and what somebody said of a matter; who vouches for a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import pytest

from index.text.sentences import sentence_spans
from index.types import Article, Passage
from qa.answer.asserted import asserted_by
from qa.evidence.sentences import EvidenceSentence
from qa.forms.said import of_speaker
from qa.question.query import Query
from tests.qa.forms.conftest import Ask


def test_the_speaker_of_a_quote_is_named_and_cited(ask: Ask) -> None:
    answer = ask('Who said "Our members have not had a real raise since 2017"?')
    assert answer.status == "answered" and "Solberg" in answer.text
    assert any("Our members" in c.quote for c in answer.citations)
    assert any("Solberg" in c.quote for c in answer.citations)
    assert answer.statements[0].asserted_by is not None


def test_words_that_nobody_said_are_not_found(ask: Ask) -> None:
    answer = ask('Who said "the moon is made of green cheese today"?')
    assert not any("moon" in c.quote for c in answer.citations)


def test_what_a_person_said_of_a_matter(ask: Ask) -> None:
    answer = ask("What did Rosa Quint say about Aldern?")
    assert answer.status == "answered"
    assert "not in danger" in answer.text
    assert answer.statements[0].asserted_by is not None
    assert answer.statements[0].asserted_by.name == "Rosa Quint"


@pytest.mark.parametrize(
    ("text", "sentence", "name", "how"),
    [
        ("The dam is safe, engineer Rosa Quint said.", 0, "Rosa Quint", "said"),
        ("It will rain, according to the Weather Office.", 0, "Weather Office", "said"),
        ("Prosecutors allege that he took the money.", 0, "Prosecutors", "alleged"),
        ("Maria Lund denied that she had known.", 0, "Maria Lund", "denied"),
        (
            "The historian Felix Aumann believes that they had a buyer.",
            0,
            "Felix Aumann",
            "opinion",
        ),
        ("Jon Eide spoke to reporters. “We are far apart,” he said.", 1, "Jon Eide", "said"),
        ("“We are far apart,” said the mediator, Jon Eide. “That is all.”", 1, "Jon Eide", "said"),
        ("The firm lost 48 million euros, police said.", 0, "police", "said"),
        (
            "A former surveyor of Halvorsen Civil alleges that the company skipped tests.",
            0,
            "A former surveyor of Halvorsen Civil",
            "alleged",
        ),
        ("Jon Eide spoke. According to him, 11,000 are there.", 1, "Jon Eide", "said"),
    ],
)
def test_who_vouches_for_a_sentence(text: str, sentence: int, name: str, how: str) -> None:
    article = Article("a", "/a.txt", text, "hash")
    spans = sentence_spans(text, 0, len(text))
    by = asserted_by(article, spans, spans[sentence])
    assert by is not None
    assert (by.name, by.how) == (name, how)


def test_the_outlet_s_own_words_are_nobody_s() -> None:
    text = "Talks in Oslo collapsed on Thursday night after 14 hours."
    assert asserted_by(Article("a", "/a.txt", text, "h"), [(0, len(text))], (0, len(text))) is None


@pytest.mark.parametrize(
    ("text", "sentence", "name"),
    [
        # A mark that is never closed: the report goes on behind the first sentence.
        ('"We stay, said Ingrid Solberg. The ferries lie in port. Fares will rise.', 1, None),
        ("“We will not move, said Ingrid Solberg. The ferries lie in port.", 1, None),
        ('"We stay, said Kari Moe. The port is shut. The mayor said "it is hard."', 1, None),
        # Speech of two paragraphs leaves the first open.
        ('"We stay," said Kari Moe. "Nobody leaves. We are one.\n\n"And we win. That is all."', 2,
         "Kari Moe"),
        ("The order was signed after Ivan Petrov declared the war over.", 0, None),
        ("The opening has been put off to October.", 0, None),
        ("The firm has offered 200 million, a person familiar with the talks said.", 0,
         "a person familiar with the talks"),
    ],
)  # fmt: skip
def test_nobody_is_given_what_the_report_says(text: str, sentence: int, name: str | None) -> None:
    spans = sentence_spans(text, 0, len(text))
    by = asserted_by(Article("a", "/a.txt", text, "h"), spans, spans[sentence])
    assert (by.name if by else None) == name


@pytest.mark.parametrize(
    "text",
    [
        "The company has not said whether it will pay.",
        "The rise is little more than half of what the union had demanded.",
        "Talks failed, noted the Ukrainian head of state on Monday.",
    ],
)
def test_what_nobody_says_is_nobody_s(text: str) -> None:
    article = Article("a", "/a.txt", text, "hash")
    spans = sentence_spans(text, 0, len(text))
    assert asserted_by(article, spans, spans[0]) is None


@dataclass
class OneArticle:
    """What `of_speaker` asks of a chain, for one article."""

    text: str
    query: Query
    period: None = None
    outlets: tuple[str, ...] = ()

    def passages_of(self, article_id: str) -> list[Passage]:
        """The whole of it."""
        whole = (0, len(self.text))
        sentences = tuple(sentence_spans(self.text, *whole))
        return [Passage("p", article_id, 0, *whole, self.text, sentences)]

    def having(self, *_: object) -> list[Article]:
        """No article tells of an office."""
        return []


@pytest.mark.parametrize(
    ("question", "is_kept"),
    [
        ("What did Rosa Quint say about the cracks?", True),
        ("What did Jon Eide say about the cracks?", False),
        ("What did Mia Lund say about the cracks?", True),  # told of by others
        ("How many cracks are there?", True),
    ],
)
def test_what_somebody_else_said_is_no_answer(question: str, is_kept: bool) -> None:
    text = "The cracks that Mia Lund found are old, Rosa Quint said."
    chain = cast(Any, OneArticle(text, Query(question, question, (), (), (), (), False)))
    article = Article("a", "/a.txt", text, "h")
    passage = chain.passages_of("a")[0]
    found = EvidenceSentence(article, passage, 0, len(text), 0.9)
    assert of_speaker(chain, [found]) == ([found] if is_kept else [])
