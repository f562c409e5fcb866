"""The unchanged app with one catalogue more beside the others: whoever has that language in Slack is answered in it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.stories.abroad import LINES
from tests.texts.catalogue_rules import FOLDER
from tests.texts.test_third_language import NOT_SAID, pieces
from tests.texts.third_language import CODE, NAME, OPENS, bracketed, words

ROOT = Path(__file__).parents[2]


def test_a_file_is_enough(tmp_path: Path, sqlite_template: Path) -> None:
    for package in ("bot", "coaching", "pillars"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manifest.yml", tmp_path)
    (tmp_path / "bot" / "texts" / f"{CODE}.po").write_bytes(bracketed((FOLDER / "en.po").read_bytes()))
    shutil.copy(sqlite_template, tmp_path / "coach.db")

    told = _day(tmp_path, "nb-NO")

    assert told["bot"] == str(tmp_path / "bot")
    assert told["languages"] == ["en", CODE, "sv"]
    assert NAME in json.dumps(told["said"]["the home tab"])  # a choice in the menu of languages
    allowed = words(" ".join([*NOT_SAID, NAME, "Κάρι"]))
    for did, shown in told["said"].items():
        said = [_text(piece) for piece in pieces(shown)]
        assert any(OPENS in piece for piece in said), did
        for piece in said:
            english = {word for word in words(piece) if not any(name.startswith(word) for name in allowed)}
            assert not english, (did, piece)
    assert set(told["said"]) == {*LINES, "the form", "the home tab"}


def _text(piece: str) -> str:
    """Without links, emoji and the commands that stand there as code: those stay as they are typed."""
    return re.sub(r"`[^`]+`|:[a-z_]+:|<[^>]+>", " ", piece)


def _day(folder: Path, locale: str) -> dict[str, Any]:
    """What `tests.stories.abroad` tells of the app in that folder."""
    # The folder's packages come first, and only the tests are taken from here.
    surroundings = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "PYTHONSAFEPATH": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.stories.abroad", locale, f"sqlite:///{folder / 'coach.db'}"],
        cwd=folder,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
