"""Each adapter as one shape: documents to index, questions to ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.adapters.every import ADAPTERS, read_set
from eval.adapters.published import Document, file_id, write_documents
from eval.adapters.rows import AdapterError
from eval.asking.homes import opened_home
from eval.systems.passages import passages_of
from qa.settings import Settings
from tests.eval.adapters.test_more_adapters import CORPUS, HOPS, LIT, RGB, TASK, write_json
from tests.eval.published import SQUAD, write_bench, write_rows

WEEK = {
    "question_id": "20230106_0", "question_date": "2023/01/05",
    "question_sentence": "Who opened the harbour?", "choices": ["Bo", "Ada"], "answer": ["1"],
    "evidence": 'It was <a href="https://example.org/1">Ada</a>.',
}  # fmt: skip
SEARCH = {
    "question_id": "20230106_0", "search_time": "2023/01/07/05:11",
    "search_result": [
        {"url": "https://example.org/1", "title": "Harbour", "text": "Ada opened it.",
         "authors": ["Jo"], "publish_date": "2023/01/05"},
        {"url": "https://example.org/2", "title": "Rain", "text": "It rained.", "authors": [],
         "publish_date": ""},
        {"url": "https://example.org/3", "title": "Gone", "text": "", "authors": []},
    ],
}  # fmt: skip


def test_every_adapter_is_listed_once_and_an_unknown_one_is_named(tmp_path: Path) -> None:
    names = [adapter.name for adapter in ADAPTERS]
    assert len(set(names)) == len(names)
    with pytest.raises(AdapterError, match="'trivia': use one of realtimeqa, squad"):
        read_set("trivia", tmp_path)
    with pytest.raises(
        AdapterError, match=r"none\.json: is not there; squad wants dev-v2\.0\.json"
    ):
        read_set("squad", tmp_path / "none.json")


def test_an_id_that_stands_twice_is_told_apart(tmp_path: Path) -> None:
    found = read_set("mtrag", write_rows(tmp_path / "tasks.jsonl", [TASK, TASK]))
    assert [q.id for q in found.questions] == ["c::2", "c::2 (2)"]


def test_realtimeqa_is_read_from_the_published_weeks(tmp_path: Path) -> None:
    write_rows(tmp_path / "20230106_qa.jsonl", [WEEK])
    write_rows(tmp_path / "20230106_qa_nota.jsonl", [{"another": "layout"}])
    write_rows(tmp_path / "20230106_gcs.jsonl", [SEARCH])
    found = read_set("realtimeqa", tmp_path)
    (question,) = found.questions
    first, second = found.collections["all"]
    assert question.parts == (("Ada",),)
    assert question.short_answers == ("Ada",)
    assert question.graded == {first.id: 1}
    assert question.as_of == WEEK["question_date"].replace("/", "-")
    assert (first.published, first.title, first.authors) == ("2023-01-05", "Harbour", ("Jo",))
    assert (second.published, second.text) == ("", "It rained.")


def test_a_week_without_a_search_has_questions_alone(tmp_path: Path) -> None:
    write_rows(tmp_path / "20230106_qa.jsonl", [WEEK])
    found = read_set("realtimeqa", tmp_path)
    assert found.collections == {"all": ()}
    assert found.questions[0].gold_articles == ()


def test_realtimeqa_is_read_from_a_bench_too(tmp_path: Path) -> None:
    bench = write_bench(tmp_path)
    whole = read_set("realtimeqa", bench)
    assert read_set("realtimeqa", bench / "realtimeqa-2022") == whole
    assert len(whole.questions) == 4
    assert [d.id for d in whole.collections["all"]] == ["rt00000", "rt00001", "rt00002"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"answer": ["7"]}, "IndexError"),
        ({"question_date": "today"}, "today"),
        ({"choices": "Bo"}, "choices = 'Bo' should be a list of texts"),
    ],
)
def test_a_broken_week_names_file_line_and_field(
    tmp_path: Path, change: dict[str, object], says: str
) -> None:
    write_rows(tmp_path / "20230106_qa.jsonl", [WEEK, {**WEEK, **change}])
    with pytest.raises(AdapterError, match=rf"20230106_qa\.jsonl, line 2: .*{says}"):
        read_set("realtimeqa", tmp_path)


def test_squad_questions_meet_their_own_paragraph(tmp_path: Path) -> None:
    found = read_set("squad", write_rows(tmp_path / "dev.jsonl", SQUAD))
    asked, refused = found.questions
    assert asked.collection == refused.collection  # one paragraph, one index
    ((paragraph,),) = found.collections.values()
    assert paragraph.text == SQUAD[0]["context"]
    assert (asked.answerable, refused.answerable) == (True, False)
    assert refused.short_answers == ("",)


def test_a_broken_paragraph_of_squad_is_named(tmp_path: Path) -> None:
    qa = {"question": "Who?", "id": "1", "is_impossible": False}
    paragraph = {"context": "Ada came.", "qas": [{**qa, "answers": []}]}
    good = {"title": "T", "paragraphs": []}
    path = write_json(
        tmp_path / "dev-v2.0.json", {"data": [good, {"title": "T", "paragraphs": [paragraph]}]}
    )
    with pytest.raises(AdapterError, match=r"data 1, paragraphs 0, qas 0: .*answerable"):
        read_set("squad", path)


def test_ramdocs_wants_every_gold_answer_of_its_own_documents(tmp_path: Path) -> None:
    found = read_set("ramdocs", write_bench(tmp_path) / "ramdocs" / "questions.jsonl.gz")
    (question,) = found.questions
    assert question.parts == (("Ardin",),)
    assert question.wrong_answers == ("Bex",)
    assert [d.text for d in found.collections[question.collection]][1].endswith("Bex.")
    assert list(question.gold_articles) == [found.collections[question.collection][0].id]


def test_rgb_asks_twice_and_the_second_time_of_noise_alone(tmp_path: Path) -> None:
    found = read_set("rgb", write_rows(tmp_path / "en_fact.json", RGB))
    first, alone, parts, false = found.questions  # two rows have no noise
    assert first.parts == (("May 2", "2 May"),)
    assert not alone.answerable
    assert [d.text for d in found.collections[alone.collection]] == ["It rained."]
    assert parts.parts == (("Ada",), ("Lindau",))
    assert false.wrong_answers == ("Bo",)
    assert len(found.collections[false.collection]) == 2  # the right and the false passage


def test_multihop_keeps_what_the_corpus_states(tmp_path: Path) -> None:
    write_json(tmp_path / "MultiHopRAG.json", HOPS)
    write_json(tmp_path / "corpus.json", CORPUS)
    found = read_set("multihop", tmp_path)
    (article,) = found.collections["all"]
    assert (article.publisher, article.published[:10]) == ("Lake News", "2023-10-01")
    assert found.questions[0].graded == {article.id: 1}
    assert not found.questions[1].answerable


def test_beir_grades_documents_and_expects_no_words(tmp_path: Path) -> None:
    write_rows(tmp_path / "corpus.jsonl", [{"_id": "d/1", "title": "T", "text": "One."}])
    write_rows(tmp_path / "queries.jsonl", [{"_id": "q1", "text": "one?"}])
    qrels = tmp_path / "qrels" / "test.tsv"
    qrels.parent.mkdir()
    qrels.write_text("query-id\tcorpus-id\tscore\nq1\td/1\t2\n")
    found = read_set("beir", tmp_path)
    (document,) = found.collections["all"]
    assert "/" not in document.id
    assert found.questions[0].graded == {document.id: 2}
    assert found.questions[0].parts == ()


def test_mtrag_leaves_out_turns_that_ask_nothing(tmp_path: Path) -> None:
    rows = [
        TASK,
        {**TASK, "answerability": ["CONVERSATIONAL"]},
        {**TASK, "answerability": ["UNANSWERABLE"]},
    ]
    found = read_set("mtrag", write_rows(tmp_path / "tasks.jsonl", rows))
    asked, refused = found.questions
    assert asked.history == (("user", "Who came?"), ("assistant", "Ada."))
    assert (asked.reference, refused.reference) == ("On May 2.", "")
    assert asked.collection != refused.collection
    with pytest.raises(AdapterError, match="no question that can be asked"):
        read_set("mtrag", write_rows(tmp_path / "talk.jsonl", [rows[1]]))


def test_litqa_has_questions_and_the_papers_are_the_users(tmp_path: Path) -> None:
    found = read_set("litqa", write_json(tmp_path / "litqa.json", [LIT]))
    assert found.collections == {}
    assert found.questions[0].parts == (("Iron",),)
    assert found.questions[0].wrong_answers == ("Tin", "Lead")


@pytest.mark.parametrize("text", ["One line.", "---\ntitle: false\n---\n\nTwo lines. Three."])
def test_a_document_is_indexed_by_its_words_and_what_the_set_states(
    tmp_path: Path, text: str
) -> None:
    stated = Document("d2", text, 'A: "title"', "https://example.org/2", "Lake News", "2022-03-01")
    settings = Settings(home=tmp_path, embedder="hashing")
    with opened_home([Document("d1", text), stated], settings) as home:
        articles = {Path(a.path).stem: a for a in home.library.catalog.articles()}
        passages = {t.document: t.words for t in passages_of(home.library)}
        assert set(home.document_ids.values()) == {"d1", "d2"}
    assert len(articles) == 2
    assert (articles["d2"].title, articles["d2"].publisher) == ('A: "title"', "Lake News")
    assert articles["d2"].published_at == "2022-03-01"
    assert articles["d1"].title != "false"
    assert passages["d1"] == passages["d2"]
    assert passages["d1"].endswith(text[-6:]) and "Lake News" not in passages["d2"]


def test_an_id_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AdapterError, match="not fit for a file name"):
        write_documents([Document("../outside", "x")], tmp_path / "inside")
    assert not (tmp_path / "outside.md").exists()


def test_an_id_is_fit_for_a_file_name() -> None:
    assert file_id("../a b/c?.md") == "a_b_c_.md"
    assert file_id("…") == "_"
    assert len(file_id("x" * 500)) == 80
