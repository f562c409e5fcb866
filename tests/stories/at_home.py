"""Somebody's home tab in the local Slack, and the windows on top of it: looked at, pressed, chosen in."""

from typing import Any

import requests

from bot.views.sheet import SHEET
from tests.stories.conftest import Answer, Office, until
from tests.views.home_tabs import actions, elements, words


class Home:
    """One person's; opened once, and then as the app shows it."""

    def __init__(self, office: Office, user: str, tab: str = "") -> None:
        self.office, self.user = office, user
        self.opens()
        if tab:
            self.presses(f"home_tab:{tab}")

    def opens(self) -> None:
        """Looks at it, and waits for what the app then shows."""
        before = self._shown()
        self.office.control("open-home", user=self.user)
        until(lambda: self._shown().get("hash") != before.get("hash"))

    @property
    def view(self) -> dict[str, Any]:
        return self._shown()

    @property
    def words(self) -> str:
        return words(self.view)

    @property
    def buttons(self) -> dict[str, dict[str, Any]]:
        return actions(self.view)

    def presses(self, action_id: str, value: str | None = None) -> None:
        """A button on the tab; with a value, the one of several that has it."""
        self._acts(self.view, action_id, value, home=True)

    def chooses(self, action_id: str, value: str) -> None:
        self._chooses(action_id, value, home=True)

    def chooses_on_sheet(self, action_id: str, value: str) -> None:
        assert action_id in actions(self.windows[-1]), self.sheet
        self._chooses(action_id, value, viewId=self.windows[-1]["id"])

    def presses_for_form(self, action_id: str, value: str | None = None) -> dict[str, Any]:
        self.presses(action_id, value)
        view = self.office.modal(self.user)
        assert view["callback_id"] != SHEET, words(view)
        return view

    def submits(self, **values: Any) -> dict[str, Any]:
        """The form on top; returns its errors, none where it was taken and is gone."""
        done = self.office.submits(self.user, **values)
        assert done["ok"], done
        errors: dict[str, Any] = done["errors"]
        assert errors or self.windows == []
        return errors

    @property
    def windows(self) -> list[dict[str, Any]]:
        """What is open on top of it, the topmost last."""
        found: list[dict[str, Any]] = self.office.snapshot(self.user)["modals"]
        return found

    @property
    def sheet(self) -> str:
        """What the answer on top of it says."""
        assert self.windows, f"nothing is on top of:\n{self.words}"
        assert self.windows[-1]["callback_id"] == SHEET
        return words(self.windows[-1])

    def presses_on_sheet(self, action_id: str, value: str | None = None) -> None:
        self._acts(self.windows[-1], action_id, value, viewId=self.windows[-1]["id"])

    def closes(self) -> None:
        """Every window."""
        self.office.control("close-view", user=self.user, all=True)

    @property
    def direct_messages(self) -> list[Answer]:
        channels = [channel["id"] for channel in self.office.snapshot(self.user)["channels"] if channel["is_im"]]
        return [message for channel in channels for message in self.office.sees(self.user, channel)]

    def answers_of(self, method: str) -> list[str]:
        """How Slack has answered the app's calls of that method so far: `ok`, or its name for what was wrong."""
        log = requests.get(f"{self.office.slack.url}/_control/log", timeout=15).json()["log"]
        return [entry["response"].get("error", "ok") for entry in log if entry["method"] == method]

    def _shown(self) -> dict[str, Any]:
        """As it is now; nothing where the app has shown none yet."""
        return self.office.snapshot(self.user)["home"]["view"] or {}

    def _chooses(self, action_id: str, value: str, **where: Any) -> None:
        action = {"action_id": action_id, "selected_option": {"value": value}}
        done = self.office.control("interact", user=self.user, action=action, **where)
        assert done["ok"], done

    def _acts(self, view: dict[str, Any], action_id: str, value: str | None, **where: Any) -> None:
        found = [e for e in elements(view) if e["action_id"] == action_id and value in (None, e.get("value"))]
        assert found, f"no {action_id} {value or ''} in:\n{words(view)}"
        block = next(
            block for block in view["blocks"] if found[0] in (*block.get("elements", ()), block.get("accessory"))
        )
        action = {"action_id": action_id, "block_id": block["block_id"]}
        done = self.office.control("interact", user=self.user, action=action, **where)
        assert done["ok"], done
