"""Workers on a Ray cluster: they read, cut and find the vectors that a file alone decides.

They answer as those of `workers.py` do, so that order, commits and what is reported are those of
one process. Ray tries a task again on another worker when one dies; what it gives up, and what a
machine of the cluster can't read (no file there, or another one), is read by the process that
writes.
"""

from __future__ import annotations

import logging
import os
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

from index.errors import DatelineError, SettingsError
from index.intake.workers import ONE_THREAD, WorkerGoneError
from index.settings import IndexSettings

logger = logging.getLogger(__name__)

_TRIES = 3  # again after a worker died


class RayWorkers:
    """The cluster of RAY_ADDRESS, or of this machine, as workers; see `Workers`."""

    def __init__(self, settings: IndexSettings) -> None:
        """Join the cluster, or make one of this machine. Raises SettingsError without Ray, and
        DatelineError when the cluster can't be reached.
        """
        self._ray = ray = _ray()
        self._joined = not ray.is_initialized()
        try:
            if self._joined:
                ray.init(
                    log_to_driver=False,
                    configure_logging=False,
                    include_dashboard=False,
                    runtime_env={"env_vars": ONE_THREAD},
                )
            self.count = max(1, int(ray.cluster_resources().get("CPU", 1)))
        except Exception as error:
            raise DatelineError(
                f"--engine ray: the cluster can't be used ({_first_line(error)}); see that `ray "
                "status` answers here, or set RAY_ADDRESS."
            ) from error
        # Where things are kept is nothing that a worker needs to know; addresses hold passwords.
        self._settings = ray.put(replace(settings, home=Path(), catalog_url="", chroma_url=""))
        self._answer = ray.remote(max_retries=_TRIES)(_answer)
        logger.info("reading on %d processors of a Ray cluster", self.count)

    def ask(self, request: Any) -> Future[Any]:
        """As `Workers.ask`."""
        answer: Future[Any] = Future()

        def told(found: Future[Any]) -> None:
            if not answer.set_running_or_notify_cancel():
                return  # nobody wants it any more
            value = WorkerGoneError() if found.exception() else found.result()
            if isinstance(value, DatelineError):
                answer.set_exception(value)
            elif isinstance(value, OSError | WorkerGoneError):
                answer.set_exception(WorkerGoneError())
            else:
                answer.set_result(value)

        self._answer.remote(self._settings, request).future().add_done_callback(told)
        return answer

    def close(self) -> None:
        """Leave the cluster; what was not answered is not waited for."""
        if self._joined:
            self._ray.shutdown()


def _answer(settings: IndexSettings, request: Any) -> Any:
    """What a worker does: `request` is a path or an article."""
    from index.intake.cutting import full_cutter
    from index.intake.worker import answer

    return answer(request, settings, full_cutter(settings))


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # no telemetry, unless asked for
    try:
        import ray
    except ImportError as error:
        raise SettingsError(
            f"--engine ray: Ray can't be loaded ({error}); install it with `pip install "
            "'dateline[cluster]'`, here and on every machine of the cluster."
        ) from error
    return ray


def _first_line(error: object) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]
