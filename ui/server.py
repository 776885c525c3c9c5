"""The server of the page: on its own (`launch`), or inside a FastAPI program (`mount`).

Both serve the JSON API and, where no login is asked for, the MCP tool.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, MutableMapping
from importlib import resources
from pathlib import Path
from typing import Any

# Gradio reads this when it is imported; no call home from a page about someone's articles.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr

from ui.page.asset import asset

MOST_WAITING = 64  # questions in the queue; more are told to come back
ANSWERS_AT_ONCE = 4
UPLOAD_BYTES = 1_000_000


def launch(
    app: gr.Blocks,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    auth: list[tuple[str, str]] | None = None,
    root_path: str = "",
    upload_bytes: int = UPLOAD_BYTES,
    block: bool = True,
) -> str:
    """Serve `app` and return its address; with `block`, only after the server has ended.

    Sharing is off. With `auth` (user and password pairs) page and API ask for a login, and there
    is no MCP tool: Gradio 6.31 leaves that route open. `root_path` is the path (or whole address)
    under which a reverse proxy shows the page. Raises OSError when the port can't be had.
    """
    _, url, _ = _queued(app).launch(
        server_name=host,
        server_port=port,
        auth=auth,
        share=False,
        quiet=True,
        prevent_thread_lock=not block,
        root_path=root_path or None,
        favicon_path=str(resources.files("ui") / "page" / "assets" / "favicon.svg"),
        **_options(with_mcp=not auth, upload_bytes=upload_bytes),
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
    root_path: str = "",
) -> Any:
    """Put the page with its API into a FastAPI application, under `path`; gives `app` back.

    `home` is the folder of the index (default: the setting). `auth_dependency` gives the user of
    a request, None for nobody, as the program knows them; or `auth` names users and passwords. With
    either there is no MCP tool. `adding`: "files" or "all" lets visitors add articles. `root_path`
    is needed where a proxy in front doesn't say it in its headers. Raises what
    `qa.pipeline.build_pipeline` does.
    """
    from qa.pipeline import build_pipeline
    from qa.settings import load_settings
    from ui.model_notice import page_notice
    from ui.page.app import build_app

    settings = load_settings({"home": home})
    pipeline = build_pipeline(settings)
    page = _queued(build_app(pipeline, notice=page_notice(settings), adding=adding))
    with_mcp = not auth and auth_dependency is None
    return gr.mount_gradio_app(
        app,
        page,
        path,
        auth=auth,
        auth_dependency=auth_dependency,
        root_path=root_path or None,
        show_error=False,
        **_options(with_mcp=with_mcp, upload_bytes=settings.max_file_bytes),
    )


def _queued(app: gr.Blocks) -> gr.Blocks:
    return app.queue(max_size=MOST_WAITING, default_concurrency_limit=ANSWERS_AT_ONCE)


def _options(*, with_mcp: bool, upload_bytes: int) -> dict[str, Any]:
    """What both ways of serving have in common."""
    return {
        "mcp_server": with_mcp,
        "ssr_mode": False,
        "enable_monitoring": False,
        "run_history": False,  # Gradio's own copy of every call in the browser
        "max_file_size": upload_bytes,
        "footer_links": [],
        "theme": _theme(),
        # In the head as it is: Gradio's own `css` parameter rewrites every selector.
        "head": f"<style>{asset('page.css')}{asset('asking.css')}</style>",
        "app_kwargs": {"middleware": [_headers_middleware()]},
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
    from starlette.middleware import Middleware

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
            async def send_with_headers(message: MutableMapping[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    message["headers"] = [*message.get("headers", []), *headers]
                await send(message)

            await self.app(scope, receive, send_with_headers)

    return Middleware(Headers)
