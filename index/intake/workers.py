"""Worker processes that read and cut ahead of the one that writes.

The order of files and articles is that of one process: what is read ahead waits until its turn. A
worker that dies costs nothing but time: what it had is done again by the process that writes.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from index.errors import DatelineError
from index.intake.worker import MOST_MESSAGE_BYTES
from index.readers.guard import read_frame, write_frame
from index.settings import IndexSettings

MOST_WORKERS = 4  # one writer can't store what more of them read

# A library's own threads would only get in each other's way.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


class WorkerGoneError(Exception):
    """The worker ended before it answered."""


def worker_count() -> int:
    """How many workers this machine is given: as many as it has cores, since the process that
    writes waits for the disk now and then; none on a single one.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(MOST_WORKERS, cores or 1) if (cores or 1) > 1 else 0


class Workers:
    """Some processes and the requests that wait for one of them, first come, first served."""

    def __init__(self, settings: IndexSettings, count: int) -> None:
        """Start `count` workers; they get ready while others go on."""
        self.count = count
        self._waiting: queue.Queue[tuple[Any, Future[Any]] | None] = queue.Queue()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._threads = []
        self._alive = count
        self._lock = threading.Lock()
        for _ in range(count):
            process = _start()
            self._processes.append(process)
            thread = threading.Thread(target=self._serve, args=(process, settings), daemon=True)
            thread.start()
            self._threads.append(thread)

    def ask(self, request: Any) -> Future[Any]:
        """What a worker answers: a path gives what `read_whole` does, an article its `Cut`. The
        future raises what the worker raised, or WorkerGoneError.
        """
        answer: Future[Any] = Future()
        with self._lock:
            if self._alive:
                self._waiting.put((request, answer))
                return answer
        answer.set_exception(WorkerGoneError())
        return answer

    def close(self) -> None:
        """End the workers, whatever they do."""
        for _ in self._threads:
            self._waiting.put(None)
        for process in self._processes:
            process.kill()
        for thread in self._threads:
            thread.join()

    def _serve(self, process: subprocess.Popen[bytes], settings: IndexSettings) -> None:
        try:
            if _exchange(process, settings) is True:
                while (waiting := self._waiting.get()) is not None:
                    request, answer = waiting
                    if not answer.set_running_or_notify_cancel():
                        continue  # nobody wants it any more
                    try:
                        found = _exchange(process, request)
                    except BaseException:
                        answer.set_exception(WorkerGoneError())
                        raise
                    if isinstance(found, (DatelineError, OSError)):
                        answer.set_exception(found)
                    else:
                        answer.set_result(found)
        except (WorkerGoneError, OSError, ValueError, pickle.PickleError):
            pass
        finally:
            self._end(process)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._alive -= 1
            left = self._alive
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            try:
                stream.close()  # type: ignore[union-attr]
            except OSError:
                pass
        while not left:  # nobody is there any more for what waits
            try:
                waiting = self._waiting.get_nowait()
            except queue.Empty:
                return
            if waiting is not None and waiting[1].set_running_or_notify_cancel():
                waiting[1].set_exception(WorkerGoneError())


def _start() -> subprocess.Popen[bytes]:
    root = str(Path(__file__).resolve().parents[2])
    inherited = [path for path in sys.path if path]
    return subprocess.Popen(
        [sys.executable, "-m", "index.intake.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join([root, *inherited])},
    )


def _exchange(process: subprocess.Popen[bytes], request: Any) -> Any:
    assert process.stdin is not None and process.stdout is not None
    write_frame(process.stdin, [pickle.dumps(request, protocol=5)])
    process.stdin.flush()
    frame = read_frame(process.stdout, MOST_MESSAGE_BYTES)
    if frame is None:
        raise WorkerGoneError
    return pickle.loads(frame)
