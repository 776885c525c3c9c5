"""RealTimeQA as its repository, realtimeqa/realtimeqa_public on GitHub, has it: week by week.

Layout of a folder such as `past/2022`: `DATE_qa.jsonl` (question_id, question_date,
question_sentence, choices, answer, evidence) and, beside it, `DATE_gcs.jsonl`, the articles that a
web search brought (question_id, search_result: url, title, text, authors, publish_date).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from eval.adapters.published import ONE, PublishedSet, as_question
from eval.adapters.realtimeqa import (
    NewsArticle,
    NewsQuestion,
    holding_answer,
    read_articles,
    read_questions,
    to_document,
)
from eval.adapters.rows import AdapterError, Row, read_all, text, texts

_SEARCH = "question_id and search_result (a list of url, title, text, authors and publish_date)"
_PUBLISHED = (
    "question_id, question_date (YYYY/MM/DD), question_sentence, choices, answer (numbers of "
    "choices, as a list of texts) and evidence"
)


def realtimeqa_set(path: Path) -> PublishedSet:
    """All questions, asked of all articles as of the day of the quiz. `path` is a folder of
    weeks, or one of the layout in `eval.adapters.realtimeqa`.

    Those whose answer stands in one of their own articles must be answered, and these are gold; of
    the others nobody knows whether any article answers. Raises AdapterError.
    """
    if any(path.glob("*_qa.jsonl")):
        articles, questions = read_weeks(path)
    else:
        articles, questions = read_articles(path), read_questions(path)
    by_id = {article.id: article for article in articles}
    asked = []
    for q in questions:
        holders = holding_answer(q, by_id)
        asked.append(
            as_question(
                q.id,
                q.question,
                kind=f"answer {'' if holders else 'not '}in its articles",
                answerable=True if holders else None,
                parts=[q.answers],
                short_answers=q.answers,
                gold=dict.fromkeys(holders, 1),
                as_of=q.asked,
            )
        )
    documents = tuple(to_document(article) for article in articles)
    return PublishedSet("RealTimeQA", tuple(asked), {ONE: documents})


def read_weeks(folder: Path) -> tuple[tuple[NewsArticle, ...], tuple[NewsQuestion, ...]]:
    """The published weeks in a folder: what their web searches brought, and their questions.

    An article is known by its address, and its id is made of that. Gold are the articles that the
    human's evidence links to. Raises AdapterError, also when there is no week.
    """
    weeks = sorted(folder.glob("*_qa.jsonl"))
    if not weeks:
        raise AdapterError(f"{folder}: no DATE_qa.jsonl is here; give a folder such as past/2022.")
    articles: dict[str, NewsArticle] = {}
    questions: list[NewsQuestion] = []
    for week in weeks:
        found: dict[str, list[str]] = {}
        searches = week.with_name(week.name.replace("_qa.", "_gcs."))
        if searches.is_file():
            for question_id, brought in read_all(searches, _search, _SEARCH):
                articles |= {a.id: articles.get(a.id, a) for a in brought}
                found[question_id] = [a.id for a in brought]
        asked = read_all(week, _published_question, _PUBLISHED)
        questions += [replace(q, retrieved=tuple(found.get(q.id, ()))) for q in asked]
    known = [
        replace(q, gold_articles=tuple(key for key in q.gold_articles if key in articles))
        for q in questions
    ]
    return tuple(articles.values()), tuple(known)


def _published_question(row: Row) -> NewsQuestion:
    choices = texts(row, "choices")
    evidence = text(row, "evidence")
    linked = [_id_of(url) for url in re.findall(r'href="([^"]+)"', evidence)]
    return NewsQuestion(
        text(row, "question_id"),
        _day(text(row, "question_date")),
        text(row, "question_sentence"),
        choices,
        tuple(choices[int(number)] for number in texts(row, "answer")),
        evidence,
        tuple(dict.fromkeys(linked)),
        (),
    )


def _search(row: Row) -> tuple[str, list[NewsArticle]]:
    brought = []
    for item in row["search_result"]:
        if item.get("text") and item.get("url"):
            url, day = text(item, "url"), item.get("publish_date") or ""
            authors = texts({"authors": [], **item}, "authors")
            title = str(item.get("title") or "")
            article = NewsArticle(
                _id_of(url), url, title, text(item, "text"), authors, _day(day) if day else ""
            )
            brought.append(article)
    return text(row, "question_id"), brought


def _id_of(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:16]


def _day(written: str) -> str:
    """An ISO day of YYYY/MM/DD."""
    return date.fromisoformat(written[:10].replace("/", "-")).isoformat()
