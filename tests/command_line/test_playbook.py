"""`sales-coach playbook` as it is typed."""

from pathlib import Path

import pytest

from bot.storage.engine import Database
from coaching.catalogue import RULES
from tests.command_line.running import Ended, run

WHOLE = """\
# Ours since May.
review_weeks = 6
off = ["email_segment"]

[thresholds.account_selection]
small_share = 0.5
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place with a database that has one workspace."""
    home = tmp_path / "here"
    (tmp_path / "deals.csv").write_text("Kund;Belopp;Status;Avslutad\nAcme;100;Vunnen;2026-10-01\n", encoding="utf-8")
    done = typed(home, "import", str(tmp_path / "deals.csv"))
    assert done.status == 0, done.err
    return home


def typed(folder: Path, *words: str) -> Ended:
    return run(folder, *words, DATABASE_URL=f"sqlite:///{folder / 'coach.db'}")


def versions(folder: Path) -> list[str]:
    database = Database(f"sqlite:///{folder / 'coach.db'}")
    with database.read() as connection:
        found = connection.exec_driver_sql("SELECT toml FROM playbooks ORDER BY id").scalars().all()
    database.close()
    return [str(text) for text in found]


def test_a_file_is_checked_put_in_force_and_shown_as_written(folder: Path) -> None:
    file = folder / "ours.toml"
    file.write_text(WHOLE, encoding="utf-8")
    checked = typed(folder, "playbook", "check", "ours.toml")
    assert checked.status == 0, checked.err
    assert "Review after 6 weeks (was 4)" in checked.out
    assert "0.5 (was 0.35)" in checked.out
    assert versions(folder) == []
    used = typed(folder, "playbook", "use", "ours.toml")
    assert used.status == 0, used.err
    assert "Switched off: " in used.out
    assert typed(folder, "playbook", "show").out == WHOLE
    assert versions(folder) == [WHOLE]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"review_weeks = 6\noff = [\n", "Line 2: "),
        (b'\noff = ["nothing"]\n', "Line 2: There is no rule called \u201cnothing\u201d"),
        (b"review_weeks = 99\n", "Line 1: \u201c99\u201d is outside what can be chosen here: from 1 to 26."),
        (b"off = []\n# \xff\xfe\n", "Line 2: "),
        (b"# " + b"x" * 500_000, "The playbook is longer than 100,000 characters."),
    ],
)
def test_what_is_wrong_is_refused_with_its_line_and_the_old_one_stays(folder: Path, text: bytes, said: str) -> None:
    (folder / "ours.toml").write_text(WHOLE, encoding="utf-8")
    typed(folder, "playbook", "use", "ours.toml")
    (folder / "wrong.toml").write_bytes(text)
    for command in ("check", "use"):
        refused = typed(folder, "playbook", command, "wrong.toml")
        assert refused.status == 1
        assert f"sales-coach: {said}" in refused.err
        assert "Traceback" not in refused.err
    assert versions(folder) == [WHOLE]


def test_without_one_what_the_coach_goes_by_is_shown(folder: Path) -> None:
    shown = typed(folder, "playbook", "show")
    assert shown.status == 0
    assert shown.out.startswith("review_weeks = 4\noff = []\n")
    assert "no playbook of its own" in shown.err


def test_a_file_that_is_not_there(folder: Path) -> None:
    refused = typed(folder, "playbook", "check", "nowhere.toml")
    assert refused.status == 2
    assert "nowhere.toml" in refused.err


def test_the_rules_are_listed_with_what_can_be_changed(folder: Path) -> None:
    said = typed(folder, "playbook", "rules").out
    for rule in RULES:
        assert rule.key in said
        assert all(limit.name in said for limit in rule.thresholds)
