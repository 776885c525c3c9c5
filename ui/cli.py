"""The `dateline` command: its arguments, its exit status, and which function does the work.

Only argparse is loaded before a command is chosen, so that `--help` and a wrong argument answer
at once. Exit status: 0 done; 3 not in the articles; 2 wrong usage or bad input; 1 anything else.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from ui.command.argument_types import ShowVersion, feed_seconds
from ui.command.arguments import add_asking, add_filters, add_serving
from ui.command.eval_arguments import NEW, add_eval, add_eval_new, joined

ANSWERED, FAILED, WRONG_USAGE, NOT_IN_ARTICLES, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 3, 130, 141

# (option, type, metavar, help); the name in `Settings` is the option's with underscores.
_Option = tuple[str, Callable[[str], Any], str, str]
INDEX_SETTINGS: tuple[_Option, ...] = (
    ("embedder", str, "NAME", "'bundled', or a sentence-transformers name or folder"),
    ("chunk-tokens", int, "N", "most word pieces in a passage"),
    ("vectors", str, "WHAT", "auto, fast or full: how much the bundled embedder reads"),
    ("language", str, "CODE", "language of the articles (ISO 639-1)"),
    ("chroma-url", str, "URL", "a Chroma server, in place of the embedded store"),
    ("catalog-url", str, "URL", "a PostgreSQL database, in place of SQLite in the home"),
    ("max-file-bytes", int, "N", "larger files are refused"),
)
ANSWER_SETTINGS: tuple[_Option, ...] = (
    ("reader", str, "KIND", "'extractive' (article sentences) or 'llm'"),
    ("llm", str, "MODEL", "ollama:NAME, openai:NAME, gguf:PATH or smollm2"),
    ("llm-base-url", str, "URL", "server of the openai: or ollama: model"),
    ("llm-timeout-seconds", float, "S", "bound on one call of a served model"),
    ("llm-retries", int, "N", "repeated calls after a failure"),
    ("reranker", str, "NAME", "'bundled' or 'none'"),
    ("top-k", int, "N", "passages handed to the reader"),
    ("candidates", int, "N", "passages from each retriever before fusion"),
    ("adding", str, "WHEN", "auto, on or off: adding articles on the page"),
    ("refuse-below", float, "P", "refuse when the evidence is less probable than this"),
)


class _Parser(argparse.ArgumentParser):
    """Complains in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USAGE, f"dateline: {message} (see `{self.prog} --help`)\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status. Errors are one line on stderr."""
    try:
        args = build_parser().parse_args(joined(list(sys.argv[1:] if argv is None else argv)))
    except SystemExit as stop:  # --help, --version, wrong usage: already said
        return int(stop.code or 0)
    try:
        _prepare_streams(args)
        status = int(args.run(args))
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        _say("stopped")
        return INTERRUPTED
    except BrokenPipeError:  # `dateline articles | head`: nobody reads on, nothing to report
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as error:
        if args.debug:
            raise
        return _report(error)


def build_parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    parser = _Parser(
        prog="dateline",
        description="Answers questions about news articles with passages cited at the very words.",
        epilog="Settings may also stand in dateline.toml or in DATELINE_* environment variables. "
        "Exit status: 0 done, 3 not in the articles, 2 wrong usage or bad input, 1 anything else.",
    )
    parser.add_argument("--version", action=ShowVersion)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    index = _command(commands, "index", "add or refresh articles", _index, as_json=True)
    index.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files, folders and addresses of feeds (default: the seed articles)",
    )
    index.add_argument(
        "--prune", action="store_true", help="remove articles whose files are gone from PATH"
    )
    index.add_argument("--rebuild", action="store_true", help="index everything anew")
    index.add_argument(
        "--watch", action="store_true", help="keep up with changes until Ctrl-C is pressed"
    )
    index.add_argument(
        "--every",
        type=feed_seconds,
        default=900,
        metavar="S",
        help="with --watch: seconds between looks at a feed, 60 to 86400 (900)",
    )
    index.add_argument("--engine", metavar="NAME", help="'ray': read on a Ray cluster")

    ask = _command(commands, "ask", "answer a question, quotes below", _ask, as_json=True)
    add_asking(ask)
    _settings(ask, ANSWER_SETTINGS, "settings of answering")

    chat = _command(commands, "chat", "open the page and the services beside it", _chat)
    add_serving(chat)
    _settings(chat, ANSWER_SETTINGS, "settings of answering")
    serve = _command(commands, "serve", "the services alone: HTTP, OpenAI's protocol, MCP", _serve)
    add_serving(serve)
    _settings(serve, ANSWER_SETTINGS, "settings of answering")
    mcp = _command(commands, "mcp", "answer an agent on standard input and output", _mcp)
    _settings(mcp, ANSWER_SETTINGS, "settings of answering")

    scored = _command(commands, "eval", "score the answers to a question set", _eval, as_json=True)
    add_eval(scored)
    _settings(scored, ANSWER_SETTINGS, "settings of answering")
    drafted = _command(commands, NEW, "draft questions from your articles", _eval_new)
    add_eval_new(drafted)
    _settings(drafted, ANSWER_SETTINGS, "settings of answering")

    listed = _command(commands, "articles", "list the articles", _articles, as_json=True)
    add_filters(listed)
    listed.add_argument("--text", metavar="WORDS", help="only with all of these words in them")
    listed.add_argument(
        "--sort",
        choices=("path", "date", "title", "publisher", "copies"),
        default="path",
        help="order of the list (path)",
    )
    show = _command(commands, "show", "print one article", _show, as_json=True)
    show.add_argument("article", metavar="ID", help="an id, the start of one, or a path")
    show.add_argument("--versions", action="store_true", help="its earlier texts, and what changed")
    remove = _command(commands, "remove", "take an article out", _remove, as_json=True)
    remove.add_argument("article", metavar="ID-or-PATH", help="as `show` takes it")
    rated = _command(commands, "feedback", "print ratings of answers", _feedback)
    rated.add_argument("--open", action="store_true", help="those that still lack what is right")
    _command(commands, "doctor", "check the index and mend it", _doctor, as_json=True)
    return parser


def setting_flags(args: argparse.Namespace) -> Mapping[str, Any]:
    """The settings that were given as options, by their name in `Settings`; others are None."""
    names = [option.replace("-", "_") for option, *_ in (*INDEX_SETTINGS, *ANSWER_SETTINGS)]
    return {name: getattr(args, name, None) for name in ("home", *names)}


# --- the commands: each loads what it needs ---------------------------------------------------


def _index(args: argparse.Namespace) -> int:
    from ui.command.index import index

    return index(args, setting_flags(args))


def _ask(args: argparse.Namespace) -> int:
    from ui.command.ask import ask

    return ask(args, setting_flags(args))


def _chat(args: argparse.Namespace) -> int:
    from ui.command.chat import chat

    return chat(args, setting_flags(args))


def _serve(args: argparse.Namespace) -> int:
    from ui.command.chat import serve

    return serve(args, setting_flags(args))


def _mcp(args: argparse.Namespace) -> int:
    from ui.command.mcp import mcp

    return mcp(args, setting_flags(args))


def _eval(args: argparse.Namespace) -> int:
    from eval.report.compare import main_compare
    from eval.run import main_check, main_eval
    from qa.settings import load_settings

    def run() -> int:
        if args.compare:
            return main_compare(*args.compare, as_json=args.json)
        settings = load_settings(setting_flags(args))
        which = {"split": args.split, "adapter": args.adapter, "as_json": args.json}
        if args.check:
            return main_check(settings, args.set, **which)
        _tell_where_text_goes(settings)
        return main_eval(
            settings, args.set, out_dir=args.out, sample=args.sample, resume=args.resume,
            workers=args.workers, keep_in=args.home, **which,
        )  # fmt: skip

    return _of_eval(run)


def _eval_new(args: argparse.Namespace) -> int:
    from eval.drafting.terminal import main_new
    from qa.settings import load_settings

    def run() -> int:
        settings = load_settings(setting_flags(args))
        _tell_where_text_goes(settings)
        return main_new(
            settings, args.articles, out=args.out, limit=args.limit, source=args.source,
            accept_all=args.accept_all, stdin=sys.stdin, stdout=sys.stdout,
        )  # fmt: skip

    return _of_eval(run)


def _tell_where_text_goes(settings: Any) -> None:
    from ui.model_notice import remote_notice

    if notice := remote_notice(settings):
        _say(notice)


def _of_eval(run: Callable[[], int]) -> int:
    from eval.adapters.rows import AdapterError
    from eval.questions.question_set import QuestionSetError
    from ui.errors import BadInputError

    try:
        return run()
    except (QuestionSetError, AdapterError) as error:
        raise BadInputError(str(error)) from error


def _articles(args: argparse.Namespace) -> int:
    from ui.command.library import articles

    return articles(args, setting_flags(args))


def _show(args: argparse.Namespace) -> int:
    from ui.command.library import show

    return show(args, setting_flags(args))


def _remove(args: argparse.Namespace) -> int:
    from ui.command.library import remove

    return remove(args, setting_flags(args))


def _feedback(args: argparse.Namespace) -> int:
    from ui.storage.feedback import feedback

    return feedback(args, setting_flags(args))


def _doctor(args: argparse.Namespace) -> int:
    from ui.command.library import doctor

    return doctor(args, setting_flags(args))


# --- arguments and messages -------------------------------------------------------------------


def _command(
    commands: Any,
    name: str,
    summary: str,
    run: Callable[[argparse.Namespace], int],
    *,
    as_json: bool = False,
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    command.set_defaults(run=run, json=False)
    command.add_argument("--home", type=Path, metavar="DIR", help="folder of the index")
    command.add_argument("--debug", action="store_true", help="show the trace of an error")
    if as_json:
        command.add_argument("--json", action="store_true", help="one JSON document on stdout")
    _settings(command, INDEX_SETTINGS, "settings of the index")
    return command


def _settings(command: argparse.ArgumentParser, options: Sequence[_Option], title: str) -> None:
    group = command.add_argument_group(title)
    for option, kind, metavar, text in options:
        group.add_argument(f"--{option}", type=kind, metavar=metavar, help=text)


def _prepare_streams(args: argparse.Namespace) -> None:
    """What programs read is UTF-8 whatever the terminal says; text shows ? for what it can't."""
    import logging
    import warnings

    for_programs = args.json or getattr(args, "format", "text") != "text"
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and for_programs and stream is sys.stdout:
            reconfigure(encoding="utf-8", errors="backslashreplace")
        elif reconfigure:
            reconfigure(errors="replace")
    level = logging.INFO if args.debug else logging.ERROR
    logging.basicConfig(level=level, format="%(name)s: %(message)s", stream=sys.stderr)
    if not args.debug:  # libraries' remarks to their callers; ours are errors and messages
        warnings.simplefilter("ignore")


def _report(error: Exception) -> int:
    from index.errors import ArticleFormatError, DatelineError, SettingsError
    from qa.errors import QuestionError
    from ui.errors import BadInputError

    if isinstance(error, DatelineError):
        _say(str(error))
        bad_input = (QuestionError, SettingsError, ArticleFormatError, BadInputError)
        return WRONG_USAGE if isinstance(error, bad_input) else FAILED
    _say(f"{type(error).__name__}: {error} (--debug shows the trace)")
    return FAILED


def _say(message: str) -> None:
    from ui.render.wording import one_line

    print(f"dateline: {one_line(message)}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
