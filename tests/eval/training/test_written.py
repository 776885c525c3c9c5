"""Written questions become windows as the product reads them."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from eval.training.examples.written import WrittenWindow, cut, kept_apart
from eval.training.tune import alone, chosen, example_of
from index.text.sentences import sentence_spans
from qa.settings import Settings

TEXTS = {
    "0a": "The ferry Astrid sank off Norvik on Monday. Captain Olav Ruud swam ashore. "
    "Nine people are missing, the coast guard said.",
    "0b": "Nine people had gone missing when the Astrid sank. Spokeswoman Mia Lund named nobody.",
}
ROWS = [
    {"a": "0a", "k": "fact", "q": "How many are still not found after the ferry went down?",
     "s": [2], "span": "Nine people", "also": ["0b:0"]},
    {"a": "0a", "k": "near", "q": "Who was the mate of the Astrid?", "s": [], "near": [1],
     "span": "Olav Ruud", "also": []},
    {"a": "0b", "k": "said", "q": "What did Mia Lund say of the missing?", "s": [1], "span": None,
     "also": []},
]  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[WrittenWindow]:
    folder = tmp_path_factory.mktemp("written")
    with (folder / "export.jsonl").open("w", encoding="utf-8") as lines:
        for key, text in TEXTS.items():
            spans = sentence_spans(text, 0, len(text))
            article = {"title": f"Ferry {key}", "url": f"https://a.example/{key}", "text": text}
            lines.write(json.dumps(article | {"publisher": "Wire", "sentences": spans}) + "\n")
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    settings = Settings(home=folder / "home", embedder="hashing")
    return list(cut(folder / "export.jsonl", [folder / "rows.jsonl"], settings, ["0b"]))


def test_the_answer_is_marked_where_it_stands(written: list[WrittenWindow]) -> None:
    gold = next(w for w in written if w.source == "gold" and w.kind == "fact")
    assert [gold.passage[s:e] for s, e in gold.spans] == ["Nine people"]
    assert gold.title == "Ferry 0a" and not gold.whole


def test_a_sister_article_that_answers_too_is_no_negative(written: list[WrittenWindow]) -> None:
    others = [w for w in written if w.kind == "fact" and w.source == "found"]
    assert others and all(w.spans for w in others)


def test_a_statement_is_marked_as_a_whole(written: list[WrittenWindow]) -> None:
    gold = next(w for w in written if w.source == "gold" and w.kind == "said")
    assert gold.whole
    assert [gold.passage[s:e] for s, e in gold.spans] == ["Spokeswoman Mia Lund named nobody."]


def test_a_near_miss_tempts_and_answers_nothing(written: list[WrittenWindow]) -> None:
    near = [w for w in written if w.kind == "near"]
    assert near[0].source == "tempting" and "Olav Ruud" in near[0].passage
    assert not any(w.spans for w in near)


def test_what_is_kept_apart_is_not_read_in_training(written: list[WrittenWindow]) -> None:
    assert {w.part for w in written if w.kind == "said"} == {"held"}
    read = chosen(written, random.Random(1))
    assert read and all(w.part == "train" for w in read)
    assert {w.kind for w in read} == {"fact", "near"}
    assert all(example_of(w, random.Random(1)).spans == w.spans for w in read)


def test_the_sentence_is_read_alone_too(written: list[WrittenWindow]) -> None:
    rng = random.Random(1)
    pairs = [(w, e) for w in written if (e := alone(w, rng)) is not None]
    gold = next(e for w, e in pairs if w.source == "gold" and w.kind == "fact")
    assert gold.passage == "Nine people are missing, the coast guard said."
    assert [gold.passage[s:e] for s, e in gold.spans] == ["Nine people"]
    tempting = next(e for w, e in pairs if w.source == "tempting")
    assert tempting.passage == "Captain Olav Ruud swam ashore." and not tempting.spans
    assert not any(w.source == "found" and not w.spans for w, _ in pairs)


def test_what_is_kept_apart_is_calibrated_on_as_the_product_reads_it(
    written: list[WrittenWindow],
) -> None:
    (held,) = kept_apart(written)
    assert held.passage.startswith("Ferry 0b. Nine people")
    assert [held.passage[s:e] for s, e in held.spans] == ["Spokeswoman Mia Lund named nobody."]
    assert held.spans[0] in held.sentences


def test_a_row_of_an_unknown_article_is_named(tmp_path: Path) -> None:
    sentence = {"url": "https://a.example/0a", "title": "T", "text": "It sank.", "publisher": "W"}
    (tmp_path / "export.jsonl").write_text(json.dumps(sentence | {"sentences": [[0, 8]]}))
    (tmp_path / "rows.jsonl").write_text(json.dumps(ROWS[2]))
    settings = Settings(home=tmp_path / "home", embedder="hashing")
    with pytest.raises(ValueError, match=r"rows.jsonl, line 1: no article '0b'"):
        next(cut(tmp_path / "export.jsonl", [tmp_path / "rows.jsonl"], settings))
