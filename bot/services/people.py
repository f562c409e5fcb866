"""Who is asking, in which workspace, and with which token we may answer."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Generic, TypeVar

from bot.errors import MemberUnknown, NotAllowed
from bot.ids import FIELD_ROLE_WHO
from bot.services.clock import Clock, today_of
from bot.storage.engine import Database
from bot.storage.holding import hold_workspace
from bot.storage.role_history import change_role, role_history
from bot.storage.workspaces import (
    KnownMember,
    KnownTeam,
    Members,
    Profile,
    Token,
    await_installation,
    forget_token,
    install,
    teams,
    token_of,
    yardstick_of,
)
from bot.values import Person, Role, RoleChanged, RoleNamed, Yardstick

__all__ = ["KnownMember", "People", "Profile", "Token"]

# Tokens and members are asked for with every request and change seldom. This process notices its own changes at once,
# another process's (a role named on the command line) within this time.
REMEMBERED_S = 10.0
MOST_REMEMBERED = 10_000
ROLE_CHANGES_SHOWN = 10
"""More than anybody looks back at; all of them are kept."""

Key = TypeVar("Key")
Value = TypeVar("Value")
# Names, zones and languages arrive by `user_change`; a missed event is made good within a day.
PROFILE_TTL = timedelta(hours=24)


class People:
    """Workspaces, their tokens and their members."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._tokens: _Memory[str, Token] = _Memory()
        self._persons: _Memory[tuple[int, str], Person] = _Memory()

    def install(
        self, *, team_id: str, team_name: str, bot_token: str, bot_id: str, bot_user_id: str, source: str
    ) -> int:
        """Write down where the app is installed and with which token; returns the workspace's id."""
        with self._database.write() as connection:
            workspace_id = install(
                connection,
                team_id=team_id,
                team_name=team_name,
                bot_token=bot_token,
                bot_id=bot_id,
                bot_user_id=bot_user_id,
                source=source,
                at=self._clock(),
            )
        self._tokens.drop()
        return workspace_id

    def await_installation(self) -> None:
        """Make a workspace to import into before Slack is connected, where there is none yet."""
        with self._database.write() as connection:
            await_installation(connection, self._clock())

    def token(self, team_id: str) -> Token | None:
        """The workspace's token, or None where the app is not installed."""
        token = self._tokens.get(team_id)
        if token is None:
            version = self._tokens.version
            with self._database.read() as connection:
                token = token_of(connection, team_id)
            if token is not None:
                self._tokens.put(team_id, token, version)
        return token

    def forget(self, team_id: str) -> None:
        """The app was removed from that workspace: its token goes, its deals stay."""
        with self._database.write() as connection:
            forget_token(connection, team_id, self._clock())
        self._tokens.drop()

    def person(self, workspace_id: int, slack_user_id: str, fetch: Callable[[], Profile | None]) -> Person:
        """Whoever has that Slack id. `fetch` asks Slack, where they are new or were last looked up a day ago.

        Where Slack does not answer, what is known serves on; someone new gets the workspace's zone and is asked about
        again the next time.
        """
        remembered = self._persons.get((workspace_id, slack_user_id))
        if remembered is not None:
            return remembered
        version = self._persons.version
        with self._database.read() as connection:
            found = Members(connection, workspace_id).who_asks(slack_user_id)
            known, yardstick = found or (None, yardstick_of(connection, workspace_id))
        if known is None or self._clock() - known.seen_at > PROFILE_TTL:
            profile = fetch()
            if profile is None and known is None:
                profile, looked_up = _stranger(slack_user_id, yardstick), False
            else:
                looked_up = True
            if profile is not None:
                known = self.remember(workspace_id, profile, looked_up=looked_up)
                version = self._persons.version
                with self._database.read() as connection:  # Slack took its time to answer
                    yardstick = yardstick_of(connection, workspace_id)
        if known is None:
            raise LookupError(f"nobody was written down as {slack_user_id}")
        person = _person(workspace_id, known, yardstick)
        self._persons.put((workspace_id, slack_user_id), person, version)
        return person

    def remember(self, workspace_id: int, profile: Profile, *, looked_up: bool = True) -> KnownMember:
        """Write down what Slack says of a person. `looked_up` False: it says nothing yet, so ask again soon."""
        at = self._clock()
        with self._database.write() as connection:
            members = Members(connection, workspace_id)
            members.keep(profile, at if looked_up else at - 2 * PROFILE_TTL)
            kept = members.by_slack_id(profile.slack_user_id)
        self._persons.drop()
        if kept is None:
            raise LookupError(f"member {profile.slack_user_id} was not kept")
        return kept

    def refresh(self, workspace_id: int, slack_user_id: str, fetch: Callable[[], Profile | None]) -> None:
        """Ask Slack anew about a member; people who have never used the app are not written down."""
        with self._database.read() as connection:
            known = Members(connection, workspace_id).by_slack_id(slack_user_id)
        profile = fetch() if known is not None else None
        if profile is not None:
            self.remember(workspace_id, profile)

    def find(self, person: Person, *, slack_user_id: str | None, name: str | None) -> Person:
        """A colleague by Slack id or by name. Raises MemberUnknown where nobody, or more than one, fits."""
        with self._database.read() as connection:
            members = Members(connection, person.workspace_id)
            if slack_user_id is not None:
                one = members.by_slack_id(slack_user_id)
                found = [] if one is None else [one]
            else:
                found = members.by_name((name or "").removeprefix("@"))
        if len(found) != 1:
            raise MemberUnknown(who=name or slack_user_id or "")
        return _person(person.workspace_id, found[0], person.yardstick)

    def colleague(self, person: Person, member_id: int) -> Person:
        """The member of the person's own workspace who has this id. Raises MemberUnknown where there is none."""
        if member_id == person.member_id:
            return person
        with self._database.read() as connection:
            found = [one for one in Members(connection, person.workspace_id).all() if one.id == member_id]
        if not found:
            raise MemberUnknown(who=str(member_id))
        return _person(person.workspace_id, found[0], person.yardstick)

    def member(self, workspace_id: int, member_id: int) -> Person | None:
        """The member who has this id, to be written to without having asked; None where there is none."""
        with self._database.read() as connection:
            found = Members(connection, workspace_id).by_id(member_id)
            yardstick = yardstick_of(connection, workspace_id)
        return None if found is None else _person(workspace_id, found, yardstick)

    def name_role(self, workspace_id: int, who: str, role: Role | None) -> KnownMember:
        """Name someone rep, manager or admin (None: as Slack has it), from the command line.

        `who` is a Slack id, a handle or a name. Raises MemberUnknown where nobody, or more than one, fits.
        """
        with self._database.write() as connection:
            hold_workspace(connection, workspace_id)
            members = Members(connection, workspace_id)
            by_id = members.by_slack_id(who)
            found = [by_id] if by_id is not None else members.by_name(who.removeprefix("@"))
            if len(found) != 1:
                raise MemberUnknown(who=who)
            change_role(connection, workspace_id, None, found[0], role, self._clock())
        self._persons.drop()
        return found[0]

    def check_names_roles(self, person: Person) -> None:
        """Raises NotAllowed for anybody who is no admin."""
        if person.role is not Role.ADMIN:
            raise NotAllowed(what="roles")

    def name_role_of(
        self, person: Person, slack_user_id: str, role: Role | None, fetch: Callable[[], Profile | None]
    ) -> RoleNamed:
        """As `name_role`, by an admin and of somebody in Slack, known here or not.

        Raises NotAllowed for one's own role, and for whoever is no admin at the moment of writing: an admin is always
        left, even where two take the role from each other at the same time. The second of them is none any more.
        """
        self.check_names_roles(person)
        if slack_user_id == person.slack_user_id:
            raise NotAllowed(what="own_role", field=FIELD_ROLE_WHO)
        whose = self.person(person.workspace_id, slack_user_id, fetch)
        try:
            with self._database.write() as connection:
                hold_workspace(connection, person.workspace_id)
                members = Members(connection, person.workspace_id)
                actor, before = members.by_id(person.member_id), members.by_id(whose.member_id)
                if actor is None or actor.role is not Role.ADMIN:
                    raise NotAllowed(what="roles")
                if before is None:
                    raise MemberUnknown(who=slack_user_id)
                after = change_role(connection, person.workspace_id, actor.id, before, role, self._clock())
        finally:
            self._persons.drop()  # also where it was refused: what was remembered of the asker is out of date
        return RoleNamed(_person(person.workspace_id, after, person.yardstick), before.role)

    def role_changes(self, person: Person) -> list[RoleChanged]:
        """The newest changes of roles, the newest first. Raises NotAllowed for anybody who is no admin."""
        self.check_names_roles(person)
        with self._database.read() as connection:
            days = partial(today_of, person)
            return role_history(connection, person.workspace_id, ROLE_CHANGES_SHOWN, days)

    def choose_language(self, person: Person, language: str | None) -> Person:
        """Answer a person in that language (a catalogue's code) from now on; None: in the one that Slack tells of."""
        with self._database.write() as connection:
            members = Members(connection, person.workspace_id)
            members.choose_language(person.member_id, language)
            known = members.by_id(person.member_id)
        self._persons.drop()
        return person if known is None else _person(person.workspace_id, known, person.yardstick)

    def members(self, workspace_id: int) -> list[KnownMember]:
        with self._database.read() as connection:
            return Members(connection, workspace_id).all()

    def teams(self) -> list[KnownTeam]:
        """The Slack teams that are known."""
        with self._database.read() as connection:
            return teams(connection)

    def workspace_id(self, team_id: str) -> int | None:
        token = self.token(team_id)
        return None if token is None else token.workspace_id

    def forget_persons(self) -> None:
        """Read everybody anew when they next ask: what they measure with has changed."""
        self._persons.drop()


class _Memory(Generic[Key, Value]):
    """Values that are remembered for a while, by any number of threads."""

    def __init__(self) -> None:
        self._known: dict[Key, tuple[float, Value]] = {}
        self.version = 0
        """Changes with every `drop`: what was read from the database before it may be out of date."""

    def get(self, key: Key) -> Value | None:
        at, value = self._known.get(key, (0.0, None))
        return value if time.monotonic() - at < REMEMBERED_S else None

    def put(self, key: Key, value: Value, version: int) -> None:
        """Remember what was read when the memory was at `version`, unless it was dropped in between."""
        if len(self._known) >= MOST_REMEMBERED:
            self._known = {}
        known = self._known  # taken before the look at the version: dropped in between, it is nobody's any more
        if version == self.version:
            known[key] = (time.monotonic(), value)

    def drop(self) -> None:
        self.version += 1
        self._known = {}


def _stranger(slack_user_id: str, yardstick: Yardstick) -> Profile:
    return Profile(slack_user_id, slack_user_id, slack_user_id, yardstick.tz, "en-US", slack_admin=False, active=True)


def _person(workspace_id: int, member: KnownMember, yardstick: Yardstick) -> Person:
    return Person(
        workspace_id=workspace_id,
        member_id=member.id,
        slack_user_id=member.profile.slack_user_id,
        name=member.profile.name,
        role=member.role,
        locale=_locale(member),
        tz=member.profile.tz,
        yardstick=yardstick,
        language=member.language,
    )


def _locale(member: KnownMember) -> str:
    """Slack's locale, unless another language was chosen; of the same language Slack knows which variety."""
    slack, chosen = member.profile.locale, member.language
    return slack if chosen is None or slack.replace("_", "-").split("-")[0].lower() == chosen else chosen
