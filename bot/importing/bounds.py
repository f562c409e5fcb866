"""What a file from anybody may cost, looked at before it is opened in earnest.

A workbook of a few kilobytes can ask for more memory than there is, by a single cell in its last corner or by content
that unpacks without end; and calamine then ends the whole process, with everybody else's requests in it. So it is first
loaded by a process of its own, with little memory, and what ends there does no harm.
"""

import subprocess
import sys
from pathlib import Path

from bot.errors import FileTooLarge, FileTooLong
from bot.importing import sheets

MEMORY_MB = 1_000
"""For one workbook. Twenty-five thousand rows of a hundred columns take a tenth of it."""

CELLS = 15_000_000
"""From A1 to a sheet's last corner, empty ones included: they all are handed on."""

CPU_S, PATIENCE_S = 30, 60.0
_PIECE = 1 << 20
_TOO_LARGE = 3
_LOAD = f"""
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({MEMORY_MB} << 20,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, ({CPU_S},) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, ValueError, OSError):
    pass  # a system without such limits
from python_calamine import CalamineWorkbook
try:
    book = CalamineWorkbook.from_path(sys.argv[1])
    for name in book.sheet_names:
        end = book.get_sheet_by_name(name).end
        if end is not None and (end[0] + 1) * (end[1] + 1) > {CELLS}:
            sys.exit({_TOO_LARGE})
except MemoryError:
    sys.exit({_TOO_LARGE})
"""


def check(path: Path, most_rows: int, lines_a_row: int = 20) -> None:
    """Raises FileTooLarge for a workbook that takes too much to load, FileTooLong for a text of too many lines.

    A row may span lines, hence `lines_a_row`. Whatever else is wrong with a file shows when it is read.
    """
    with path.open("rb") as file:
        head = file.read(8)
        if not sheets.is_workbook(head):
            lines = sum(piece.count(b"\n") + piece.count(b"\r") for piece in iter(lambda: file.read(_PIECE), b""))
            if lines > most_rows * lines_a_row:
                raise FileTooLong(name=path.name, rows=lines, limit=most_rows)
            return
    if not _loads(path):
        raise FileTooLarge(name=path.name, limit=MEMORY_MB)


def _loads(path: Path) -> bool:
    """Whether a process with limits gets to the workbook's end; one that says what is wrong with it has got there."""
    command = [sys.executable, "-I", "-c", _LOAD, str(path)]
    try:
        ended = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return ended.returncode >= 0 and ended.returncode != _TOO_LARGE
