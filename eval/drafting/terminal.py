"""`dateline eval new`: drafts from the user's articles, for a person to accept, edit or drop.

Every draft is put to the chain first, and what it answers is shown beside it. What is accepted is
appended to the set at once, so that a long sitting can be broken off.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TextIO

from eval.drafting.draft import draft_article, spread
from eval.metrics.judge import says_accepted
from eval.metrics.record import row_line
from eval.questions.question_set import (
    GoldQuote,
    Question,
    QuestionSetError,
    load_questions,
    set_row,
)
from eval.questions.shelf import Shelf
from eval.wording import one_line
from qa.settings import Settings
from qa.types import Answer

LIMIT = 20
_KEYS = "[a]ccept  [e]dit  [d]rop  [q]uit > "
Ask = Callable[[Question], Answer]


@dataclass
class Sitting:
    """One person with one set. `read` gives a line of input, "" at its end."""

    out: Path
    shelf: Shelf
    ask: Ask
    read: Callable[[], str]
    write: Callable[[str], object]
    accept_all: bool = False
    kept: int = 0

    def go_through(self, drafts: Sequence[Question]) -> None:
        """Show each draft and do as the person says. Raises OSError when nothing can be kept."""
        for number, draft in enumerate(drafts, start=1):
            self.write(f"\n{number} of {len(drafts)}: {_shown(draft, self.ask(draft))}\n")
            if self.accept_all:
                self._keep(replace(draft, tags=(*draft.tags, "unreviewed")))
                continue
            if not self._decide(draft):
                return

    def _decide(self, draft: Question) -> bool:
        """Whether to go on after this draft."""
        while True:
            self.write(_KEYS)
            line = self.read()
            key = line.strip().lower()[:1]
            if not line or key == "q":
                return False
            if key == "d":
                return True
            if key == "a" and (missing := _missing(draft)):
                self.write(f"{missing}: edit it first, or drop it.\n")
            elif key == "a":
                self._keep(draft)
                return True
            elif key == "e":
                draft = self._edited(draft)
                self.write(f"{_shown(draft, self.ask(draft))}\n")

    def _edited(self, draft: Question) -> Question:
        """What the person makes of it; an empty line keeps what stands."""
        asked = self._line("question", draft.question)
        answers = self._line("accepted answers, with | between", " | ".join(_accepted(draft)))
        accepted = tuple(a.strip() for a in answers.split("|") if a.strip())
        if not accepted:
            return replace(
                draft, question=asked, expected_status="not_in_articles", accepted_answers=(),
                accepted_all=(), short_answers=(), gold_evidence=(), gold_articles=(),
            )  # fmt: skip
        known = draft.gold_evidence[0][0].quote if draft.gold_evidence else ""
        quote = self._line("words of an article that say so", known)
        evidence = draft.gold_evidence
        if quote != known:
            names = [
                PurePath(a.path).name
                for a in self.shelf.by_id.values()
                if quote and quote in a.text
            ]
            evidence = ((tuple(GoldQuote(name, quote) for name in dict.fromkeys(names))),)
            if not names:
                self.write("No article has these words: copy them from `dateline show`.\n")
                evidence = ()
        return replace(
            draft, question=asked, expected_status="answered", accepted_answers=accepted,
            accepted_all=(), short_answers=accepted, gold_evidence=evidence,
        )  # fmt: skip

    def _line(self, name: str, now: str) -> str:
        self.write(f"  {name} ({now or 'none'}; - for none): ")
        line = self.read().strip()
        return "" if line == "-" else line or now

    def _keep(self, question: Question) -> None:
        self.out.parent.mkdir(parents=True, exist_ok=True)
        with self.out.open("a", encoding="utf-8") as file:
            file.write(row_line(set_row(question)))
        self.kept += 1


def main_new(
    settings: Settings,
    articles: Sequence[str],
    *,
    out: Path,
    limit: int = LIMIT,
    source: Path | None = None,
    accept_all: bool = False,
    stdin: TextIO,
    stdout: TextIO,
) -> int:
    """The `dateline eval new` command. Drafts come from the articles of `settings.home` (`articles`
    are ids or paths, as `dateline show` takes them; none: all), or are the questions of `source`,
    such as the page's thumbs. Returns 0; raises QuestionSetError and the index's errors.
    """
    from qa.pipeline import build_pipeline

    there = load_questions(out) if out.exists() and out.stat().st_size else ()
    with closing(build_pipeline(settings)) as pipeline:
        catalog = pipeline.library.catalog
        shelf = Shelf.of(catalog.articles())
        if source is not None:
            drafts = list(load_questions(source))
        else:
            chosen = [catalog.find_article(name) for name in articles] or shelf.by_id.values()
            every = [draft_article(a, catalog.passages_of(a.article_id)) for a in chosen]
            drafts = [d.as_question("new-001") for d in spread(every, sum(map(len, every)))]
        drafts = _named_anew(_new(drafts, there, limit), there)
        if not drafts:
            raise QuestionSetError(
                f"nothing to draft: {source or 'the articles'} gave no question that {out} lacks; "
                "drafting knows English sentences with a number, day, place or person."
            )
        sitting = Sitting(
            out, shelf,
            lambda q: pipeline.ask(
                q.question, history=q.history, after=q.after, before=q.before, as_of=q.as_of,
                publishers=q.publishers or None,
            ),
            stdin.readline, _flushed(stdout), accept_all,
        )  # fmt: skip
        sitting.go_through(drafts)
    stdout.write(f"\n{sitting.kept} questions added to {out}\n")
    return 0


def _new(questions: Sequence[Question], there: Sequence[Question], limit: int) -> list[Question]:
    """Those that the set doesn't ask yet."""
    known = {q.question.casefold() for q in there}
    return [q for q in questions if q.question.casefold() not in known][:limit]


def _named_anew(drafts: Sequence[Question], there: Sequence[Question]) -> list[Question]:
    """The same with ids that the set doesn't have."""
    taken = {q.id for q in there}
    numbers = (f"new-{n:03}" for n in itertools.count(1))
    named = []
    for draft in drafts:
        name = draft.id
        while name in taken:
            name = next(numbers)
        taken.add(name)
        named.append(replace(draft, id=name))
    return named


def _missing(draft: Question) -> str:
    """What a draft needs before it can be kept; "" when nothing."""
    if draft.expected_status is None:
        return "It isn't known whether the articles answer this"
    if draft.expected_status == "answered" and not (draft.gold_evidence and _accepted(draft)):
        return "It has no accepted answer or no quote"
    return ""


def _accepted(question: Question) -> tuple[str, ...]:
    return question.accepted_answers or tuple(v[0] for v in question.accepted_all if v)


def _shown(draft: Question, answer: Answer) -> str:
    gold = draft.gold_evidence[0][0] if draft.gold_evidence else None
    told = draft.expected_status == "answered" and answer.status == "answered"
    accepted = one_line(" | ".join(_accepted(draft)))
    verdict = ""
    if told:
        verdict = " (as drafted)" if says_accepted(draft, answer) else " (NOT as drafted)"
    lines = [
        f"{one_line(draft.kind)}, {one_line(gold.article) if gold else 'no article yet'}",
        f"  asks     {one_line(draft.question)}",
        f"  accepts  {accepted or draft.expected_status or 'unknown'}",
        *([f"  quote    {one_line(gold.quote)}"] if gold else []),
        f"  Dateline answers{verdict}: {one_line(answer.text)}",
    ]
    return "\n".join(lines)


def _flushed(stream: TextIO) -> Callable[[str], object]:
    def write(text: str) -> None:
        stream.write(text)
        stream.flush()

    return write
