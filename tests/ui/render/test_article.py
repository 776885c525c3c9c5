"""The reading room: every word of the article in order, the quoted ones marked, the rest folded."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from index.types import Article, Span
from tests.ui.fakes import FERRY, HARBOUR, HOSTILE, HOSTILE_TEXT
from tests.ui.seen import Seen, assert_only_ours
from ui.render.article import QUOTE_ID, Quote, article_html
from ui.render.wording import printable


def quote_of(article: Article, words: str) -> Quote:
    start = article.text.index(words)
    return Quote(start, start + len(words))


def test_article_marks_exactly_the_quoted_words() -> None:
    quote = "The bridge closes on 3 May, the mayor said."
    start = HARBOUR.text.index(quote)
    html = article_html(HARBOUR, Quote(start, start + len(quote)))
    seen = assert_only_ours(html)
    assert seen.marked == quote
    assert html.count(f'id="{QUOTE_ID}"') == 1
    assert "https://news.example/harbour?a=1&b=2" in seen.links()
    assert html.count('<details class="dl-boilerplate"') == 1  # the long menu


@settings(deadline=None)  # a busy machine is slow, not wrong
@given(st.data())
def test_article_panel_keeps_every_word_in_order(data: st.DataObject) -> None:
    text = data.draw(st.text(min_size=1, max_size=80))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=6, max_size=6)))
    kinds = data.draw(
        st.lists(st.sampled_from(["boilerplate", "headline"]), min_size=3, max_size=3)
    )
    spans = tuple(
        Span(a, b, kind)
        for (a, b), kind in zip([cuts[0:2], cuts[2:4], cuts[4:6]], kinds, strict=True)
    )
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text) + 5))
    article = Article("abc", "FileA", text, "0" * 64, title="T", spans=spans)
    seen = Seen(article_html(article, Quote(start, end)))
    body = seen.words.split("FileA", 1)[1]
    # Pieces are made printable one by one, as their cuts may part an escape sequence.
    points = sorted({0, len(text), start, min(end, len(text)), *cuts})
    pieces = [text[a:b] for a, b in pairwise(points)]
    assert body == "".join(printable(piece) for piece in pieces).replace("\r", "")


def test_quoted_words_in_folded_boilerplate_are_not_folded() -> None:
    menu = HARBOUR.text.index("HOME |")
    html = article_html(HARBOUR, Quote(menu, menu + 4))
    assert 'dl-boilerplate"><summary' not in html and Seen(html).marked == "HOME"


def test_the_words_that_answer_stand_out_in_their_sentence() -> None:
    quote = quote_of(HARBOUR, "The bridge closes on 3 May, the mayor said.")
    words = quote_of(HARBOUR, "3 May")
    html = article_html(HARBOUR, replace(quote, strong=(words.start_char, words.end_char)))
    assert "<strong>3 May</strong>" in html
    assert Seen(html).marked == "The bridge closes on 3 May, the mayor said."


def test_other_quotes_of_the_answer_are_marked_and_counted_in_order_of_place() -> None:
    opened = quote_of(HARBOUR, "Ferries will run every ten minutes.")
    other = quote_of(HARBOUR, "The bridge closes on 3 May, the mayor said.")
    overlapping = quote_of(HARBOUR, "every ten")
    html = article_html(HARBOUR, opened, [other, overlapping, Quote(10**8, 10**8 + 5)])
    marks = [a for tag, a in assert_only_ours(html).tags if tag == "mark"]
    assert [m.get("id") for m in marks] == [None, QUOTE_ID]
    assert [m["data-quote"] for m in marks] == ["0", "1"]
    assert "dl-quote-next" in html
    assert "dl-quote-next" not in article_html(HARBOUR, opened)  # nowhere to go


def test_neighbouring_boilerplate_folds_as_one() -> None:
    text = "Story.\n" + "menu " * 30 + "\n\n" + "links " * 30 + "\nMore story. " + "x" * 20
    first, second = text.index("menu"), text.index("links")
    spans = (
        Span(first, first + 149, "boilerplate"),
        Span(second, second + 179, "boilerplate"),
        Span(len(text) - 20, len(text), "boilerplate"),  # short: dimmed where it stands
    )
    html = article_html(Article("abc", "a.txt", text, "0" * 64, spans=spans), Quote(0, 6))
    assert html.count('<details class="dl-boilerplate">') == 1
    assert html.count('<span class="dl-boilerplate">') == 1


def test_front_matter_is_folded_and_shown_as_facts_instead() -> None:
    head = "---\ntitle: Ferry sails\nauthor: Ada Writer\n---\n\n"
    spans = (Span(0, 11, "boilerplate"), Span(11, 22, "headline"), Span(22, 45, "boilerplate"))
    ferry = Article("abc", "a.md", f"{head}The ferry sails.", "0" * 64, spans=spans)
    html = article_html(ferry, quote_of(ferry, "The ferry sails."))
    assert html.index("</summary><div>&#45;&#45;&#45;") < html.index("</details><mark")
    assert Seen(html).marked == "The ferry sails."
    quoted = article_html(ferry, quote_of(ferry, "Ferry sails"))
    assert "<summary>Not part" not in quoted and Seen(quoted).marked == "Ferry sails"
    rule = replace(ferry, spans=())  # a line of dashes opens a text of another kind
    assert "<summary>Not part" not in article_html(rule, Quote(60, 65))


def test_what_is_known_says_how_it_is_known() -> None:
    origins = (("publisher", "og:site_name"), ("published_at", "text"))
    stated = replace(HARBOUR, origins=origins, updated_at="2022")
    words = Seen(article_html(stated, Quote(0, 1), outlets=["CNN", "<b>"])).words
    assert "The Daily Example stated as “og:site_name”" in words
    assert "1 May 2022 read from the text" in words and "Updated2022" in words
    assert "CopiesCNN and <b>" in words
    inferred = Seen(article_html(FERRY, Quote(0, 1))).words
    assert "September 2022 inferred, so it may be off" in inferred
    assert "September 2022 (date inferred)" in inferred and "Publishernot stated" in inferred


def test_an_arabic_article_is_shown_from_right_to_left() -> None:
    arabic = Article("abc", "a.txt", "يغلق الجسر غدا", "0" * 64, language="ar")
    bodies = [a for _, a in Seen(article_html(arabic, Quote(0, 4))).tags if a.get("lang")]
    assert [(b["dir"], b["lang"]) for b in bodies] == [("rtl", "ar")]


def test_hostile_articles_are_only_words() -> None:
    hostile = replace(HOSTILE, origins=(("title", HOSTILE_TEXT),), language='en" onload="x')
    html = article_html(hostile, Quote(0, 20), outlets=[HOSTILE_TEXT])
    assert "onerror" in assert_only_ours(html).words
    assert not [link for link in Seen(html).links() if not link.startswith("#words=")]
