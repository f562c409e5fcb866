"""The team's own playbook: looked at and changed by admins, followed by the coach."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from bot.errors import NotAllowed, PlaybookRefused
from bot.services.clock import Clock
from bot.services.playbook_changes import values_of
from bot.storage.engine import Database
from bot.storage.holding import hold_workspace
from bot.storage.playbooks import StoredPlaybook, add_playbook, newest_playbooks
from bot.storage.workspaces import Members
from bot.values import Person, Role
from bot.values.own_text import OwnText
from coaching.advice import REVIEW_WEEKS
from coaching.catalogue import RULES, thresholds
from coaching.facts import Overrides, OwnAction
from coaching.playbook import Known, Playbook, PlaybookError, Range, build, parse, to_toml

REMEMBERED_S: Final = 5.0
"""This process notices its own changes at once, another's within this time."""

LOOKED_BACK: Final = 5
"""Versions. Where a newer Sales Coach has dropped a rule, the newest version that still makes sense is in force."""

MOST_NAMED: Final = 3
"""Admins that a refusal names; with more, any of them will do."""

MOST_REMEMBERED: Final = 1_000


@dataclass(frozen=True, slots=True)
class InForce:
    """The playbook that the coach follows. `at` None: the team has none; `by` None: written by the command line.

    `refused` is why a newer version, accepted once, no longer can be read; None where the newest is in force.
    """

    playbook: Playbook
    toml: str
    at: datetime | None = None
    by: str | None = None
    refused: PlaybookRefused | None = None


@dataclass(frozen=True, slots=True)
class PlaybookChange:
    """What it was, and what it is."""

    before: Playbook
    after: Playbook


NONE = InForce(Playbook(), "")
Told = str | Callable[[Playbook], Mapping[str, Any]]


class Playbooks:
    """Each workspace's playbook, kept with its history."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[int, tuple[float, InForce]] = {}
        self._changes = 0

    # What the coach asks

    def overrides(
        self, connection: Connection, workspace_id: int, language: str = "en"
    ) -> tuple[Overrides, dict[str, OwnText]]:
        """What the playbook changes, and the texts of the team's own actions by key, in Swedish for `sv`.

        Remembered for a few seconds, so that asking costs nothing.
        """
        playbook = self.in_force(connection, workspace_id).playbook
        return overrides_of(playbook), own_texts(playbook, language)

    def in_force(self, connection: Connection, workspace_id: int) -> InForce:
        """The newest version that can be read; the empty one where the team has none."""
        with self._lock:
            remembered, changes = self._known.get(workspace_id), self._changes
        if remembered is not None and time.monotonic() - remembered[0] < REMEMBERED_S:
            return remembered[1]
        found = _newest_valid(newest_playbooks(connection, workspace_id, LOOKED_BACK))
        with self._lock:
            if changes == self._changes:  # what was read before a change is not remembered after it
                if len(self._known) >= MOST_REMEMBERED:
                    self._known.clear()
                self._known[workspace_id] = (time.monotonic(), found)
        return found

    # What admins do

    def current(self, person: Person) -> InForce:
        """The playbook as it stands. Raises NotAllowed, which names the admins, for anybody who is none."""
        self._only_admins(person)
        with self._database.read() as connection:
            return _newest_valid(newest_playbooks(connection, person.workspace_id, LOOKED_BACK))

    def change(self, person: Person, told: Told) -> PlaybookChange:
        """Put another playbook in force: a text, or what a form makes of the present one.

        Raises NotAllowed as `current` does, and PlaybookRefused where it cannot be: the old one stays in force.
        """
        self._only_admins(person)
        return self.use(person.workspace_id, told, person.member_id)

    def use(self, workspace_id: int, told: Told, actor_id: int | None = None) -> PlaybookChange:
        """As `change`, for the command line, which nobody is asked about. Raises PlaybookRefused."""
        with self._database.write() as connection:
            hold_workspace(connection, workspace_id)
            before = _newest_valid(newest_playbooks(connection, workspace_id, LOOKED_BACK)).playbook
            after = check(told) if isinstance(told, str) else _built(told(before))
            if after != before or isinstance(told, str):  # a text is kept as it was written, comments and all
                text = told if isinstance(told, str) else to_toml(after)
                add_playbook(connection, workspace_id, actor_id, self._clock(), text, values_of(after))
        with self._lock:
            self._changes += 1
            self._known.pop(workspace_id, None)
        return PlaybookChange(before, after)

    def shown(self, workspace_id: int) -> InForce:
        """As `current`, for the command line."""
        with self._database.read() as connection:
            return _newest_valid(newest_playbooks(connection, workspace_id, LOOKED_BACK))

    def _only_admins(self, person: Person) -> None:
        if person.role is Role.ADMIN:
            return
        with self._database.read() as connection:
            everybody = Members(connection, person.workspace_id).all()
        admins = [member.profile.name for member in everybody if member.role is Role.ADMIN and member.profile.active]
        raise NotAllowed(what="playbook", who=", ".join(admins[:MOST_NAMED]))


def known_rules() -> Known:
    """Every rule of the coach with its thresholds and what they may be set to."""
    return {
        rule: {name: Range(limit.low, limit.high, limit.whole) for name, limit in limits.items()}
        for rule, limits in thresholds().items()
    }


def check(text: str) -> Playbook:
    """Read a playbook's text. Raises PlaybookRefused with the first line that is wrong."""
    try:
        return parse(text, known_rules())
    except PlaybookError as problem:
        raise _refused(problem) from problem


def overrides_of(playbook: Playbook) -> Overrides:
    """What a playbook changes, as the plan takes it.

    Its weeks until a review take the place of the usual four; a rule that waits longer, or shorter, for a reason of its
    own goes on doing so.
    """
    weeks = playbook.review_weeks
    usual = [rule.key for rule in RULES if rule.review_weeks == REVIEW_WEEKS and rule.kind == "action"]
    return Overrides(
        off=frozenset(playbook.off),
        thresholds={
            rule: {name: float(value) for name, value in limits.items()} for rule, limits in playbook.thresholds.items()
        },
        review_weeks={} if weeks == REVIEW_WEEKS else dict.fromkeys(usual, weeks),
        actions=tuple(OwnAction(action.key, action.pillar, weeks) for action in playbook.actions),
    )


def own_texts(playbook: Playbook, language: str) -> dict[str, OwnText]:
    """The texts of the team's own actions, by key."""
    return {action.key: OwnText(**action.texts(language).model_dump(), link=action.link) for action in playbook.actions}


def _newest_valid(versions: list[StoredPlaybook]) -> InForce:
    refused: PlaybookRefused | None = None
    for version in versions:
        try:
            playbook = _built(version.parsed)
        except PlaybookRefused as problem:
            refused = refused or problem
            continue
        return InForce(playbook, version.toml, version.at, version.by, refused)
    return InForce(Playbook(), "", refused=refused)


def _built(told: Mapping[str, Any]) -> Playbook:
    try:
        return build(told, known_rules())
    except PlaybookError as problem:
        raise _refused(problem) from problem


def _refused(problem: PlaybookError) -> PlaybookRefused:
    params = dict(problem.params)
    path = str(params.pop("field", ""))
    return PlaybookRefused(field=_form_field(path), reason=problem.key, line=problem.line, path=path, **params)


def _form_field(path: str) -> str:
    """The part of a path by which a form calls its field: `sv.title` of `actions.2.sv.title`, a threshold's name."""
    parts = path.split(".")
    return ".".join(parts[2:]) if parts[0] in ("actions", "thresholds") and len(parts) > 2 else parts[0]
