"""Ports for the servers of tests."""

from __future__ import annotations

import itertools
import os
import socket

# Below the ports that systems give out by themselves, and from a place of its own in each process,
# so that two that test at once don't take the same before it is used.
_FIRST, _MANY = 12_000, 18_000
_NUMBERS = itertools.count(os.getpid() * 97)


def free_port() -> int:
    """A port of this machine that nobody listens at; no two calls in a process give the same."""
    for number in itertools.islice(_NUMBERS, _MANY):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", _FIRST + number % _MANY))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no port is free")
