"""Files on their way in, with the worst that can stand in them."""

from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from bot.importing import FIELDS, Mapping, Notice, Plan, Rejected
from bot.importing.answers import Ask
from bot.importing.outcome import Rules
from bot.importing.plan import Layout
from bot.importing.preview import Asking, Preview
from bot.values.imports import FileRef, ReadIn
from bot.views import import_files, import_preview
from tests.views.worst import values as worst
from tests.views.worst.call import call, flags

COLUMNS = 60


def _plan(name: str) -> Plan:
    """As many columns as a spreadsheet can have, called as the customers are."""
    names = tuple(f"{n} {worst.NAMES[n % len(worst.NAMES)]}" for n in range(COLUMNS))
    warnings = (
        Notice("amounts_mixed", {"column": name, "example": name}),
        Notice("no_reps", {}),
        Notice("disqualified", {"count": 10**9}),
    )
    return Plan(
        layout=Layout(Path("x") / (name.replace("/", "_").replace("\x00", "") or "x"), "csv", 1, names, "utf-8", ","),
        system="plain",
        headers=names,
        columns=MappingProxyType(dict(zip(FIELDS, names, strict=False))),
        unused=names[len(FIELDS) :],
        amount=None,
        dates=MappingProxyType({}),
        stages=(),
        rules=Rules(),
        samples=(names, ("",) * COLUMNS, names),
        total_rows=10**7,
        blank=0,
        footer=10**7,
        currencies=MappingProxyType({}),
        warnings=warnings,
        questions=(),
        currency="SEK",
        today=date(2026, 11, 18),
        stamp=(1, 1),
        answers=Mapping(),
    )


def _left_out(name: str) -> tuple[Rejected, ...]:
    params: dict[str, Any] = {"column": name, "text": name, "id": name, "found": 10**9, "expected": 3}
    keys = ("other_owner", "amount_not_understood", "same_id_twice", "too_many_cells", "skipped_stage")
    return tuple(Rejected(10**7, key, params, (name,)) for key in keys)


plans = worst.names.map(_plan)
references = st.just(FileRef(2**62, 100))
previews = st.builds(
    lambda plan, name, count, others, here: Preview(
        *(plan, count, count, count, _left_out(name) * others, count, count, count),
        waiting=worst.NAMES * others,
        here_already=here,
    ),
    plans,
    worst.names,
    worst.counts,
    st.sampled_from([0, 1, 100]),
    flags,
)
asked = worst.names.map(
    lambda name: (
        Ask("which_column", {"field": "amount"}, "amount", (*worst.NAMES, "")),
        Ask("which_sheet", {}, "", worst.NAMES),
        Ask("which_date", {"column": name}, name, ("closed_on", "opened_on", "")),
        *(Ask("stage", {"name": name, "count": 10**9}, name, ("won", "lost", "open", "skip")) for _ in range(5)),
    )
)
askings = st.builds(Asking, plans, asked)
FILES = (
    call(import_files.reading, name=worst.names, shows=lambda a: [a["name"]]),
    call(import_files.found, what=previews | askings, ref=references),
    call(import_files.reading_in),
    call(import_files.again),
    call(import_files.dismissed, name=worst.names, shows=lambda a: [a["name"]]),
    call(import_files.wrong_kind, name=worst.names, shows=lambda a: [a["name"]]),
    call(
        import_files.done,
        result=st.builds(ReadIn, st.just(2**62), worst.names, worst.counts, worst.counts, worst.counts, worst.counts),
        sent=flags,
        shows=lambda a: [a["result"].file_name],
    ),
    call(import_files.left_out_comment, count=worst.counts),
    call(import_files.modal, rows=worst.counts, megabytes=worst.counts),
    call(import_files.begun, names=st.sampled_from([worst.NAMES[:1], worst.NAMES])),
    call(import_preview.preview, found=previews, ref=references),
    call(import_preview.questions, asking=askings, ref=references),
    call(import_preview.reason, row=worst.names.flatmap(lambda name: st.sampled_from(_left_out(name)))),
)
