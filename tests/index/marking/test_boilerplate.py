"""Links, captions, notices and contacts inside and under an article, and sentences like them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.marking.mark_spans import mark_spans

BODY = (
    "The council met on Tuesday in the old town hall.\n\n"
    "Its members spoke for two hours and agreed on nothing.\n"
)
LINKS = [
    "More:Council tries again after years of talks",
    "RELATED:Seven ways to see the fair for free",
    "Talks fail again:Mayor says the council 'never meant' to agree",
    "►Fares are up: What can the council do about it?",
    "SHAKY GROUND:Are we in a recession? The economy stinks no matter what you call it.",
    "In case you missed it: The council failed to agree in May as well",
    "What's everyone talking about?:Sign up for our trending newsletter to get the news of the day",
    "Health or a paycheck?Workers with no paid leave face a tough choice",
]
PLAYERS = [
    "JUST WATCHED Mayor speaks Replay More Videos ... MUST WATCH Mayor speaks 02:05",
    "Video Ad Feedback Mayor speaks to the council 01:56 - Source: CNN",
    "Photos: The hall She waves. Hide Caption 1 of 2 Photos: The hall He goes. Hide Caption 2 of 2",
]
NOTICES = [
    "Sign up here for the '5 Things' newsletter.",
    '(You can also get "5 Things" delivered to your inbox daily. Sign up here .)',
    "Want more? Sign up for our Travel newsletter to receive updates to your inbox.",
    "Support local journalism. Subscribe to example.com today.",
    "Health coverage is made possible in part by a grant from the Doe Trust. The Doe Trust "
    "does not provide editorial input.",
    "Recommendations are independently chosen by our editors. Purchases you make through our links "
    "may earn us a commission.",
    "(Story continues after photo gallery.)",
    "Story continues below. If you are on mobile, click here.",
    "Would you like to receive The Daily newsletter ?",
    "We will use the details you have shared to manage your registration. You agree to the "
    "processing, storage, sharing and use of this information as described in our Privacy Policy.",
    "1. How relevant is this ad to you?",
]


@pytest.mark.parametrize("line", [*LINKS, *PLAYERS, *NOTICES])
def test_the_page_among_the_paragraphs_is_boilerplate(line: str) -> None:
    text = f"{BODY}\n{line}\n\n{BODY}"
    assert [(s.kind, text[s.start_char : s.end_char]) for s in mark_spans(text)] == [
        ("boilerplate", line)
    ]


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("The mayor waves in Lima, on Monday. ", "Jane Doe/AFP/Getty Images"),
        ("The mayor waves at the crowd. ", "Jane Doe/AP"),
        ("The spacecraft shared its first view of the Earth. ", "NASA"),
        ("A hearing of the council in May. ", "S. Todd Roe/Pool/AP"),
        ("The mayor waves at a crowd ", "(Photo by Jane Doe/Getty Images)"),
        ("", "Jane Doe/Getty Images"),
    ],
)
def test_a_caption_is_boilerplate_and_its_credit_a_credit(caption: str, credit: str) -> None:
    text = f"{BODY}\n{caption}{credit}\n\n{BODY}"
    found = [(s.kind, text[s.start_char : s.end_char]) for s in mark_spans(text)]
    expected = [("boilerplate", caption), ("credit", credit)]
    if "Todd" in credit:
        assert "".join(part for _, part in found) == caption + credit
    else:
        assert found == [part for part in expected if part[1]]


@pytest.mark.parametrize(
    "sentence",
    [
        "Phoenix: The council voted on Monday to close the hall.",
        "Mayor: We shall try again.",
        "The vote was at 2:30 p.m., she said.",
        "Residents can sign up for the newsletter of the town.",
        "Tests are free. Sign up here.",
        "Call 988 to reach the lifeline.",
        "To register, sign up at vermont.example by Monday.",
        "Contact the library at books@library.example for a card.",
        '"Sign up for our newsletter," the mayor said.',
        "She told the council to support local journalism, and it did.",
        "Correction: An earlier version of this article misstated the date of the vote.",
        "This story has been updated with additional details.",
        "Editor's note: This story contains spoilers.",
        "He was shown a picture by Getty Images.",
        "He works for the AP.",
        "The views expressed in the hall were mixed, and the mayor left early.",
        "The players follow her on Twitter.",
        "The form was the first of its kind, and it is still in use here.",
    ],
)
def test_sentences_that_look_like_the_page_stay(sentence: str) -> None:
    assert mark_spans(f"{BODY}\n{sentence}\n\n{BODY}") == ()
    assert mark_spans(f"{BODY}\n{sentence}\n") == ()


def test_speakers_and_round_ups_with_glued_labels_are_the_articles_own() -> None:
    speech = "\n\n".join(f"Welker:You have not ruled out part {n} of the plan" for n in range(4))
    assert all(s.kind != "boilerplate" for s in mark_spans(f"{BODY}\n{speech}\n\n{BODY}"))
    entry = "The council of the town voted on Monday to close the old hall for good, " * 2
    states = "\n\n".join(f"{town}:{entry}it said." for town in ("Fort Lee", "Salt Lake", "Reno"))
    assert mark_spans(f"{BODY}\n{states}\n\nPine Bluff:It closed a hall today.\n\n{BODY}") == ()


@pytest.mark.parametrize(
    "line",
    [
        "Jane Doe covers courts for the Herald. Reach her at jdoe@herald.example or @jdoe.",
        "Contact Jane Doe at 555-321-4567 or jdoe@herald.example. Follow her on Twitter @jdoe",
        "Jane Doe is a money and markets reporter at the Herald. You can reach her at "
        "jdoe@herald.example and subscribe to our free Money newsletter.",
        "Follow Jane Doe on Twitter: @jdoe.",
        "Twitter: @jdoe",
    ],
)
def test_the_reporter_at_the_foot_is_boilerplate_and_so_are_links_below(line: str) -> None:
    text = f"{BODY}\n{line}\n\nMayor loses his hat in the hall\n"
    assert [text[s.start_char : s.end_char] for s in mark_spans(text)] == [
        line,
        "Mayor loses his hat in the hall",
    ]


def test_an_editors_note_about_the_author_is_boilerplate() -> None:
    note = "Editor’s Note: Jane Doe is a writer. The views expressed here are her own."
    text = f"{note}\n\n{BODY}"
    assert [(s.kind, s.start_char, s.end_char) for s in mark_spans(text)] == [
        ("boilerplate", 0, len(note))
    ]


def test_an_outlet_behind_its_place_is_a_byline() -> None:
    for line in ("New York CNN —", "Delhi, India CNN —", "Hong Kong CNN Business —", "CNN —"):
        assert [s.kind for s in mark_spans(f"{line}\n\n{BODY}")] == ["byline"]


_SCRIPTS = st.sampled_from(
    [
        *("مجلس المدينة لم يتفق.", "المزيد:عنوان آخر", "עוד:כותרת", "מועצת העיר לא הסכימה."),
        *(
            "市議会は合意しなかった。",
            "关注我们：微信",
            "Ещё:Мэр потерял шляпу в зале",
            "😀:A b c d",
        ),
        *("\u202bשלום\u202c", "e\u0301:A\u0301 b c d", "\u200b", "\ufeff", "İ:İ i i i"),
        *LINKS,
        *PLAYERS,
        *NOTICES,
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(_SCRIPTS | st.text(max_size=60), max_size=12),
    st.sampled_from(["\n", "\n\n", "\r\n", " ", "\u2028", ""]),
)
def test_text_of_any_script_is_marked_in_order_and_always_alike(
    parts: list[str], between: str
) -> None:
    text = between.join(parts)
    spans = mark_spans(text)
    position = 0
    for span in spans:
        assert position <= span.start_char < span.end_char <= len(text)
        assert text[span.start_char : span.end_char].strip()
        position = span.end_char
    assert mark_spans(text) == spans
    known = tuple(span for span in spans if span.kind == "boilerplate")
    assert set(known) <= set(mark_spans(text, known))


def test_right_to_left_sentences_stay() -> None:
    arabic = "اجتمع المجلس يوم الثلاثاء.\n\nلم يتفق الأعضاء على شيء.\n"
    assert mark_spans(arabic) == ()


def test_a_text_that_is_one_line_stays_whole() -> None:
    line = " ".join(BODY.split()) + " More:Council tries again after years of talks " + BODY.strip()
    assert mark_spans(line) == ()
