"""Each command of the guide, typed in the local Slack: it is answered with what it is for, not with a complaint."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from bot.storage import tallies
from bot.storage.engine import Database
from bot.storage.models import Deal, DealChange, Workspace
from tests.conftest import StandingClock
from tests.stories.conftest import ANNA, SALES, Office, running
from tests.texts.guide import PAGES, commands_of
from tests.texts.test_catalogues import catalogue

NUMBER = 1042
"""The deal that the guide's examples are about."""


class Reader:
    """Somebody who tries what the guide says, each time with the same open deal and nothing else."""

    def __init__(self, office: Office, database: Database, workspace_id: int) -> None:
        self.office, self._database, self._workspace_id = office, database, workspace_id
        self._complaints: list[re.Pattern[str]] = []

    def reads_in(self, language: str) -> None:
        self.office.control(f"users/{ANNA}", locale={"en": "en-GB", "sv": "sv-SE"}[language])
        self._complaints = [
            re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(text.replace("\u00a0", " "))), re.DOTALL)
            for key, forms in catalogue(language).items()
            if key.startswith("error.")
            for text in forms
        ]

    def begins_again(self) -> None:
        with self._database.write() as connection:
            connection.execute(delete(DealChange))
            connection.execute(delete(Deal))
            connection.execute(update(Workspace).values(next_number=NUMBER))
            tallies.rebuild(connection, self._workspace_id)
        assert f"#{NUMBER}" in self.types("/deal open 50k Acme")
        self.office.control("close-view", user=ANNA, all=True)

    def types(self, line: str) -> str:
        """What is answered: the message's text, or the title of the form that opens."""
        command, _, text = line.partition(" ")
        done = self.office.control("command", channel=SALES, user=ANNA, command=command, text=text)
        assert done["ok"], (line, done)
        if done["messages"]:
            return str(done["messages"][0]["text"]).replace("\u00a0", " ").replace("\u202f", " ")
        return str(self.office.modal(ANNA)["title"]["text"])

    def is_complaint(self, said: str) -> bool:
        return any(pattern.fullmatch(said) for pattern in self._complaints)


@pytest.fixture(scope="module")
def reader(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    path = tmp_path_factory.mktemp("guide") / "office.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    opened = running(database, StandingClock(), "http")
    with opened as office:
        office.types(ANNA, "/deal help")
        with database.read() as connection:
            workspace_id = connection.execute(select(Workspace.id)).scalar_one()
        yield Reader(office, database, workspace_id)
    database.close()


@pytest.mark.parametrize("language", ["en", "sv"])
def test_each_command_is_answered(language: str, reader: Reader) -> None:
    reader.reads_in(language)
    commands = dict.fromkeys(line for page in PAGES if page.parent.name == language for line in commands_of(page))
    assert len(commands) > 40
    for command in commands:
        reader.begins_again()
        said = reader.types(command)
        assert not reader.is_complaint(said), (command, said)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_complaint_would_be_noticed(language: str, reader: Reader) -> None:
    reader.reads_in(language)
    reader.begins_again()
    for command in (
        "/deal frobnicate 25",
        "/deal won 9999999999999999999",
        "/deal delete 7",
        "/pillars q9",
        "/coach x",
    ):
        assert reader.is_complaint(reader.types(command)), command
