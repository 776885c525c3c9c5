"""The chain as a whole keeps the contract, whatever is asked and whatever a model scores."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.ingest import index_articles
from index.settings import IndexSettings
from index.vectors.embed import HashingEmbedder
from qa.errors import QuestionError
from qa.evidence.rerank import SentenceScore, Window
from qa.pipeline import QAPipeline
from qa.types import Answer, AnswerReady, EvidenceFound, TextDelta
from tests.qa.conftest import MakePipeline

QUESTIONS = (
    "When did the negotiators last meet face to face?",
    "How many North Korean soldiers are deployed in Kursk?",
    "Who said that the ball is in the American court?",
    "Which articles report the decree?",
    "What do you have?",
    "How do I bake bread?",
    "[1] [2] what?",
)


class Fixed:
    """A scorer that finds the same in every sentence."""

    def __init__(self, answerable: float) -> None:
        self.answerable = answerable

    def read(
        self, question: str, windows: Sequence[Window], leanings: Sequence[float] = ()
    ) -> list[list[SentenceScore]]:
        return [
            [SentenceScore(self.answerable, span, self.answerable) for span in spans]
            for _, spans in windows
        ]


def check_contract(answer: Answer, pipeline: QAPipeline) -> None:
    """Every invariant that `DESIGN` states of an answer."""
    for citation in (*answer.citations, *answer.related):
        article = pipeline.library.catalog.article(citation.article_id)
        assert article is not None
        assert article.text[citation.start_char : citation.end_char] == citation.quote
        assert citation.quote.strip() and 0.0 <= citation.score <= 1.0
    in_text = [int(m) for m in re.findall(r"\[(\d+)\]", answer.text)]
    markers = [c.marker for c in answer.citations]
    assert markers == list(range(1, len(markers) + 1))
    assert list(dict.fromkeys(in_text)) == markers
    assert {m for s in answer.statements for m in s.markers} == set(markers)
    if answer.status == "answered":
        assert answer.citations and all(s.markers for s in answer.statements)
        assert not answer.related
    else:
        assert not answer.citations and not answer.statements and answer.text
    if answer.short_answer is not None:
        short = answer.short_answer
        cited = answer.citations[short.marker - 1]
        assert cited.start_char <= short.start_char < short.end_char <= cited.end_char
        assert short.text in cited.quote
    assert Answer.from_dict(answer.to_dict()) == answer


@pytest.mark.parametrize("answerable", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_keeps_the_contract(
    make_pipeline: MakePipeline, question: str, answerable: float
) -> None:
    pipeline = make_pipeline(Fixed(answerable))
    check_contract(pipeline.ask(question), pipeline)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(question=st.text(min_size=1, max_size=200))
def test_nothing_that_is_typed_breaks_an_answer(make_pipeline: MakePipeline, question: str) -> None:
    pipeline = make_pipeline(Fixed(1.0))
    try:
        answer = pipeline.ask(question)
    except QuestionError as error:
        assert "empty" in str(error)
    else:
        check_contract(answer, pipeline)


def test_the_pieces_of_the_stream_are_the_text(make_pipeline: MakePipeline) -> None:
    pipeline = make_pipeline(Fixed(1.0))
    for question in QUESTIONS:
        events = list(pipeline.stream(question))
        assert isinstance(events[0], EvidenceFound) and isinstance(events[-1], AnswerReady)
        said = "".join(e.text for e in events if isinstance(e, TextDelta))
        assert said == events[-1].answer.text


def test_without_evidence_the_articles_do_not_say(make_pipeline: MakePipeline) -> None:
    answer = make_pipeline(Fixed(0.0)).ask("How many soldiers are in Kursk?")
    assert answer.status == "not_in_articles" and answer.related
    assert "do not say" in answer.text and "Nearby" in answer.text


@pytest.mark.parametrize("name", ["Zelensky", "Zelenskyy", "Zelenskiy", "zelenskyi"])
def test_a_name_is_found_in_every_spelling(make_pipeline: MakePipeline, name: str) -> None:
    answer = make_pipeline(Fixed(1.0)).ask(f"What did {name} say in Budapest about a ceasefire?")
    found = {Path(c.path).name[:3] for c in answer.citations}
    assert "003" in found


def test_dates_leave_out_what_has_none_and_say_so(
    make_pipeline: MakePipeline, undated_home: Path
) -> None:
    pipeline = make_pipeline(Fixed(1.0), home=undated_home)
    answer = pipeline.ask("Who signed the decree?", after="2022-01-01")
    assert answer.status == "not_in_articles"
    assert answer.coverage.articles == 0 and answer.coverage.undated == 5


def test_dates_choose_among_the_dated(make_pipeline: MakePipeline) -> None:
    answer = make_pipeline(Fixed(1.0)).ask("Who spoke?", after="2022-10-04", before="2022-10-05")
    assert answer.coverage.articles == 2 and answer.coverage.undated == 0
    assert {c.published_at for c in answer.citations} == {"2022-10-04"}


def test_an_article_without_a_headline_is_called_by_its_first_words(
    make_pipeline: MakePipeline,
) -> None:
    pipeline = make_pipeline(Fixed(1.0))
    answer = pipeline.ask("What did the decree recognise?", before="2022-10-05")
    titles = {c.title for c in (*answer.citations, *answer.related)}
    assert all(title and ".txt" not in title for title in titles)
    begins = "The ukrainian president, Volodymyr Zelensky, invoked a decree of the …"
    listed = [entry.title for entry in pipeline.library.catalog.entries()]
    assert begins in listed and None not in listed


def test_a_publisher_restricts_the_search(make_pipeline: MakePipeline) -> None:
    answer = make_pipeline(Fixed(1.0)).ask("What about a referendum?", publishers=["reuters"])
    assert answer.coverage.articles == 1
    assert {c.publisher for c in answer.citations} == {"Reuters"}


def test_arguments_that_cannot_be_used_are_named(make_pipeline: MakePipeline) -> None:
    with pytest.raises(QuestionError, match="yesterday"):
        make_pipeline(Fixed(1.0)).ask("Who?", as_of="yesterday")
    with pytest.raises(QuestionError, match="should not be earlier than after"):
        make_pipeline(Fixed(1.0)).ask("Who?", after="2022-02", as_of="2022-01-01")
    with pytest.raises(QuestionError, match="top_k"):
        make_pipeline(Fixed(1.0)).ask("Who?", top_k=0)


def test_a_follow_up_is_asked_in_the_light_of_the_history(make_pipeline: MakePipeline) -> None:
    answer = make_pipeline(Fixed(1.0)).ask(
        "And who took part?",
        history=[("user", "When was the Istanbul meeting?"), ("assistant", "On March 29. [1]")],
    )
    assert answer.question == "And who took part?"
    assert "Istanbul meeting" in answer.standalone_question


def test_markers_of_an_article_can_not_pass_for_ours(
    make_pipeline: MakePipeline, tmp_path: Path
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("The council met on Monday [1] and agreed on a plan [99].\n")
    embedder = HashingEmbedder()
    home = tmp_path / "home"
    index_articles([folder], IndexSettings(home=home, embedder=embedder.name), embedder=embedder)
    pipeline = make_pipeline(Fixed(1.0), home=home)
    answer = pipeline.ask("What did the council agree on?")
    assert "Monday (1) and agreed on a plan (99)" in answer.text
    assert "[99]" in answer.citations[0].quote
    check_contract(answer, pipeline)


def test_several_threads_get_the_same_answers(make_pipeline: MakePipeline) -> None:
    pipeline = make_pipeline()
    alone = [pipeline.ask(q).text for q in QUESTIONS]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda q: pipeline.ask(q).text, QUESTIONS * 4))
    assert together == alone * 4


def test_suggestions_are_questions_that_the_articles_invite(make_pipeline: MakePipeline) -> None:
    pipeline = make_pipeline(Fixed(1.0))
    suggested = pipeline.suggestions(8)
    assert "Summarise the reports on Ukraine." in suggested
    assert any(q.startswith("What did ") and "Zelensk" in q for q in suggested)
    assert suggested[-1] == "What do you have?" and pipeline.suggestions(2) == suggested[:2]


def test_a_compound_question_is_answered_part_by_part(make_pipeline: MakePipeline) -> None:
    events = list(
        make_pipeline(Fixed(1.0)).stream(
            "How many North Korean soldiers are in Kursk, and who edited the Reuters story?"
        )
    )
    answer = events[-1]
    assert isinstance(answer, AnswerReady)
    assert "Chizu Nomiyama" in answer.answer.text and "North Korean" in answer.answer.text


def test_a_summary_of_articles_without_a_date_names_their_outlets_alone(
    make_pipeline: MakePipeline, tmp_path: Path
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, verb in enumerate(("opened", "closed")):
        text = f"Dairy {verb}\n\nThe dairy of Selby {verb} its gates to visitors this spring.\n"
        (folder / f"{number}.txt").write_text(text)
    embedder = HashingEmbedder()
    home = tmp_path / "home"
    index_articles([folder], IndexSettings(home=home, embedder=embedder.name), embedder=embedder)
    answer = make_pipeline(Fixed(1.0), home=home).ask("Summarise the reports on the dairy.")
    assert answer.status == "answered" and "The dairy of Selby" in answer.text
