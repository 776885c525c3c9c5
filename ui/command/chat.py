"""`dateline chat` and `dateline serve`: the page with its services, or they alone, until Ctrl-C."""

from __future__ import annotations

import argparse
import contextlib
import io
import socket
import stat
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.memory import use_few_arenas
from qa.settings import load_settings
from ui.command.index import index_seeds_when_empty
from ui.errors import BadInputError
from ui.model_notice import page_notice, remote_notice
from ui.render.wording import one_line
from ui.services.access import TOKEN_VARIABLE, read_token
from ui.services.origin import callers_of

FIRST_PORT, PORTS = 7860, 100
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def chat(args: argparse.Namespace, flags: Mapping[str, Any]) -> int:
    """Serve the page until Ctrl-C; the seed articles are indexed first when there are none."""
    return _served(args, flags, with_page=True)


def serve(args: argparse.Namespace, flags: Mapping[str, Any]) -> int:
    """Serve what programs use of it, without the page."""
    return _served(args, flags, with_page=False)


def _served(args: argparse.Namespace, flags: Mapping[str, Any], *, with_page: bool) -> int:
    use_few_arenas()
    settings = load_settings(flags)
    auth = read_auth_file(args.auth_file) if args.auth_file else None
    token = read_token()
    callers_of((), args.allow_origin)  # said before anything is opened
    port = choose_port(args.host, args.port)
    notice = remote_notice(settings)
    if notice:
        print(one_line(notice), file=sys.stderr)
    if args.host not in _LOOPBACK and not auth and (with_page or not token):
        asks = "--auth-file asks" if with_page else f"--auth-file or {TOKEN_VARIABLE} asks"
        print(
            f"dateline: anyone who reaches {args.host} can read the articles; {asks} who it is.",
            file=sys.stderr,
        )
    index_seeds_when_empty(settings)
    print(f"Opening the index{' and the page' if with_page else ''} …", file=sys.stderr)

    from qa.pipeline import build_pipeline
    from ui.page.adding import allowed
    from ui.page.app import build_app
    from ui.server import launch, services_alone

    pipeline = build_pipeline(settings)
    adding = allowed(settings.adding, args.host, has_login=auth is not None)
    if with_page:
        app = build_app(pipeline, notice=page_notice(settings), adding=adding)
    else:
        app = services_alone(pipeline)
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # Gradio announces itself, wordily
            url = launch(
                app, host=args.host, port=port, auth=auth, token=token,
                root_path=args.root_path, origins=args.allow_origin,
                upload_bytes=settings.max_file_bytes, block=False,
            )  # fmt: skip
        print(f"Dateline is at {url} (Ctrl-C ends it)", file=sys.stderr)
        asks = " (with the token)" if token else ""
        print(f"For chat clients: {url}v1, for agents (MCP): {url}mcp{asks}", file=sys.stderr)
        threading.Event().wait()
    except KeyboardInterrupt:
        print("", file=sys.stderr)  # leave the line on which the terminal shows ^C
    except OSError as error:
        raise BadInputError(f"{args.host}:{port} can't be served ({error}).") from error
    finally:
        app.close(verbose=False)
        pipeline.close()
    return 0


def read_auth_file(path: Path) -> list[tuple[str, str]]:
    """User and password of each line "user:password"; blank lines and # lines are skipped.

    Raises BadInputError for a file that others can read, or without a usable line.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError(f"--auth-file {path}: not readable ({error}).") from error
    if mode & (stat.S_IROTH | stat.S_IWOTH):
        raise BadInputError(
            f"--auth-file {path}: others on this machine can read it; run `chmod 600 {path}`."
        )
    pairs = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        user, colon, password = line.partition(":")
        if not (colon and user.strip() and password):
            raise BadInputError(f"--auth-file {path}, line {number}: write user:password.")
        pairs.append((user.strip(), password))
    if not pairs:
        raise BadInputError(f"--auth-file {path}: no line with user:password.")
    return pairs


def choose_port(host: str, wanted: int | None) -> int:
    """`wanted`, or the first free port from 7860. Raises BadInputError when taken or none is free,
    naming one that is.
    """
    free = next((p for p in range(FIRST_PORT, FIRST_PORT + PORTS) if _is_free(host, p)), None)
    if wanted is None and free is not None:
        return free
    if wanted is not None and _is_free(host, wanted):
        return wanted
    hint = f"--port {free} is free" if free else "is --host an address of this machine?"
    named = f"port {wanted}" if wanted else f"every port from {FIRST_PORT}"
    raise BadInputError(f"{named} on {host} is taken or not allowed; {hint}.")


def _is_free(host: str, port: int) -> bool:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError:
        return False
    return True
