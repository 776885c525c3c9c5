"""A PostgreSQL server of the tests' own, on a socket in a temporary folder; none is ever reused.

Where its programs or its driver are missing, whatever needs it is skipped and says so.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PORT = 5432  # part of the socket's name alone: the server listens on no address


class Server:
    """A server that can be stopped and started again."""

    def __init__(self, folder: Path, user: str | None) -> None:
        self.folder = folder
        self._user = user

    def url(self, schema: str) -> str:
        """The address of a catalog."""
        return f"postgresql://dateline@/postgres?host={self.folder}&schema={schema}"

    def start(self) -> None:
        options = f"-c listen_addresses= -c fsync=off -k {self.folder} -p {PORT}"
        self.run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """`immediate` ends it as a kill would."""
        self.run("pg_ctl", "-w", "-m", mode, "stop")

    def run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [_program(program), "-D", str(self.folder / "data"), *arguments],
            user=self._user,
            group=pwd.getpwnam(self._user).pw_gid if self._user else None,
            extra_groups=[] if self._user else None,
            cwd=self.folder,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=True,
        )


@contextmanager
def running() -> Iterator[Server]:
    """A new server, stopped and deleted afterwards."""
    for program in ("initdb", "pg_ctl"):
        if _program(program) == program:
            pytest.skip(f"PostgreSQL's {program} isn't installed here")
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("psycopg isn't installed (the extra `postgres`)")
    folder = Path(tempfile.mkdtemp(prefix="dateline-pg-"))  # short: a socket's path is bounded
    user = None
    if os.geteuid() == 0:  # the server refuses to run as root
        user = "postgres" if _is_user("postgres") else "nobody"
        shutil.chown(folder, user)
    server = Server(folder, user)
    try:
        server.run("initdb", "-U", "dateline", "-A", "trust", "--no-sync", "-E", "UTF8")
        server.start()
        try:
            yield server
        finally:
            if (folder / "data" / "postmaster.pid").exists():
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _program(name: str) -> str:
    """Its path; Debian keeps the programs of each version apart."""
    if found := shutil.which(name):
        return found
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(places[-1]) if places else name


def _is_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
