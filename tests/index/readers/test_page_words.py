"""Web pages: the words that a browser shows, all of them and no others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from index.readers.page import text_of
from index.types import Article

ReadOne = Callable[[str, bytes], Article]

PROSE = (
    "The harbour master told reporters that forty ships are waiting for a pilot off the coast.",
    "Nobody was surprised by it: the decision had been expected since the weekend, he said.",
    "A second meeting has been set for Thursday, and the delegations will bring their experts.",
    "Observers said that the draft leaves open who would pay for the mines along the coast.",
)


def page(*parts: str, head: str = "", around: str = "<article>{}</article>") -> bytes:
    """A page with these parts among ordinary paragraphs."""
    body = f"<h1>Talks go on</h1><p>{PROSE[0]}</p>{''.join(parts)}" + "".join(
        f"<p>{text}</p>" for text in PROSE[1:]
    )
    menu = "<nav><a href='/'>Home</a> <a href='/w'>World</a></nav>"
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>Talks</title>{head}</head><body>{menu}"
        f"{around.format(body)}<footer>Imprint and cookies</footer></body></html>"
    ).encode()


def test_control_characters_cost_no_article(read_one: ReadOne) -> None:
    # trafilatura 2.3.1: one in the text, and `bare_extraction` returns nothing.
    article = read_one("a.html", page("<p>The pilots \x1b[31mstruck\x1b[0m on Monday.\x07</p>"))
    assert "The pilots [31mstruck[0m on Monday." in article.text


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("killed 31<sup>2</sup> people", "killed 31 people"),
        ("lost 400<sup><a href='#n4'>4</a></sup> houses", "lost 400 houses"),
        ("homeless.<sup>[5]</sup> The", "homeless. The"),
        ("homeless.<a href='#fn6' role='doc-noteref'>6</a> The", "homeless. The"),
        (
            "left 31<span style='vertical-align: super; font-size: 60%'>2</span> dead",
            "left 31 dead",
        ),
        ("was 84 km<sup>2</sup> wide", "was 84 km² wide"),
        ("some 4 × 10<sup>6</sup> cells", "some 4 × 10⁶ cells"),
        ("on the 20<sup>th</sup> of May", "on the 20th of May"),
        ("traces of <sup>137</sup>Cs there", "traces of ¹³⁷Cs there"),
        ("of CO<sub>2</sub> a year", "of CO2 a year"),
        ("from 1<sup>1</sup>/<sub>2</sub> metres", "from 1 1/2 metres"),
        ("a Walkman<sup>TM</sup> there", "a Walkman™ there"),
    ],
)
def test_a_raised_figure_is_no_part_of_a_number(read_one: ReadOne, markup: str, shown: str) -> None:
    text = read_one(
        "a.html", page(f"<p>The report {markup}, the ministry said on Monday.</p>")
    ).text
    assert f"The report {shown}, the ministry said on Monday." in text
    assert text_of(f"<p>{markup}</p>") == shown, "fragments of exports are read the same way"


@pytest.mark.parametrize(
    "tag", "time label output button data abbr mark ins small kbd cite".split()
)
def test_words_of_a_sentence_stay_whatever_element_they_are_in(read_one: ReadOne, tag: str) -> None:
    sentence = f"The talks will begin on <{tag}>Thursday, October 6</{tag}> in the town hall."
    text = read_one("a.html", page(f"<p>{sentence}</p>")).text
    assert "The talks will begin on Thursday, October 6 in the town hall." in text


def test_centred_lines_and_menus_of_an_article_are_its_text(read_one: ReadOne) -> None:
    parts = (
        "<center>The vote was put off again.</center>",
        "<menu><li>Grain goes first.</li></menu>",
    )
    text = read_one("a.html", page(*parts)).text
    assert "The vote was put off again." in text and "- Grain goes first." in text


def test_a_button_that_stands_alone_is_no_text(read_one: ReadOne) -> None:
    text = read_one("a.html", page("<div><button>Copy the link</button></div>")).text
    assert "Copy the link" not in text


def test_quotations_have_their_marks_and_break_no_line(read_one: ReadOne) -> None:
    parts = (
        "<p>He called it <q>a gift <q>to nobody</q></q> and left the hall at noon.</p>",
        "<p>She answered “<q>not today</q>” and stayed in the hall until noon.</p>",
    )
    text = read_one("a.html", page(*parts)).text
    assert "He called it “a gift ‘to nobody’” and left the hall at noon." in text
    assert "She answered “not today” and stayed" in text
    assert "„nein“" in text_of("<div lang=de><p>Er rief <q lang=de>„nein“</q>.</p></div>")


def test_deletions_are_gone_and_insertions_stay(read_one: ReadOne) -> None:
    part = (
        "<p>The fee rises from <del>40</del> <ins>50</ins> euros <s>in May</s> in June, "
        "it said.</p>"
    )
    assert "The fee rises from 50 euros in June, it said." in read_one("a.html", page(part)).text


@pytest.mark.parametrize(
    "how",
    [
        "hidden", "hidden=''", "style='display:none'", "style='color: red; DISPLAY : none'",
        "style='visibility:hidden'", "aria-hidden='true'", "class='sr-only'", "class='d-none'",
        "class='u-visually-hidden'", "class='screen-reader-text'", "id='never'",
        "class='off-by-rule x'", "style='position:absolute;left:-9999px'",
        "style='max-height:0;overflow:hidden'",
    ],
)  # fmt: skip
@pytest.mark.parametrize("tag", ["p", "div", "span"])
def test_what_nobody_sees_is_no_text(read_one: ReadOne, how: str, tag: str) -> None:
    head = "<style>/* x */ .off-by-rule, #never { display : none } .shown{display:block}</style>"
    secret = (
        f"<{tag} {how}>ALPHA words that nobody is meant to see stand here, twenty of them.</{tag}>"
    )
    part = (
        f"<p>Ordinary words are here.</p>{secret}"
        if tag != "span"
        else f"<p>Words {secret} here.</p>"
    )
    article = read_one("a.html", page(part, head=head))
    assert "ALPHA" not in article.text and "here." in article.text


@pytest.mark.parametrize(
    "shown",
    [
        "<p class='hidden md:block'>BRAVO is shown on a desk, if not on a phone, by its class.</p>",
        "<p class='only-wide'>BRAVO is shown on a wide screen by a rule for wide screens.</p>",
        "<p><span aria-hidden='true'>B</span><span class='sr-only'>BRAVO</span>RAVO has "
        "a drop cap here.</p>",
        "<p class='paper'>BRAVO is only left out where the page is printed, not here.</p>",
    ],
)  # fmt: skip
def test_what_is_shown_on_some_screen_stays(read_one: ReadOne, shown: str) -> None:
    head = (
        "<style>.only-wide{display:none}@media (min-width:40em){.only-wide{display:block}}"
        "@media print{.paper{display:none}}</style>"
    )
    assert read_one("a.html", page(shown, head=head)).text.count("BRAVO") == 1


def test_a_page_that_its_scripts_will_show_is_read(read_one: ReadOne) -> None:
    around = "<div style='visibility:hidden'><article>{}</article></div>"
    assert PROSE[2] in read_one("a.html", page(around=around)).text


def test_templates_and_what_is_for_browsers_without_scripts_are_gone(read_one: ReadOne) -> None:
    parts = [
        f"<{tag}><p>CHARLIE would be here.</p></{tag}>"
        for tag in ("template", "noscript", "dialog")
    ]
    assert "CHARLIE" not in read_one("a.html", page(*parts)).text


def test_all_parts_of_a_body_that_is_cut_in_two_are_read(read_one: ReadOne) -> None:
    half = "<div class='body-copy'>" + "".join(f"<p>{text}</p>" for text in PROSE[:2]) + "</div>"
    other = half.replace("harbour master", "coast guard").replace("Nobody", "No one")
    html = (
        f"<!DOCTYPE html><html><body><main><h1>Talks</h1>{half}<div class='ad'>Buy "
        f"this</div>{other}"
        "<div class='body-copy related'><p><a href='/x'>Read about the coast guard</a></p></div>"
        "</main><footer>Imprint</footer></body></html>"
    )
    text = read_one("a.html", html.encode()).text
    assert "harbour master" in text and "coast guard told" in text and "No one was" in text
    assert "Buy this" not in text and "Read about" not in text


def test_furniture_in_the_article_is_left_out(read_one: ReadOne) -> None:
    parts = (
        "<div class='share-bar'><a href='#'>Post</a> <a href='#'>Send this to a friend</a></div>",
        "<p class='read-also'><a href='/y'>Read also: ten things about the harbour in "
        "winter</a></p>",
        "<section class='newsletter-box'><h4>Our letter</h4><p>It comes at six every "
        "morning.</p></section>",
    )  # fmt: skip
    text = read_one("a.html", page(*parts)).text
    assert not any(word in text for word in ("Send this", "Read also", "every morning"))


def test_cells_stand_under_the_heads_of_their_table(read_one: ReadOne) -> None:
    head = "<tr><th>Party</th><th>Seats</th></tr>"
    rows = (
        "<tr><td>Greens</td><td>9</td></tr><tr><td>Labour</td><td></td></tr>"
        "<tr><td>Others</td><td>12</td></tr>"
    )
    facts = (
        "<table><tr><td>Height</td><td>84 m</td></tr><tr><td>Built</td><td>1954</td></tr></table>"
    )
    text = read_one("a.html", page(f"<table>{head}{rows}</table>", facts)).text
    assert "Party\tSeats\nGreens\t9\nLabour\t\nOthers\t12" in text
    assert "Height\t84 m\nBuilt\t1954" in text


def test_lines_and_paragraphs_by_breaks(read_one: ReadOne) -> None:
    text = text_of(
        "<div>One line.<br>Another line.<br><br>A second <b>para</b>graph.</div><h2>A<br>b</h2>"
    )
    assert text == "One line.\nAnother line.\n\nA second paragraph.\n\nA b"
    assert text_of("<pre>Egypt  120\nTogo  7</pre>") == "Egypt 120\nTogo 7"


def test_what_hyphenates_unseen_is_gone(read_one: ReadOne) -> None:
    part = (
        "<p>The par&shy;lia&#8203;ment in Baden<wbr>-Baden paid 1&nbsp;000 euros &amp; "
        "more on Monday.</p>"
    )
    assert (
        "The parliament in Baden-Baden paid 1 000 euros & more"
        in read_one("a.html", page(part)).text
    )


def test_captions_of_pictures_are_text(read_one: ReadOne) -> None:
    part = "<figure><img src='a.jpg'><figcaption>A ship off Norvik last week.</figcaption></figure>"
    assert "A ship off Norvik last week." in read_one("a.html", page(part)).text
