"""The server of the page: on its own (`launch`), or inside a FastAPI program (`mount`).

Both serve the services for programs in front of the page (`ui.services.front`).
"""

from __future__ import annotations

import os
import socket
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

# Gradio reads this when it is imported; no call home from a page about someone's articles.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr
from starlette.middleware import Middleware

from ui.page.asset import asset
from ui.render.texts import SERVICES
from ui.services.access import Access
from ui.services.api import add_api
from ui.services.calls import Doors
from ui.services.front import Front, Services
from ui.services.origin import Callers, callers_of, with_headers

if TYPE_CHECKING:
    from qa.pipeline import QAPipeline

MOST_WAITING = 64  # questions in the queue; more are told to come back
ANSWERS_AT_ONCE = 4
UPLOAD_BYTES = 1_000_000


def launch(
    app: gr.Blocks,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    auth: list[tuple[str, str]] | None = None,
    token: str = "",
    root_path: str = "",
    origins: Sequence[str] = (),
    upload_bytes: int = UPLOAD_BYTES,
    block: bool = True,
) -> str:
    """Serve `app` and return its address; with `block`, only after the server has ended.

    Sharing is off. With `auth` (user and password pairs) page and services ask for a login; with
    `token` the services ask for that bearer token, and so does everything where there is no page.
    `root_path` is the path (or whole address) under which a reverse proxy shows the page.
    `origins` are addresses of sites under which it is known, or whose pages may call it. Raises
    OSError when the port can't be had, BadInputError for what is no such address.
    """
    access = Access(token=token, logins=tuple(auth or ()))
    names = (host, socket.gethostname(), urlsplit(root_path).hostname or "")
    services = _services(app, access, root_path, callers_of(names, origins))
    _, url, _ = _queued(app).launch(
        server_name=host,
        server_port=port,
        auth=auth,
        share=False,
        quiet=True,
        prevent_thread_lock=not block,
        root_path=root_path or None,
        favicon_path=str(resources.files("ui") / "page" / "assets" / "favicon.svg"),
        **_options(services, upload_bytes=upload_bytes),
    )
    return str(url)


def mount(
    app: Any,
    *,
    path: str = "/dateline",
    home: str | Path | None = None,
    adding: str = "off",
    auth: list[tuple[str, str]] | None = None,
    auth_dependency: Callable[[Any], str | None] | None = None,
    token: str = "",
    root_path: str = "",
    origins: Sequence[str] = (),
) -> Any:
    """Put the page with its API into a FastAPI application, under `path`; gives `app` back.

    `home` is the folder of the index (default: the setting). `auth_dependency` gives the user of
    a request, None for nobody, as the program knows them; or `auth` names users and passwords.
    The services take either, or `token` as a bearer token. `adding`: "files" or "all" lets
    visitors add articles. `root_path` is needed where a proxy in front doesn't say it in its
    headers. Under which names the program is known is the program's own matter; `origins` are the
    sites whose pages may call the services. Raises what `qa.pipeline.build_pipeline` does.
    """
    from qa.pipeline import build_pipeline
    from qa.settings import load_settings
    from ui.model_notice import page_notice
    from ui.page.app import build_app

    settings = load_settings({"home": home})
    pipeline = build_pipeline(settings)
    page = _queued(build_app(pipeline, notice=page_notice(settings), adding=adding))
    access = Access(token, tuple(auth or ()), auth_dependency)
    callers = Callers(origins=callers_of((), origins).origins)
    services = _services(page, access, root_path, callers)
    return gr.mount_gradio_app(
        app,
        page,
        path,
        auth=auth,
        auth_dependency=auth_dependency,
        root_path=root_path or None,
        show_error=False,
        **_options(services, upload_bytes=settings.max_file_bytes),
    )


def _queued(app: gr.Blocks) -> gr.Blocks:
    return app.queue(max_size=MOST_WAITING, default_concurrency_limit=ANSWERS_AT_ONCE)


def services_alone(pipeline: QAPipeline) -> gr.Blocks:
    """What `launch` serves where no page is wanted."""
    with gr.Blocks(title="Dateline", analytics_enabled=False) as app:
        gr.HTML(f"<p>{SERVICES.no_page}</p>")
        add_api(pipeline)
    app.dateline = pipeline, False
    return app


def _services(app: gr.Blocks, access: Access, root_path: str, callers: Callers) -> Services:
    """Those of a page (or of no page) that `build_app` or `services_alone` has made."""
    pipeline, has_page = app.dateline
    return Services(Doors(pipeline, access, callers, has_page=has_page, root_path=root_path))


def _options(services: Services, *, upload_bytes: int) -> dict[str, Any]:
    """What both ways of serving have in common."""
    return {
        "mcp_server": False,  # ours stands in front of the page: it asks who is there
        "ssr_mode": False,
        "enable_monitoring": False,
        "run_history": False,  # Gradio's own copy of every call in the browser
        "max_file_size": upload_bytes,
        "footer_links": [],
        "theme": _theme(),
        # In the head as it is: Gradio's own `css` parameter rewrites every selector.
        "head": f"<style>{asset('page.css')}{asset('asking.css')}</style>",
        "app_kwargs": {
            "middleware": [_headers_middleware(), Middleware(Front, services=services)],
            "lifespan": services.lifespan,
        },
    }


def _theme() -> gr.themes.Base:
    sans = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
    mono = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]
    return gr.themes.Base(
        primary_hue="red", neutral_hue="stone", font=sans, font_mono=mono, radius_size="sm"
    )


def _headers_middleware() -> Any:
    """Headers that keep the browser at home, should anything active ever get past the escaping.

    Gradio's own page needs inline scripts and `eval` (its HTML templates), so those stay allowed;
    what is ruled out is any other host, for images and forms too.
    """
    policy = (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
        "form-action 'self'; base-uri 'self'; object-src 'none'"
    )
    headers = [
        (b"content-security-policy", policy.encode()),
        (b"referrer-policy", b"no-referrer"),
        (b"x-content-type-options", b"nosniff"),
    ]

    class Headers:
        def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
            self.app = app

        async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
            await self.app(scope, receive, with_headers(send, headers))

    return Middleware(Headers)
