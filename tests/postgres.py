"""A throw-away PostgreSQL cluster for the tests: made in a temporary folder, gone afterwards.

The server refuses to run as root, so there it runs as another user of the machine; everything else about the tests
stays as it is.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port


def find_binaries() -> Path | None:
    """The folder with initdb, pg_ctl and postgres, or None where the server is not installed."""
    folders = [Path(found).resolve().parent for found in [shutil.which("pg_ctl")] if found]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    folders += [Path("/usr/local/pgsql/bin"), Path("/opt/homebrew/opt/postgresql/bin")]
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


@contextmanager
def cluster(binaries: Path, *, durable: bool = True) -> Iterator[str]:
    """Run a cluster; yields its address without a database's name.

    One that need not be `durable` does not wait for the disk: what is committed outlives every client and the server's
    own end, but not the machine's. Whoever measures leaves it as it is.
    """
    user = server_user()
    folder = Path(tempfile.mkdtemp(prefix="sales-coach-pg-"))
    data, port = folder / "data", free_port()
    if user is not None:
        folder.chmod(0o755)
        shutil.chown(folder, user)

    def run(*command: str) -> None:
        done = subprocess.run(command, user=user, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")

    control = str(binaries / "pg_ctl")
    try:
        run(str(binaries / "initdb"), "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        if not durable:
            options += " -c fsync=off -c full_page_writes=off -c dynamic_shared_memory_type=mmap"
        run(control, "-D", str(data), "-l", str(folder / "log"), "-w", "-t", "30", "-o", options, "start")
        try:
            yield f"postgresql://tester@127.0.0.1:{port}"
        finally:
            run(control, "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def server_user() -> str | None:
    """Whom to run the server as: ourselves, unless we are root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
