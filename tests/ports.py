"""Ports for processes that must be told theirs before they start.

Whoever can listen on port 0 and say what it got should do that. The others get one that the system never hands out by
itself, so nobody's outgoing connection sits on it between being chosen and being listened on; and tests that run beside
each other choose from different hundreds.
"""

import itertools
import os
import re
import socket

_FIRST, _EACH = 20_000, 600  # below all systems' own ranges (Linux from 32,768, others from 49,152)
_WORKERS = 20
_next = itertools.count(os.getpid() % _EACH)  # two runs on one machine begin at different places


def free_port() -> int:
    """A port of loopback that nobody listens on, and that is not given twice in a run."""
    worker = int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or 0) % _WORKERS
    for _ in range(_EACH):
        port = _FIRST + worker * _EACH + next(_next) % _EACH
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("there is no port to listen on")
