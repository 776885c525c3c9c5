"""Which questions are asked, and of which articles."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from eval.adapters.rows import AdapterError
from eval.asking.chosen import COURIER, homes_of, open_set
from eval.asking.homes import has_index, opened_home
from eval.metrics.causes import cause_of
from eval.metrics.judge import judge
from eval.metrics.record import Record
from eval.questions.check import problems_of
from eval.questions.question_set import Question, load_questions
from eval.questions.shelf import Shelf
from index.types import Article
from qa.settings import Settings
from tests.eval.fakes import MET, REFUSED, SHELF, WHEN, answered, citation
from tests.eval.published import write_bench


def courier_shelf() -> Shelf:
    files = sorted(COURIER.with_suffix("").iterdir())
    return Shelf.of(Article(p.stem, str(p), p.read_text("utf-8"), p.stem) for p in files)


def test_the_public_domain_set_says_what_its_articles_say() -> None:
    questions = load_questions(COURIER)
    shelf = courier_shelf()
    assert problems_of(questions, shelf) == []
    assert len(shelf.by_id) == 10 and sum(not q.answerable for q in questions) >= 10
    cited = {gold.article for q in questions for group in q.gold_evidence for gold in group}
    assert {a.path.rpartition("/")[2] for a in shelf.by_id.values()} == cited
    assert "CC0" in COURIER.with_suffix(".LICENSE").read_text("utf-8")


def test_a_set_beside_a_folder_brings_its_articles(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps({"question": "Who?"}), encoding="utf-8")
    settings = Settings(home=tmp_path / "home", embedder="hashing")
    with homes_of(settings, open_set(path)) as homes:
        assert homes == {"": settings}
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text("The harbour was closed on Monday.", encoding="utf-8")
    asked = open_set(path)
    assert asked.collections == {"": [tmp_path / "mine"]}
    with homes_of(settings, asked) as homes, opened_home(asked.collections[""], homes[""]) as home:
        assert home.settings.home != settings.home and has_index(home.settings.home)
        assert home.library.catalog.article_count() == 1
    assert not home.settings.home.exists()


def test_a_sample_is_always_the_same_and_says_so() -> None:
    one, two = open_set(sample=12), open_set(sample=12)
    assert one == two and len(one.questions) == 12 and one.name != open_set().name
    assert len(open_set(sample=10_000).questions) == 247


def test_a_published_set_is_asked_as_it_is(tmp_path: Path) -> None:
    write_bench(tmp_path)
    asked = open_set(tmp_path, adapter="realtimeqa")
    assert Counter(q.expected_status for q in asked.questions) == {"answered": 3, None: 1}
    ribbon = asked.questions[0]
    assert ribbon.gold_articles == ("rt00000",)
    assert ribbon.parts == (("Ada Quist",),)
    assert [d.id for d in asked.collections["all"]] == ["rt00000", "rt00001", "rt00002"]  # type: ignore[union-attr]
    assert open_set(tmp_path / "realtimeqa-2022", adapter="realtimeqa") == asked
    with pytest.raises(AdapterError, match="needs the path"):
        open_set(adapter="realtimeqa")
    with pytest.raises(AdapterError, match="use one of"):
        open_set(tmp_path, adapter="gutenberg")


def test_an_article_goes_by_every_name_it_has() -> None:
    article = Article("id1", "/in/folder/a.txt", "Some text. Some text.", "h", url="https://x.org")
    shelf = Shelf.of(
        [article, replace(article, article_id="id2", path="/in/other/a.txt", url=None)]
    )
    for name in ("id1", "/in/folder/a.txt", "https://x.org"):
        assert [a.article_id for a in shelf.named(name)] == ["id1"], name
    assert [a.article_id for a in shelf.named("a.txt")] == ["id1", "id2"]
    assert shelf.occurrences("https://x.org", "Some text.") == [("id1", 0, 10), ("id1", 11, 21)]
    assert shelf.occurrences("a.txt", " ") == [] == shelf.occurrences("b.txt", "Some")


GOLD_ARTICLE = replace(WHEN, gold_evidence=(), gold_articles=("a.txt",))


@pytest.mark.parametrize(
    ("answer", "passage", "cause"),
    [
        (answered(MET), MET, None),
        (replace(answered(MET), text="In spring. [1]"), MET, "chosen, not answered"),
        (answered("It rained all day in the city."), MET, "retrieved, not chosen"),
        (REFUSED, MET, "refused wrongly"),
        (REFUSED, "Five men came.", "not retrieved"),
        (answered(MET), "Five men came.", None),
    ],
)
def test_where_a_gold_article_has_no_quote_the_answer_s_place_tells_the_cause(
    answer: object, passage: str, cause: str | None
) -> None:
    record = Record(GOLD_ARTICLE, answer, (citation(passage),))  # type: ignore[arg-type]
    judgement = judge(record, SHELF)
    assert cause_of(record, judgement, SHELF) == cause
    assert judgement.correct_and_cited is None and judgement.answer is not None


def test_what_nobody_knows_is_right_or_undecided_or_wrong() -> None:
    unknown = replace(GOLD_ARTICLE, expected_status=None, gold_articles=())
    right, refused = Record(unknown, answered(MET)), Record(unknown, REFUSED)
    wrong = Record(unknown, answered("Five men came."))
    assert [judge(r, SHELF).open_answer for r in (right, refused, wrong)] == [
        (1, 1),
        (0, 1),
        (0, 1),
    ]
    assert [judge(r, SHELF).undecided for r in (right, refused)] == [(0, 1), (1, 1)]
    assert judge(refused, SHELF).refusal_right is None
    causes = [cause_of(r, judge(r, SHELF), SHELF) for r in (right, refused, wrong)]
    assert causes == [None, None, "answered wrongly"]
    silent = Record(Question("x", "k", "Who?", None), REFUSED)
    assert judge(silent, SHELF).unscored == "the set doesn't say what is right"
    thumb_down = Record(Question("x", "k", "Who?", "answered"), answered(MET))
    assert judge(thumb_down, SHELF).unscored == "the set doesn't say what is right"
    without_gold = Record(replace(GOLD_ARTICLE, gold_articles=()), REFUSED, (citation(MET),))
    judged = judge(without_gold, SHELF)
    assert (judged.answer, judged.article_cited, judged.answer_read) == ((0, 1), None, (1, 1))
    assert cause_of(without_gold, judged, SHELF) == "refused wrongly"
    gone = Record(replace(GOLD_ARTICLE, gold_articles=("gone.txt",)), answered(MET))
    assert "gone.txt" in str(judge(gone, SHELF).unscored)
