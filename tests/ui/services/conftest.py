"""The services without a page and without a port: quick."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.ui.fakes import FakePipeline

Calling = Callable[..., tuple[Any, FakePipeline]]


@pytest.fixture
def calling() -> Iterator[Calling]:
    """A function that opens the services of a scripted pipeline (`access`, `has_page`, `root_path`
    as for `Doors`) and gives a client of them and the pipeline.
    """
    from contextlib import ExitStack

    from starlette.applications import Starlette
    from starlette.testclient import TestClient

    from ui.services.calls import Doors
    from ui.services.front import Front, Services

    with ExitStack() as stack:

        def opened(pipeline: Any = None, **doors: Any) -> tuple[Any, FakePipeline]:
            asked = pipeline or FakePipeline()
            services = Services(Doors(asked, **doors))
            app = Starlette(lifespan=services.lifespan)
            app.add_middleware(Front, services=services)
            client = TestClient(app, base_url="http://news.example")
            return stack.enter_context(client), asked

        yield opened
