"""Mail: the article in it, its own lines and dates, and nothing of the mail around it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from index.types import Article
from tests.index.readers.conftest import Read

ReadOne = Callable[[str, bytes], Article]

PROSE = (
    "The harbour master told reporters on Monday that forty ships are waiting for a pilot off the "
    "coast of Norvik, some of them since the summer, and that nobody pays for the delay. "
    "Two of them are laden with grain."
)


def mail(body: str, content: str = "text/plain; charset=utf-8", **headers: str) -> bytes:
    """A mail with this body; headers go over the usual ones."""
    lines = {
        "From": "Jane Doe <jane@example.org>", "To": "desk@example.org", "Subject": "Forty ships",
        "Date": "Tue, 4 Oct 2022 09:30:00 +0200", "MIME-Version": "1.0", "Content-Type": content,
    } | headers  # fmt: skip
    head = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return (head + "\n" + body).encode()


def part(kind: str, body: str, more: str = "") -> str:
    return f"Content-Type: {kind}\n{more}\n{body}\n"


def parts(*inside: str) -> str:
    return "".join(f"--b0\n{one}" for one in inside) + "--b0--\n"


def test_flowed_lines_are_paragraphs(read_one: ReadOne) -> None:
    body = "It pas \nsed by a wide mar \ngin.\n  Indented.\n> It was  \n> quoted.\n-- \nJane\n"
    flowed = "text/plain; format=flowed; delsp=yes"
    assert read_one("a.eml", mail(body, flowed)).text == (
        "It passed by a wide margin.\n Indented.\n> It was quoted."
    )
    kept = read_one("b.eml", mail("It passed \nby far.\n", "text/plain; format=flowed")).text
    assert kept == "It passed by far."


def test_text_above_and_below_a_picture_is_read_in_order(read_one: ReadOne) -> None:
    body = parts(
        part("text/plain", "Above the picture."),
        part("image/png", "iVBORw0KGgo=", "Content-Transfer-Encoding: base64\n"),
        part("text/html", f"<p>{PROSE}</p>"),
        part("text/plain", "Below it.", 'Content-Disposition: attachment; filename="a.txt"\n'),
    )
    text = read_one("a.eml", mail(body, 'multipart/mixed; boundary="b0"')).text
    assert text == f"Above the picture.\n\n{PROSE}"


def test_a_digest_is_an_article_a_message(read: Read) -> None:
    def inner(n: int) -> str:
        return (
            f"\nFrom: Writer {n}th <w{n}@example.org>\nSubject: Story {n}\nDate: {n} Oct "
            f"2022 08:00:00 +0000\n\n{PROSE}\n"
        )

    items = read("a.eml", mail(parts(inner(1), inner(2)), 'multipart/digest; boundary="b0"'))
    articles = [item for item in items if isinstance(item, Article)]
    assert [item.title for item in articles] == ["Story 1", "Story 2"]
    assert [(item.published_at or "")[:10] for item in articles] == ["2022-10-01", "2022-10-02"]
    assert [i.path.rpartition("#")[2] for i in items if isinstance(i, Article)] == ["1", "2"]


def test_a_digest_in_plain_text_is_one_too(read: Read) -> None:
    rule = "-" * 30

    def inner(n: int) -> str:
        return (
            f"Date: {n} Oct 2022 08:00:00 +0000\nFrom: Writer {n}th\nSubject: Story "
            f"{n}\n\n{PROSE}\n\n"
        )

    body = (
        f"Topics: ships\n\n{'-' * 70}\n\n{inner(1)}{rule}\n\n{inner(2)}{rule}\n\nEnd of "
        f"Ships Digest\n"
    )
    items = read("a.eml", mail(body, Subject="Ships Digest"))
    assert [i.title for i in items if isinstance(i, Article)] == ["Story 1", "Story 2"]
    assert all("Digest" not in i.text for i in items if isinstance(i, Article))


@pytest.mark.parametrize(
    "mark",
    [(
        "---------- Forwarded message "
        "---------"
    ), "Begin forwarded message:", "-----Original Message-----",
     "-------- Weitergeleitete Nachricht --------", "________________________________"],
)  # fmt: skip
def test_of_a_forwarded_mail_the_message_inside_is_the_article(
    read_one: ReadOne, mark: str
) -> None:
    german = "Weiter" in mark
    names = ("Von", "Datum", "Betreff") if german else ("From", "Date", "Subject")
    head = (
        f"{names[0]}: Norvik Port Press Office <p@port.example>\n{names[1]}: Mon, 3 Oct "
        f"2022 at 17:40\n"
    )
    body = (
        f"Can someone take this?\n\n{mark}\n{head}{names[2]}: Ships wait\nTo: Jo "
        f"<jo@example.org>\n\n{PROSE}\n"
    )
    article = read_one("a.eml", mail(body, Subject="Fwd: Ships wait"))
    assert (article.text, article.title) == (PROSE, "Ships wait")
    assert (article.publisher, article.author) == ("Norvik Port Press Office", None)
    assert (article.published_at or "").startswith("2022-10-03")


def test_a_program_that_only_draws_a_line_forwards_too(read_one: ReadOne) -> None:
    html = (
        "<div><p>FYI</p><div style='border-top:solid'><p><b>From:</b> Lena Aasen &lt;l@e.org&gt;"
        "<br><b>Sent:</b> Monday, October 3, 2022 5:40 PM<br><b>To:</b> Jo<br>"
        f"<b>Subject:</b> Ships wait</p></div><p>{PROSE}</p></div>"
    )
    article = read_one("a.eml", mail(html, "text/html; charset=utf-8", Subject="FW: Ships wait"))
    assert (article.title, article.author, article.text) == ("Ships wait", "Lena Aasen", PROSE)
    assert (article.published_at or "").startswith("2022-10-03")


def test_a_message_that_is_attached_whole_is_the_article(read_one: ReadOne) -> None:
    inner = (
        f"From: Lena Aasen <l@example.org>\nSubject: Ships\nDate: Mon, 3 Oct 2022 "
        f"08:00:00 +0000\n\n{PROSE}\n"
    )
    body = parts(part("text/plain", "See below."), part("message/rfc822", inner))
    article = read_one("a.eml", mail(body, 'multipart/mixed; boundary="b0"'))
    assert (article.title, article.author, article.text.strip()) == ("Ships", "Lena Aasen", PROSE)


def test_a_letter_about_an_older_one_stays_whole(read_one: ReadOne) -> None:
    body = (
        f"{PROSE} {PROSE} {PROSE}\n\n-----Original Message-----\nFrom: Jo "
        f"<jo@e.org>\nSubject: Ships\n\nWhat news?\n"
    )
    assert read_one("a.eml", mail(body)).text.startswith(PROSE)


def test_lines_of_the_mail_itself_are_gone(read_one: ReadOne) -> None:
    html = (
        "<div style='display:none;max-height:0'>Inside: ships and grain</div>"
        "<p><a href='x'>View this email in your browser</a></p>"
        f"<h1>Forty ships</h1><p>{PROSE}</p><p>The council meets on Thursday.</p>"
        "<p>You are receiving this because you signed up for our briefing.</p>"
        "<p><a href='u'>Unsubscribe</a> | <a href='p'>Manage preferences</a></p><p>1 "
        "Main Street, Norvik</p>"
        "<p>© 2022 The Gazette</p>"
    )
    article = read_one(
        "a.eml", mail(html, "text/html; charset=utf-8", From="The Harbour Gazette <n@g.example>")
    )
    assert article.text == f"Forty ships\n\n{PROSE}\n\nThe council meets on Thursday."
    assert (article.publisher, article.author) == ("The Harbour Gazette", None)


def test_signature_and_confidence_are_gone(read_one: ReadOne) -> None:
    notice = "This e-mail is confidential. If you are not the addressee, delete it."
    assert read_one("a.eml", mail(f"{PROSE}\n\n-- \nJo | Desk\n{notice}\n")).text.strip() == PROSE
    assert read_one("b.eml", mail(f"{PROSE}\n\n{notice}\n")).text.strip() == PROSE


def test_a_story_about_mail_stays(read_one: ReadOne) -> None:
    body = (
        f"The ministry said this e-mail was sent to all staff.\n\n{PROSE}\n\nHe would not "
        f"unsubscribe from it.\n\n{PROSE}\n"
    )
    assert read_one("a.eml", mail(body)).text.strip() == body.strip()


@pytest.mark.parametrize(
    ("date", "said"),
    [("Tue, 4 Oct 2022 00:30:00 BST", "2022-10-04T00:30:00+01:00"),
     ("Tue, 4 Oct 2022 00:30:00 +0200 (CEST)", "2022-10-04T00:30:00+02:00"),
     ("Tue, 4 Oct 2022 00:30:00 CEST", "2022-10-04T00:30:00+02:00")],
)  # fmt: skip
def test_the_zone_of_a_mail(read_one: ReadOne, date: str, said: str) -> None:
    assert read_one("a.eml", mail(PROSE, Date=date)).published_at == said


def test_a_briefing_of_several_articles_is_parted_each_of_its_own_day(read: Read) -> None:
    rule = "\n--------------------------------\n"
    told = (
        ("Crews walk out over pay", "Hartwick Herald, 12 January 2026, by Petra Lowe"),
        ("Council backs a bridge", "Vale Gazette, 28 January 2026, by Tom Arden"),
        ("Strike ends after 39 days", "Hartwick Herald, 20 February 2026, by Petra Lowe"),
    )
    body = f"{rule}\n".join(f"{title}\n{line}\n\n{PROSE}\n" for title, line in told)
    found = read("a.eml", mail(body, Date="Wed, 25 Mar 2026 08:00:00 +0000"))
    assert [(a.title, a.publisher, a.published_at) for a in found if isinstance(a, Article)] == [
        ("Crews walk out over pay", "Hartwick Herald", "2026-01-12"),
        ("Council backs a bridge", "Vale Gazette", "2026-01-28"),
        ("Strike ends after 39 days", "Hartwick Herald", "2026-02-20"),
    ]
