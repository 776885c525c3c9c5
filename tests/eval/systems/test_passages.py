"""Plain search over passages."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from eval.adapters.published import as_question
from eval.systems.passages import SHOWN, DenseSearch, KeywordSearch, TopPassages
from eval.systems.types import Text
from index.vectors.embed import HashingEmbedder

PASSAGES = [
    Text("The harbour of Lindau opened on Monday.", "harbour"),
    Text("A choir from Bregenz won the Golden Lark.", "choir"),
    Text("Engineers closed the Rhine bridge.", "bridge"),
    Text("The crane of the harbour cost four million.", "harbour"),
]


def test_keywords_find_by_any_word_and_by_stems() -> None:
    search = KeywordSearch(PASSAGES)
    assert search.find("Which choirs are winning?", 5) == [1]
    assert set(search.find("harbours", 5)) == {0, 3}
    assert search.find("harbour", 1) == search.find("harbour", 5)[:1]
    assert search.find("?!", 5) == []


@given(st.text(max_size=60))
@settings(deadline=None)  # a busy machine is slow, not wrong
def test_no_question_breaks_the_search(text: str) -> None:
    found = KeywordSearch(PASSAGES).find(text, 3)
    assert len(set(found)) == len(found) <= 3


def test_dense_search_ranks_every_passage() -> None:
    search = DenseSearch(PASSAGES, HashingEmbedder())
    assert search.find("Engineers closed the Rhine bridge.", 1) == [2]
    assert sorted(search.find("choir", 9)) == [0, 1, 2, 3]


def test_the_first_passages_are_the_answer_and_nothing_is_a_refusal() -> None:
    system = TopPassages("keyword", PASSAGES, KeywordSearch(PASSAGES))
    answer = system.ask(as_question("q", "What of the harbour, choir, bridge, crane?", kind="k"))
    assert answer.cited is not None and len(answer.cited) == SHOWN
    assert answer.text == "\n\n".join(t.words for t in answer.cited)
    assert answer.short is None
    assert system.ask(as_question("q", "Chess?", kind="k")).refused
    ranked = system.rank(as_question("q", "harbour crane choir", kind="k"))
    assert sorted(ranked) == ["choir", "harbour"]  # each document once
