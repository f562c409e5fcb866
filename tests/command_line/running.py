"""The command line run in processes of its own, with just the surroundings that a test gives them.

Each is forked from a server process that has done the imports, which would otherwise take longer than most tests.
"""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.orphans import die_with_parent

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["bot.__main__", "bot.serving", "bot.demo.start"])

PATIENCE_S = 30.0


@dataclass(frozen=True)
class Ended:
    """How a command ended. `status` is negative where a signal ended it."""

    status: int | None
    out: str
    err: str


class Running:
    """One command that runs in `folder`, which is its home and its working folder as well."""

    def __init__(self, folder: Path, *arguments: str, **surroundings: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._out, self._err = folder / "standard-output", folder / "standard-error"
        for file in (self._out, self._err):
            file.unlink(missing_ok=True)  # of an earlier command in the same folder
        where = {"HOME": str(folder), "PATH": os.environ.get("PATH", ""), "PYTHONPATH": "", **surroundings}
        self._process = _FORKS.Process(
            target=_run, args=(arguments, where, str(folder), str(self._out), str(self._err)), daemon=True
        )
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def out(self) -> str:
        return self._out.read_text(encoding="utf-8") if self._out.exists() else ""

    @property
    def err(self) -> str:
        return self._err.read_text(encoding="utf-8") if self._err.exists() else ""

    def wait_until(self, there: Callable[[], object]) -> None:
        """Until `there()` is true; fails where the command ends before, or it takes too long."""
        end = time.monotonic() + PATIENCE_S
        while not there():
            if self._process.exitcode is not None or time.monotonic() > end:
                raise AssertionError(f"exit status {self._process.exitcode}\n{self.out}\n{self.err}")
            time.sleep(0.02)

    def send(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def ended(self) -> Ended:
        """Wait for its end; kills it where that does not come."""
        self._process.join(PATIENCE_S)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join(PATIENCE_S)
            raise AssertionError(f"it does not end\n{self.out}\n{self.err}")
        return Ended(self._process.exitcode, self.out, self.err)

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_: object) -> None:
        """Kill it if it still runs."""
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join(PATIENCE_S)


def run(folder: Path, *arguments: str, **surroundings: str) -> Ended:
    """Run a command that ends by itself."""
    return Running(folder, *arguments, **surroundings).ended()


def _run(arguments: tuple[str, ...], surroundings: Mapping[str, str], folder: str, out: str, err: str) -> None:
    die_with_parent()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(surroundings)
    for path, descriptor in ((out, 1), (err, 2)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, descriptor)
        os.close(file)
    sys.argv = ["sales-coach", *arguments]
    from bot.__main__ import main

    main()
