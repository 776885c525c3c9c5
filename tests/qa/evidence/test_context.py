"""A quote can be read alone: quotations are whole and pronouns are explained."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import sentence_spans
from index.types import Article
from qa.evidence.context import Widened, speakers, widen


def article(*sentences: str) -> tuple[Article, list[tuple[int, int]]]:
    text, spans = "", []
    for sentence in sentences:
        text += " " if text else ""
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence
    return Article("a", "a.txt", text, "hash"), spans


def quoted(*sentences: str, at: int) -> tuple[str, Widened]:
    made, spans = article(*sentences)
    wide = widen(made, spans, spans[at])
    return made.text[wide.start_char : wide.end_char], wide


def test_a_sentence_that_stands_alone_stays_alone() -> None:
    text, wide = quoted("Rain fell.", "The minister signed the decree on Tuesday.", at=1)
    assert text == "The minister signed the decree on Tuesday." and wide.speaker is None


def test_an_open_quotation_is_completed() -> None:
    text, _ = quoted("“We stay.", "We give up nothing,” Mayor Smith said.", "Rain fell.", at=0)
    assert text == "“We stay. We give up nothing,” Mayor Smith said."
    text, _ = quoted('"We stay.', 'We give up nothing," Mayor Smith said.', at=1)
    assert text == '"We stay. We give up nothing," Mayor Smith said.'


def test_he_is_named_by_the_sentence_before() -> None:
    text, wide = quoted("On Monday Prime Minister Jane Doe spoke.", "She rejected the deal.", at=1)
    assert text.startswith("On Monday") and text.endswith("the deal.") and wide.speaker is None


def test_he_is_named_outside_the_quote_when_the_name_is_further_up() -> None:
    text, wide = quoted(
        "The ball is in their court, the minister, Sergei Lavrov, said on Thursday.",
        "It rained all day.",
        "“We will see,” he declared.",
        at=2,
    )
    assert text == "“We will see,” he declared."
    assert wide.speaker == "Sergei Lavrov" and wide.named_at is not None


def test_at_most_three_sentences() -> None:
    many = ["“One."] + [f"Part {n}." for n in range(8)] + ["End,” Smith said."]
    text, _ = quoted(*many, at=0)
    assert text == "“One. Part 0. Part 1."


def test_a_heading_between_is_not_jumped() -> None:
    made = Article("a", "a.txt", "Jane Doe spoke. HEADING She left.", "h")
    wide = widen(made, [(0, 15), (24, 33)], (24, 33))
    assert made.text[wide.start_char : wide.end_char] == "She left."


def test_the_middle_of_a_long_quotation_names_its_speaker() -> None:
    text, wide = quoted(
        "We are talking, said Russian President Jane Doe to journalists.",
        '"Of course we want it.',
        "It is impossible.",
        "Let them talk.",
        'We need more," the President said.',
        at=2,
    )
    assert text == "It is impossible." and wide.speaker == "Jane Doe"


def test_a_forgotten_quotation_mark_does_not_swallow_the_next_paragraph() -> None:
    text = "He warned of “destruction of the people.\n\nRain fell in the north.\n\nIt was cold."
    made = Article("a", "a.txt", text, "h")
    spans = [(0, 40), (42, 65), (67, 79)]
    assert widen(made, spans, spans[0]).end_char == 40


def test_it_and_that_take_the_sentence_before_whatever_it_names() -> None:
    for opening in ("It beat the old record.", "That is a third of all.", "Those rise soon."):
        text, _ = quoted("Some prices rose by a third in spring.", opening, at=1)
        assert text == f"Some prices rose by a third in spring. {opening}"


def test_words_that_point_nowhere_stand_alone() -> None:
    for opening in (
        "This week’s numbers are not the first.",
        "It is unclear whether the rules will change.",
        "It's been a year since the vaccine came.",
        "Both Jane Doe and John Roe spoke.",
    ):
        assert quoted("Jane Doe spoke in Paris.", opening, at=1)[0] == opening


def test_the_man_takes_the_sentence_that_brought_him_in() -> None:
    text, _ = quoted("A Colorado man was charged.", "The man told agents why.", at=1)
    assert text.startswith("A Colorado man")
    alone = "The man who fired told agents why."
    assert quoted("A Colorado man was charged.", alone, at=1)[0] == alone
    assert quoted("Rain fell all day.", "The bill was supported by all.", at=1)[0].startswith("The")


def test_sentences_with_pronouns_are_passed_over_up_to_the_name() -> None:
    text, _ = quoted("Jane Doe was born in Leeds.", "She studied law.", "She left in May.", at=2)
    assert text == "Jane Doe was born in Leeds. She studied law. She left in May."


def test_a_pronoun_inside_attributed_speech_needs_nothing() -> None:
    speech = "“It was frightening,” Jane Doe said."
    assert quoted("John Roe left.", speech, at=1)[0] == speech


def test_a_sentence_that_is_speech_from_end_to_end_names_its_speaker() -> None:
    text, wide = quoted("“We have 26 systems,” Jane Doe said.", "“You will know.”", at=1)
    assert text == "“You will know.”" and wide.speaker == "Jane Doe"
    assert quoted("“It’s odd,” It’s Doe said.", "“You will know.”", at=1)[1].speaker == "Doe"


@given(
    st.lists(st.sampled_from('He It That Doe said “ ” " the man . This week'.split()), min_size=1)
)
def test_a_quote_holds_its_sentence_and_at_most_three(words: list[str]) -> None:
    made, spans = article(*(" ".join(words[n:]) or "x" for n in range(min(5, len(words)))))
    for span in spans:
        wide = widen(made, spans, span)
        assert wide.start_char <= span[0] and span[1] <= wide.end_char
        inside = [s for s in spans if wide.start_char <= s[0] and s[1] <= wide.end_char]
        assert len(inside) <= 3


def test_a_note_of_correction_is_read_whole() -> None:
    text = "Correction: CNN said that he confessed. That was wrong. He did not. More rain fell."
    spans = sentence_spans(text, 0, len(text))
    wide = widen(Article("a", "/a.txt", text, "h"), spans, spans[0])
    assert text[wide.start_char : wide.end_char].endswith("He did not.")


def test_who_is_called_upon_is_not_who_speaks() -> None:
    text = (
        "“We spoke,” noted the Norwegian head of state. "
        "He thus called on Danes and Swedes to be strong. “It is clear,” he said."
    )
    assert speakers(text) == []


def test_a_speaker_between_commas_is_one() -> None:
    assert speakers("The deal is off, the head of the union, Ingrid Solberg, said on Monday.") == [
        "Ingrid Solberg"
    ]
