"""The manifest, the README, the help and the code say the same: commands, events, scopes, ids, settings."""

import ast
import json
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient

from bot import ids
from bot.app import create_app
from bot.assembly import build_services
from bot.config import Settings
from bot.demo.start import read_manifest
from bot.language import parse_coach, parse_deal, parse_pillars
from bot.storage.engine import Database
from bot.texts import Texts, languages, texts_for
from bot.views import coach, deals, pillars
from bot.views.message import Message
from tests.conftest import NOW, MakePerson, StandingClock
from tests.stories.conftest import playground

ROOT = Path(__file__).parents[1]
MANIFEST = read_manifest()
README = (ROOT / "README.md").read_text(encoding="utf-8")

# What the code asks of Slack, and what Slack wants to see for it (docs.slack.dev/reference/methods, …/events).
SCOPES_OF_METHODS: dict[str, set[str]] = {
    "apps_connections_open": set(),  # the app-level token's own scope
    "auth_test": set(),
    "chat_delete": {"chat:write"},
    "chat_postMessage": {"chat:write", "im:write"},  # to a person, with whom there may be no conversation yet
    "chat_update": {"chat:write"},
    "conversations_history": {"im:history"},  # a message whose fate is unknown is looked for; in channels it is not
    "conversations_open": {"im:write"},
    "files_info": {"files:read"},  # and the download of what people drop for an import
    "files_getUploadURLExternal": {"files:write"},
    "files_completeUploadExternal": {"files:write"},  # rows that were left out, and exports
    "users_info": {"users:read"},
    "users_list": {"users:read", "users:read.email"},  # an import finds reps by their e-mail addresses
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
}
SCOPES_OF_EVENTS: dict[str, set[str]] = {
    "app_home_opened": set(),
    "app_uninstalled": set(),
    "message": {"im:history"},
    "tokens_revoked": set(),
    "user_change": {"users:read"},
}
LONGEST_SHORTCUT = 24  # characters of its name; Slack refuses a longer one
HELP: dict[str, Callable[[Texts], Message]] = {"/deal": deals.help, "/pillars": pillars.help, "/coach": coach.help}


def sources(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders or ("bot",):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if folder != "bot" or "playground" not in path.parts:
                yield path, ast.parse(path.read_text(encoding="utf-8"))


def called_methods() -> set[str]:
    """Every Web API method that the code calls, by its name in slack_sdk or by Slack's own."""
    known = {name for name in vars(WebClient) if "_" in name.strip("_") and name != "api_call"}
    found = set()
    for _, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
                found.add(node.value.replace(".", "_"))
    return found & known


class TestManifest:
    @pytest.mark.samples
    def test_slack_takes_it(self, samples: Path) -> None:
        schema = json.loads((samples / "slack/manifest.schema.2.0.0.json").read_text())
        jsonschema.Draft7Validator(schema).validate(MANIFEST)
        broken = json.loads(json.dumps(MANIFEST))
        broken["features"]["slash_commands"][0]["command"] = 5
        assert not jsonschema.Draft7Validator(schema).is_valid(broken)

    def test_commands(self) -> None:
        listed = MANIFEST["features"]["slash_commands"]
        assert [command["command"] for command in listed] == list(ids.COMMANDS)
        # Without it Slack hands over "@maria" as she is called this week, not as her lasting id.
        assert all(command["should_escape"] for command in listed)

    @pytest.mark.parametrize("command", MANIFEST["features"]["slash_commands"], ids=lambda command: command["command"])
    def test_its_hints_are_understood(self, command: dict[str, str]) -> None:
        for hint in command["usage_hint"].split(" · "):
            if command["command"] == ids.COMMAND_DEAL:
                parse_deal(hint, today=NOW.date(), currency="SEK", day_first=True)
            elif command["command"] == ids.COMMAND_COACH:
                parse_coach(hint)
            else:
                parse_pillars(hint, today=NOW.date(), week_start=0)

    def test_events(self) -> None:
        assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == {
            ids.SUBSCRIBED_AS.get(event, event) for event in ids.EVENTS
        }

    def test_shortcuts(self) -> None:
        named = {shortcut["callback_id"] for shortcut in MANIFEST["features"].get("shortcuts", [])}
        assert named == set(getattr(ids, "SHORTCUTS", ()))

    @pytest.mark.parametrize("language", ["en", "sv"])
    def test_the_guide_says_which_names_to_change_for_a_swedish_team(self, language: str) -> None:
        guide = (ROOT / "docs" / "guide" / language / "admin.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| `name: (.+?)` \| `name: (.+?)` \|$", guide, re.MULTILINE)
        assert [now for now, _ in rows] == [shortcut["name"] for shortcut in MANIFEST["features"]["shortcuts"]]
        assert all(len(name) <= LONGEST_SHORTCUT for row in rows for name in row), rows

    def test_no_scope_more_and_none_less_than_the_code_needs(self) -> None:
        needed = {"commands"}
        for method in called_methods():
            needed |= SCOPES_OF_METHODS[method]
        for event in ids.EVENTS:
            needed |= SCOPES_OF_EVENTS[event]
        assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == needed
        assert "user" not in MANIFEST["oauth_config"]["scopes"]

    def test_the_scopes_of_methods_that_are_no_longer_called_are_not_kept(self) -> None:
        assert set(SCOPES_OF_METHODS) == called_methods()
        assert set(SCOPES_OF_EVENTS) == set(ids.EVENTS)

    def test_what_the_code_uses_is_switched_on(self) -> None:
        assert MANIFEST["settings"]["interactivity"]["is_enabled"]
        assert MANIFEST["features"]["app_home"]["home_tab_enabled"]
        assert MANIFEST["settings"]["socket_mode_enabled"]


class TestHelp:
    @pytest.mark.parametrize("language", [language.code for language in languages()])
    @pytest.mark.parametrize("command", ids.COMMANDS)
    def test_every_command_has_one_and_points_to_itself(self, command: str, language: str) -> None:
        said = HELP[command](texts_for(language)).text
        assert said.count(command) >= 3
        assert HELP[command](texts_for("en")).text != HELP[command](texts_for("sv")).text

    @pytest.mark.parametrize("command", ids.COMMANDS)
    def test_in_the_readme(self, command: str) -> None:
        assert f"`{command} help`" in README
        assert f"\n| `{command}" in README


def test_the_readme_names_every_setting() -> None:
    table = README[README.index("| setting |") :].partition("\n\n")[0]
    named = set(re.findall(r"`([A-Z_]{4,})`", "".join(row.split("|")[1] for row in table.splitlines())))
    assert named == {name.upper() for name in Settings.model_fields}


class TestIds:
    @pytest.fixture
    def app(self, database: Database, clock: StandingClock) -> Iterator[App]:
        slack = playground()
        slack.start()
        yield create_app(build_services(database, clock), slack_api_url=slack.api_url)
        slack.stop()

    @pytest.fixture(params=["sqlite"])
    def database_url(self, tmp_path: Path, sqlite_template: Path) -> str:
        path = tmp_path / "coach.db"
        path.write_bytes(sqlite_template.read_bytes())
        return f"sqlite:///{path}"

    def test_each_has_a_listener_and_no_other_has(
        self, app: App, make_person: MakePerson, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.CRITICAL)  # some of them rightly complain about what they are given
        unknown = [(kind, "never_heard_of") for kind in ("command", "action", "view", "event")]
        heard = {}
        for kind, name in (*self._all_ids(), *unknown):
            make_person()  # the app may just have been told that it was removed
            heard[kind, name] = self._answer(app, kind, name) != 404
        assert heard == dict.fromkeys(self._all_ids(), True) | dict.fromkeys(unknown, False)

    def _all_ids(self) -> list[tuple[str, str]]:
        return [
            *(("command", name) for name in ids.COMMANDS),
            *(("action", name) for name in ids.ACTIONS),
            *(("view", name) for name in ids.CALLBACKS),
            *(("event", name) for name in ids.EVENTS),
        ]

    def _answer(self, app: App, kind: str, name: str) -> int:
        who: dict[str, Any] = {"team": {"id": "T0TEST"}, "user": {"id": "U0ELIN"}, "trigger_id": "1.2.3"}
        action = {"type": "button", "action_id": name, "block_id": "b", "value": "1"}
        view = {"id": "V1", "type": "modal", "callback_id": name, "state": {"values": {}}, "private_metadata": ""}
        event = {"type": name, "user": {"id": "U0ELIN"}, "tab": "messages", "tokens": {}}
        body = {
            "command": {"command": name, "text": "help", "team_id": "T0TEST", "user_id": "U0ELIN", **who},
            "action": {"type": "block_actions", "actions": [action], "container": {}, **who},
            "view": {"type": "view_submission", "view": view, **who},
            "event": {"type": "event_callback", "team_id": "T0TEST", "event": event},
        }[kind]
        if kind == "command":
            body = {key: value for key, value in body.items() if isinstance(value, str)}
        if kind == "event" and name == ids.EVENT_HOME_OPENED:
            body["event"]["user"] = "U0ELIN"
        return int(app.dispatch(BoltRequest(body=body, mode="socket_mode")).status)

    def test_each_is_used_by_a_view(self) -> None:
        used = {
            node.attr if isinstance(node, ast.Attribute) else node.id
            for _, tree in sources("bot/views")
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute | ast.Name)
        }
        wanted = {name for name in vars(ids) if re.match(r"(ACTION|CALLBACK|FIELD)_", name)}
        assert wanted - used == set()

    def test_none_is_left_out_of_the_lists(self) -> None:
        for prefix, listed in (
            ("COMMAND_", ids.COMMANDS),
            ("ACTION_", ids.ACTIONS),
            ("CALLBACK_", ids.CALLBACKS),
            ("EVENT_", ids.EVENTS),
            ("SHORTCUT_", ids.SHORTCUTS),
            ("FIELD_", [field for fields in ids.FORM_FIELDS.values() for field in fields]),
        ):
            named = [value for name, value in vars(ids).items() if name.startswith(prefix)]
            assert sorted(named) == sorted(listed)
            assert len(set(named)) == len(named)

    def test_nobody_writes_one_by_hand(self) -> None:
        """An id in quotes outside `bot/ids.py` would not be found by who looks for its name."""
        written = {
            (path.name, node.value)
            for path, tree in sources()
            if path.name != "ids.py"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and node.value in {*ids.ACTIONS, *ids.CALLBACKS}
        }
        assert written == set()
