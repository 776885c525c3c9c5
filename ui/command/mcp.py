"""`dateline mcp`: the tools of MCP on standard input and output, for an agent that starts it."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Mapping
from typing import Any

from qa.settings import load_settings
from ui.command.index import index_seeds_when_empty
from ui.model_notice import remote_notice
from ui.render.wording import one_line


def mcp(args: argparse.Namespace, flags: Mapping[str, Any]) -> int:
    """Answer until the input ends; the seed articles are indexed first when there are none."""
    settings = load_settings(flags)
    if notice := remote_notice(settings):
        print(one_line(notice), file=sys.stderr)
    index_seeds_when_empty(settings)

    import anyio
    from mcp.server.stdio import stdio_server

    from qa.pipeline import build_pipeline
    from ui.services.access import Places
    from ui.services.links import Links
    from ui.services.mcp_door import mcp_server

    pipeline = build_pipeline(settings)
    # Nothing but the protocol may go to standard output, whatever a library prints.
    output = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8")
    sys.stdout = sys.stderr

    async def serve() -> None:
        server = mcp_server(pipeline, lambda _request: Links(), Places())
        async with stdio_server(stdout=anyio.wrap_file(output)) as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    try:
        anyio.run(serve)
    finally:
        pipeline.close()
    return 0
