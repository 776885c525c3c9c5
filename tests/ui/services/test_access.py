"""Who may ask, and how many at once."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.aside import run_aside
from tests.ports import free_port
from tests.ui.fakes import FakePipeline
from ui.errors import BusyError
from ui.services.access import Places

TOKEN = "0123456789abcdef-token"


def test_beyond_those_that_wait_others_are_told_to_come_back() -> None:
    async def crowd() -> list[str]:
        places, ended = Places(at_once=1, waiting=1), asyncio.Event()

        async def visit() -> str:
            try:
                async with places:
                    await ended.wait()
                    return "answered"
            except BusyError:
                return "busy"

        tasks = [asyncio.create_task(visit()) for _ in range(3)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        tasks[1].cancel()  # who goes away leaves the place in the queue
        await asyncio.sleep(0)
        late = asyncio.create_task(visit())
        await asyncio.sleep(0)
        ended.set()
        done = await asyncio.gather(*tasks, late, return_exceptions=True)
        return [said if isinstance(said, str) else "gone" for said in done]

    assert run_aside(crowd()) == ["answered", "gone", "busy", "answered"]


@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.filterwarnings("ignore:.*:Warning:gradio.queueing")
def test_without_a_page_gradios_client_needs_the_token_too() -> None:
    import httpx
    from gradio_client import Client

    from ui.server import launch, services_alone

    app = services_alone(FakePipeline())  # type: ignore[arg-type]
    url = launch(app, port=free_port(), token=TOKEN, block=False)
    try:
        for path in ("", "config", "gradio_api/info"):
            assert httpx.get(f"{url}{path}").status_code == 401
        call = httpx.post(f"{url}gradio_api/run/ask", json={"data": ["the bridge?"]})
        assert call.status_code == 401
        friend = Client(url, headers={"Authorization": f"Bearer {TOKEN}"}, verbose=False)
        assert json.loads(friend.predict("the bridge?", api_name="/ask"))["status"] == "answered"
    finally:
        app.close(verbose=False)
