"""What the page itself says, in English and in one place. To translate the page, translate
this file and the sentences of `wording.py`. The names in curly brackets are filled in.
"""

from __future__ import annotations


class FRAME:
    """The head of the page, the question box, and what stands there before the first question."""

    name = "Dateline"
    articles = "Articles"
    conversation, question = "Questions and answers", "Your question"
    hint, ask, stop, new = "Ask about the articles", "Ask", "Stop", "New"
    invitation = "What would you like to know?"
    promise = "Every sentence of an answer opens at the quoted words."


class HINT:
    """How it works, in three lines, for who comes for the first time."""

    away = "Got it"
    quotes = "Answers come from these articles alone, in their own words, with outlet and day."
    silence = (
        "Where the articles don't say, Dateline says so; where they differ, it shows each side."
    )
    add = "Your own articles: “Add articles” below takes files, folders, links and text."
    index = "Your own articles: dateline index FOLDER in a terminal, then reload this page."


class ANSWER:
    """In the conversation."""

    searching = "Searching the articles…"
    reading = "Reading {passages}…"
    stopped = "Stopped."
    failed = (
        "Something went wrong while answering. The log of the server says more; please try again."
    )
    too_long = "The question has {chars:,} characters; ask in {most:,} or fewer."
    sources = "Sources"
    nearest = "Nearest in the articles"
    source = "source"
    written_by = "Written by {model}, checked by Dateline."
    differ = "Reports differ: {about}"
    sources_folded = "Sources ({number})"


# Each form of answer: a small word for it, and what that means. A fact looked up needs no word.
FORMS = {
    "list": ("list", "Several things were asked for: each sentence adds one or more."),
    "count": ("count", "Counted over the articles of the index, not read in one of them."),
    "timeline": (
        "timeline",
        "The oldest first. The day is that of the event where the article makes it clear; where it "
        "is the day of publication, the sentence begins with “Reported”.",
    ),
    "comparison": ("comparison", "What several reports say of the same thing."),
    "summary": ("summary", "The most telling sentences of the articles, in their own words."),
    "corpus": ("about the articles", "Answered from the list of articles."),
}

# Who vouches for a sentence, said before it; and how that is said where nobody is named.
ASSERTED = {
    "said": ("according to {name}:", ""),
    "reported": ("reported by {name}:", ""),
    "alleged": ("alleged by {name}:", "alleged:"),
    "denied": ("denied by {name}:", "denied:"),
    "opinion": ("opinion of {name}:", "opinion:"),
}


class WHY:
    """The scores of a cited passage."""

    summary = "Why this passage"
    evidence = "Evidence"
    evidence_means = "{score} of 100: how surely these words answer, compared within this answer"
    near_means = "{score} of 100: too little to answer with"
    support = "Support"
    support_means = "{score} of 100: how surely they carry the sentence that cites them"
    place = "Place"
    place_means = "characters {start:,} to {end:,} of the article"


class ARTICLE:
    """The article beside the conversation."""

    close = "Close"
    close_label = "Close the article"
    back = "All articles"
    folded = "Not part of the story"
    known = "Where this comes from"
    title, publisher, author = "Headline", "Publisher", "Author"
    published, updated, file, copies = "Published", "Updated", "File", "Copies"
    language, address, text = "Language", "Address", "Text"
    teaser = "only the beginning: the rest is for subscribers"
    stated_as = "stated as “{origin}”"
    in_text = "read from the text"
    from_address = "from its address"
    from_file_name = "from the file name"
    unstated = "not stated"
    inferred = "inferred, so it may be off"
    open_source = "Open at {host}"
    new_tab = "(in a new tab)"
    find = "Find in this article"
    find_previous, find_next = "Previous match", "Next match"
    quotes = "Quotes of this answer in the article"
    quote_previous, quote_next = "Previous quote", "Next quote"
    remove = "Remove from the index"
    gone = "This article is no longer in the index."


class SHELF:
    """The list of all articles."""

    some = "{shown} of {all:,}"
    none = "No article fits these filters."
    filters = "Which articles are listed"
    publisher, language, words = "Publisher", "Language", "Words in the article"
    since, until = "From", "To"
    every_publisher, every_language = "All publishers", "All languages"
    undated, inferred = "date unknown", "{date} (inferred)"
    copies, teaser = "also printed {times}", "teaser only"
    page_previous, page_next = "Previous page", "Next page"
    page = "{first:,} to {last:,} of {all:,}"
    clear = "Clear"


class CHART:
    """Articles over time."""

    title = "Articles over time by publisher"
    said = "{articles}, {first} to {last}; most in {busiest}: {most}."
    left_out = "{articles} not drawn: of unknown or imprecise date, or long before the rest."
    others = "others"
    period = "Published"
    as_table = "As a table"


class ASKING:
    """Around a question and its answer."""

    good, bad, link = "Helpful", "Not helpful", "Link"
    retry, edit, undo = "Ask again", "Edit", "Undo"
    next = "Go on with"
    filters, past = "Filters", "Past conversations"
    save_text, save_page = "Save as Markdown", "Save as HTML"
    copy, cite = "Copy", "Cite"
    cite_as = (("bib", "BibTeX"), ("ris", "RIS"), ("csl", "CSL JSON"))
    copied = "Copied with its sources."
    gone = "This answer is no longer kept."


class FILTERS:
    """Which articles are asked."""

    title = "Which articles are asked"
    since, until = "From", "Before"
    read, keep, drop = "Read from the question:", "Keep", "Drop"
    publishers, after, before = "Publishers", "Published on or after", "Published before"
    date_form = "2022 or 2022-09-30"
    reader = "Who writes the answer"
    extractive = "The articles' own sentences"


class HISTORY:
    """Past conversations."""

    title = "Past conversations"
    where = "Kept on the machine that serves this page. Only you are shown them."
    none = "None yet: ask something."
    present = "open now"
    forget = "Forget"


class EXPORT:
    """A conversation saved as a file."""

    title, sources = "Questions and answers about the news", "Sources"


class SERVICES:
    """Where services are served without the page."""

    no_page = "The services of Dateline, without its page: /api/openapi.json describes them."


class RATING:
    """What a reader thinks of an answer."""

    comment = "What was good or wrong? (optional; kept on the machine that serves this page)"
    refuse = "The articles don't say this"
    send, no_comment = "Send", "No comment"
    thanks, kept = "Thank you, noted.", "Your comment is kept."
    failed = "This could not be kept."


class ADDING:
    """Adding articles on the page."""

    open = "Add articles"
    files, folder, link = "Files", "Choose a folder", "Link to an article or a feed"
    title, text, add = "Headline (optional)", "Text of an article", "Add"
    begins = "Reading…"
    running = "Reading: {articles} so far"
    rate, left = ", {rate} a second", ", about {time} left"
    closer = "All can be asked. Being read more closely: {read} of {all} passages."
    summary = "{added} added, {changed} changed or moved, {same} known already, {refused} refused."
    refused = "Refused:"
    remove, removed, undo = "Remove", "“{title}” is removed.", "Undo"
    again = "Try again"
    more = "and {more:,} more"
    nothing = "Nothing was taken."
    busy = "Articles are being added just now; wait until that is done."
    locked = (
        "Another program is writing to this index just now. Nothing is lost: what you gave is "
        "kept, and can be tried again when the other has finished."
    )
    failed = "Something went wrong while adding. The log of the server says more."
    not_kept = "The home of the index can't be written ({reason})."
    not_restored = "This can't come back from here: its file is gone. Add the file again."
    unreadable = "could not be read"
    too_large = "larger than {most:,} bytes"
    drop_too_large = "more than {most:,} bytes at once; add the rest by itself"
    too_many = "at most {most:,} files at once; add the rest by themselves"
    empty_text = "There is no text; paste the words of an article."
    text_too_long = "The text has {chars:,} characters; add one article of {most:,} or fewer."
    no_link = "“{link}” is no address that can be fetched; it should begin with https://."


# What the scripts of the page say; they are handed over as they are.
SCRIPTS = {
    "asked": "You asked",
    "answer": "Answer",
    "examples": "Questions to begin with",
    "conversation": "Conversation",
    "panel": "Article",
    "found": "{n} of {all}",
    "notFound": "Not found",
    "quote": "Quote {n} of {all}",
    "copied": "The link is copied.",
    "linkLabel": "Link to this answer",
    "ready": "The answer is here. {text} Sources: {sources}.",
    "refused": "No answer in the articles. {text}",
}
