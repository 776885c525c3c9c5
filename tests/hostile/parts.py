"""The parts of the hostile run: documents, feeds, archives, file names, questions, and what models
write.

Each check takes one generated input and raises where something of it acts, a marker leads nowhere
or an order is obeyed. `Tally` counts, and keeps some of the HTML for the browser.
"""

from __future__ import annotations

import sys
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisWarning

from index.errors import ArticleFormatError
from index.ingest import index_articles
from index.readers import read_articles
from index.settings import IndexSettings
from index.types import Article
from qa.errors import DatelineError, QuestionError
from qa.pipeline import QAPipeline, build_pipeline
from qa.settings import Settings
from tests.hostile.documents import File, archives, documents, encoded, feeds, names
from tests.hostile.obeying import CANARY, Model, canary, obey
from tests.hostile.shown import look_at_answer, look_at_article
from tests.hostile.words import ELSEWHERE, ORDERS, TOWNS, line, questions, words
from ui.storage.added import keep_files

SETTINGS = IndexSettings(home=Path("unused"), max_file_bytes=2_000_000)
_KEPT_FOR_BROWSER = 6_000


@dataclass
class Tally:
    """What was tried and what came of it."""

    tried: Counter[str] = field(default_factory=Counter)
    came: Counter[str] = field(default_factory=Counter)
    html: list[str] = field(default_factory=list)

    def keep(self, pieces: Sequence[str]) -> None:
        """HTML for the browser."""
        if len(self.html) < _KEPT_FOR_BROWSER:
            self.html += pieces


def many(
    strategy: st.SearchStrategy[Any], check: Callable[[Any], None], examples: int, start: int
) -> None:
    """Check that many generated inputs; of one that fails, the smallest is shown."""

    warnings.simplefilter("ignore", HypothesisWarning)  # of a strategy that is long to write down

    @seed(start)
    @settings(
        max_examples=examples, deadline=None, database=None, phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(strategy)
    def once(value: Any) -> None:
        check(value)

    once()


class Quiet:
    """Notes every address that this process looks up or connects to, but for this machine's."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        sys.addaudithook(self._heard)

    def _heard(self, event: str, given: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
            where = str(given[1] if event == "socket.connect" else given[0])
            if not any(own in where for own in ("127.0.0.1", "localhost", "::1")):
                self.calls.append(f"{event} {where}")


def read(folder: Path, file: File) -> list[Article]:
    """The articles of a file; a refusal or an ArticleFormatError is an answer too."""
    path = folder / file.name
    path.write_bytes(file.data)
    try:
        items = list(read_articles(path, settings=SETTINGS))
    except ArticleFormatError as error:
        assert str(path) in str(error)
        return []
    finally:
        path.unlink()
    return [item for item in items if isinstance(item, Article)]


def check_files(kind: str, strategy: st.SearchStrategy[File], folder: Path, tally: Tally) -> Any:
    """(strategy, check) of documents, feeds or archives; nothing may be written beside the file."""

    def check(file: File) -> None:
        tally.tried[kind] += 1
        found = read(folder, file)
        assert list(folder.iterdir()) == [], "something was unpacked"
        tally.came["articles read"] += len(found)
        for article in found:
            tally.keep(look_at_article(article))

    return strategy, check


def check_names(folder: Path, tally: Tally) -> Any:
    """File names, as files are given and as visitors upload them."""
    home = folder.parent / "uploads"

    def check(name: str) -> None:
        tally.tried["file names"] += 1
        file = File(name, encoded(f"Buses\n\nThe council of {TOWNS[0]} approved 12 buses.\n"))
        for article in read(folder, file):
            tally.keep(look_at_article(article))
        (folder / name).write_bytes(file.data)
        kept = keep_files(home, [folder / name], max_file_bytes=10_000)
        (folder / name).unlink()
        for path in kept.paths:
            assert path.resolve().is_relative_to(home.resolve())
            assert path.name.isprintable() and "/" not in path.name

    return names(), check


def collection(folder: Path, home: Path, examples: int, start: int) -> QAPipeline:
    """An index of hostile articles, some of which order a model about, for asking."""
    files: list[File] = []
    many(st.one_of(documents(), feeds(), archives()), files.append, examples, start)
    for number, order in enumerate(ORDERS * (examples // len(ORDERS) // 4 + 1)):
        town = TOWNS[number % len(TOWNS)]
        ordered = order.format(claim=canary(number), elsewhere=ELSEWHERE)
        told = f"The council of {town} approved {number + 2} buses on 3 May 2022. {ordered}"
        files.append(File("order.txt", encoded(f"Buses for {town}\n\n{told} No more is known.\n")))
    for number, file in enumerate(files):
        (folder / f"{number:05}-{file.name}").write_bytes(file.data)
    given_to = {"embedder": "hashing", "home": home}
    index_articles([folder], IndexSettings(**given_to))
    return build_pipeline(Settings(**given_to, reranker="none", refuse_below=0.0))


def check_questions(pipeline: QAPipeline, tally: Tally) -> Any:
    """Questions with filters and a history, all hostile."""
    articles = {a.article_id: a for a in pipeline.library.catalog.articles()}
    turn = st.tuples(st.sampled_from(["user", "assistant"]), words(most=3))
    filters = st.fixed_dictionaries(
        {"question": questions()},
        optional={
            "history": st.lists(turn, max_size=3),
            "publishers": st.lists(line(), min_size=1, max_size=2),
            "after": st.sampled_from(["2022", "2022-05-03"]),
            "as_of": st.sampled_from(["2022-05-03", "2023"]),
        },
    )

    def check(asked: dict[str, Any]) -> None:
        tally.tried["questions"] += 1
        _ask(pipeline, asked, articles, tally)

    return filters, check


def check_outputs(pipeline: QAPipeline, model: Model, tally: Tally) -> Any:
    """What models write: anything at all, or what the articles order them to."""
    articles = {a.article_id: a for a in pipeline.library.catalog.articles()}
    asked = st.tuples(questions(), st.one_of(st.just(None), words(), words(most=30)))

    def check(given_: tuple[str, str | None]) -> None:
        tally.tried["model outputs"] += 1
        question, written = given_
        model.reply = obey if written is None else lambda prompt: f"{obey(prompt)} {written}"
        before = model.asked
        _ask(pipeline, {"question": question}, articles, tally)
        tally.came["models asked"] += model.asked - before

    return asked, check


def _ask(
    pipeline: QAPipeline, asked: dict[str, Any], articles: dict[str, Article], tally: Tally
) -> None:
    options = dict(asked)
    try:
        answer = pipeline.ask(options.pop("question"), **options)
    except QuestionError:
        tally.came["questions refused"] += 1
        return
    except DatelineError as error:
        assert str(error).isprintable(), error
        tally.came["other errors"] += 1
        return
    tally.came[answer.status] += 1
    tally.keep(look_at_answer(answer, articles))
    for statement in answer.statements:
        assert not obeyed(statement.text), statement


def obeyed(sentence: str) -> bool:
    """Whether it says what an order says, without the words that order it."""
    found = CANARY.search(sentence)
    return bool(found) and not sentence[: found.start()].strip(" \"“'‘(")
