"""What the evidence model promises its callers, with the shipped weights."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qa.evidence.evidence_model import MODEL_FOLDER, MODEL_NAME, EvidenceModel, PassageReading

TALKS = [
    "Russian and Ukrainian negotiators last met in Istanbul on March 29.",
    "The talks were hosted by President Recep Tayyip Erdogan at the Dolmabahce palace.",
    "Ukraine proposed a neutral status in return for security guarantees.",
    "Four journalists waited outside until midnight.",
]
STORM = [
    "Heavy rain closed three roads near Cardiff on Tuesday, police said.",
    "Two people were taken to hospital with minor injuries.",
    "The fire service rescued 14 residents from a flooded care home in Ely.",
]


def joined(sentences: list[str], blank: str = " ") -> tuple[str, list[tuple[int, int]]]:
    """A passage of these sentences and their spans in it."""
    text, spans = "", []
    for sentence in sentences:
        text += blank if text else ""
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence
    return text, spans


@pytest.fixture(scope="module")
def model() -> EvidenceModel:
    return EvidenceModel.load(threads=2)


def said(reading: PassageReading, text: str) -> str:
    return text[slice(*reading.span)] if reading.span else ""


@pytest.mark.parametrize(
    ("question", "sentences", "index", "answer"),
    [
        ("When did the negotiators last meet?", TALKS, 0, "March 29"),
        ("who hosted the talks", TALKS, 1, "Erdogan"),
        ("Where were the residents rescued from?", STORM, 2, "care home|Ely"),
        ("How many people were taken to hospital?", STORM, 1, "Two"),
    ],
)
def test_plain_questions_are_answered_in_the_right_sentence(
    model: EvidenceModel, question: str, sentences: list[str], index: int, answer: str
) -> None:
    text, spans = joined(sentences)
    (reading,) = model.read(question, [(text, spans)])
    assert reading.answerable > 0.5
    assert max(range(len(spans)), key=lambda k: reading.sentence_scores[k]) == index
    assert reading.span_sentence == index
    assert any(words in said(reading, text) for words in answer.split("|"))


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        ("Who won the men's 100 metres final?", TALKS),
        ("How many people were killed by the earthquake in Japan?", STORM),
        ("What is the price of a ticket to the museum?", STORM),
        ("Who directed the film Casablanca?", TALKS),
    ],
)
def test_questions_about_something_else_are_refused(
    model: EvidenceModel, question: str, sentences: list[str]
) -> None:
    (reading,) = model.read(question, [joined(sentences)])
    assert reading.answerable < 0.3


def test_the_right_passage_is_preferred(model: EvidenceModel) -> None:
    storm, talks = model.read("How many residents were rescued?", [joined(STORM), joined(TALKS)])
    assert storm.answerable > talks.answerable


@pytest.mark.parametrize("blank", [" ", "\n\n", " \u00a0\t ", "\r\n", "\u2003", "\u200b "])
def test_spans_lie_inside_their_sentence_whatever_stands_between(
    model: EvidenceModel, blank: str
) -> None:
    for sentences in (TALKS, STORM):
        text, spans = joined(["  ".join(s.split(" ", 1)) for s in sentences], blank)
        for question in ("When did they meet?", "Who was taken to hospital?", "¿Dónde?", "xyzzy"):
            (reading,) = model.read(question, [(text, spans)])
            assert len(reading.sentence_scores) == len(spans)
            assert sum(reading.sentence_scores) == pytest.approx(1.0)
            assert reading.span is not None and reading.span_sentence is not None
            low, high = spans[reading.span_sentence]
            start, end = reading.span
            assert low <= start < end <= high
            assert text[start:end] == text[start:end].strip(' .,;:"\n\t')
            assert 0 <= reading.answerable <= 1 and 0 <= reading.span_score <= 1


def test_other_scripts_accents_and_emoji_keep_their_offsets(model: EvidenceModel) -> None:
    sentences = [
        "Переговоры прошли 29 марта в Стамбуле.",
        "谈判于三月二十九日在伊斯坦布尔举行。",
        "🚀 Ça s’est passé à Genève 🇨🇭!",
        "İstanbul'da ﬁnal görüşme: 29 Mart.",
        "The meeting took place in Zürich on 5 May.",
    ]
    text, spans = joined(sentences)
    (reading,) = model.read("Where did the meeting take place on 5 May?", [(text, spans)])
    assert said(reading, text) == "Zürich"
    for k, sentence in enumerate(sentences):
        (one,) = model.read("Where did it happen?", [(sentence, [(0, len(sentence))])])
        assert one.span is None or 0 <= one.span[0] < one.span[1] <= len(sentence), k


def test_a_long_passage_is_read_to_its_end(model: EvidenceModel) -> None:
    filler = [
        f"Item {i} of the report describes the usual procedures of the committee in some detail."
        for i in range(90)
    ]
    for place in (0, 45, 90):
        sentences = [
            *filler[:place],
            "The mayor of Ghent, Mathias De Clercq, opened the new bridge.",
            *filler[place:],
        ]
        text, spans = joined(sentences)
        (reading,) = model.read("Who opened the new bridge?", [(text, spans)])
        assert "Mathias De Clercq" in said(reading, text)
        assert reading.span_sentence == place
        assert reading.sentence_scores[place] == max(reading.sentence_scores)


def test_words_outside_the_given_sentences_are_never_the_answer(model: EvidenceModel) -> None:
    text, spans = joined(TALKS)
    (reading,) = model.read("When did the negotiators last meet?", [(text, spans[1:])])
    assert reading.span is not None and reading.span[0] >= spans[1][0]
    assert len(reading.sentence_scores) == 3


def test_nothing_to_read(model: EvidenceModel) -> None:
    assert model.read("Who?", []) == []
    for passage in (("", []), ("Some text.", []), ("…", [(0, 1)])):
        (reading,) = model.read("Who?", [passage])
        assert (reading.answerable, reading.span, reading.span_sentence) == (0.0, None, None)
    (reading,) = model.read("", [joined(TALKS)])
    assert 0 <= reading.answerable <= 1
    (reading,) = model.read("why " * 500, [joined(TALKS)])
    assert 0 <= reading.answerable <= 1


@pytest.mark.parametrize("mark", ["(CNN) ", "(CNN Business) ", "LOS ANGELES (AP) — "])
def test_who_reports_is_no_answer(model: EvidenceModel, mark: str) -> None:
    plain = "The 74th Emmy Awards, celebrating the best in television, were presented Monday."
    (reading,) = model.read("Which show took home the award?", [joined([mark + plain])])
    assert reading.span is not None and reading.span[0] >= len(mark)


def test_order_and_company_do_not_matter(model: EvidenceModel) -> None:
    passages = [joined(TALKS), joined(STORM), joined(TALKS[:1]), joined(STORM * 12)]
    together = model.read("Who hosted the talks?", passages)
    alone = [model.read("Who hosted the talks?", [passage])[0] for passage in passages]
    assert together == alone
    assert model.read("Who hosted the talks?", passages[::-1]) == alone[::-1]


def test_support_tells_a_quoted_sentence_from_a_changed_one(model: EvidenceModel) -> None:
    text, _ = joined(TALKS)
    same, other_place, unrelated, empty = model.support(
        [
            (TALKS[0], text),
            (TALKS[0].replace("Istanbul", "Geneva"), text),
            (STORM[0], text),
            ("", text),
        ]
    )
    assert same > 0.5
    assert same > other_place
    assert unrelated < 0.5
    assert empty == 0.0
    assert model.support([]) == []


def test_support_reads_a_long_passage_to_its_end(model: EvidenceModel) -> None:
    filler = (
        "The committee met again and discussed the budget of the harbour without a decision. " * 60
    )
    alone, last, without = model.support(
        [(TALKS[0], TALKS[0]), (TALKS[0], filler + TALKS[0]), (TALKS[0], filler)]
    )
    assert last > without
    assert alone > without


def test_threads_may_share_the_model(model: EvidenceModel) -> None:
    passages = [joined(TALKS), joined(STORM)]
    expected = model.read("Who hosted the talks?", passages)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: model.read("Who hosted the talks?", passages), range(16)))
    assert all(r == expected for r in results)


def test_a_changed_or_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        EvidenceModel.load(tmp_path / MODEL_NAME)
    shutil.copy(MODEL_FOLDER / "evidence.json", tmp_path)
    (tmp_path / MODEL_NAME).write_bytes(b"not the model")
    with pytest.raises(ValueError, match="SHA-256"):
        EvidenceModel.load(tmp_path / MODEL_NAME)


def test_importing_loads_nothing_heavy() -> None:
    code = (
        "import sys, importlib.util as u; s = u.spec_from_file_location('m', sys.argv[1]);"
        "m = u.module_from_spec(s);"
        "sys.modules['m'] = m; s.loader.exec_module(m);"
        "heavy = ('numpy', 'onnxruntime', 'tokenizers', 'torch', 'transformers');"
        "print([n for n in heavy if n in sys.modules])"
    )
    path = MODEL_FOLDER.parent / "evidence_model.py"
    out = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == "[]"


def test_the_shipped_file_is_small_and_recorded() -> None:
    record = json.loads((MODEL_FOLDER / "evidence.json").read_text(encoding="utf-8"))
    assert (MODEL_FOLDER / MODEL_NAME).stat().st_size <= 69_000_000
    assert record["training"]["minutes"] > 0 and record["training"]["sets"]
