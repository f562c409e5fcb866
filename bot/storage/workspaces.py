"""Workspaces, their installations and their members."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from bot.storage.benchmarks import say_out_of_date
from bot.storage.models import DailyTally, Deal, Installation, Member, Workspace
from bot.storage.prepared import Prepared
from bot.values import Role, StartingPoint, Yardstick


@dataclass(frozen=True, slots=True)
class Token:
    """What is needed to speak to Slack for one workspace."""

    workspace_id: int
    team_id: str
    bot_token: str = field(repr=False)
    bot_id: str
    bot_user_id: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of a person."""

    slack_user_id: str
    name: str
    handle: str
    tz: str
    locale: str
    slack_admin: bool
    active: bool
    email: str | None = None


@dataclass(frozen=True, slots=True)
class KnownMember:
    """A member. One that waits under a file's name has the empty Slack id."""

    id: int
    profile: Profile
    named_role: Role | None
    seen_at: datetime
    language: str | None = None
    """What they chose here; None: as Slack has it."""

    @property
    def role(self) -> Role:
        """The role an admin named; else Slack's own admins are admins and everybody else is a rep."""
        return self.named_role or (Role.ADMIN if self.profile.slack_admin else Role.REP)


AWAITING = "(awaiting Slack)"
"""The team id of a workspace that was filled before Slack was connected; the first installation takes it over."""


def await_installation(connection: Connection, at: datetime) -> None:
    """Make a workspace to import into, where there is none yet."""
    if connection.execute(select(Workspace.id).limit(1)).first() is None:
        connection.execute(insert(Workspace), {"team_id": AWAITING, "name": "Sales Coach", "created_at": at})


def install(
    connection: Connection,
    *,
    team_id: str,
    team_name: str,
    bot_token: str,
    bot_id: str,
    bot_user_id: str,
    source: str,
    at: datetime,
) -> int:
    """Write down a workspace and its token, or renew them; returns the workspace's id."""
    workspace_id = connection.execute(select(Workspace.id).where(Workspace.team_id == team_id)).scalar_one_or_none()
    if workspace_id is None:
        waiting = update(Workspace).where(Workspace.team_id == AWAITING).values(team_id=team_id, name=team_name)
        workspace_id = connection.execute(waiting.returning(Workspace.id)).scalar_one_or_none()
    if workspace_id is None:
        new = {"team_id": team_id, "name": team_name, "created_at": at}
        workspace_id = connection.execute(insert(Workspace).returning(Workspace.id), new).scalar_one()
    token = {
        "bot_token": bot_token,
        "bot_id": bot_id,
        "bot_user_id": bot_user_id,
        "source": source,
        "installed_at": at,
        "revoked_at": None,
    }
    known = connection.execute(select(Installation.id).where(Installation.workspace_id == workspace_id)).scalar()
    if known is None:
        connection.execute(insert(Installation), token | {"workspace_id": workspace_id})
    else:
        connection.execute(update(Installation).where(Installation.id == known).values(token))
    return int(workspace_id)


def token_of(connection: Connection, team_id: str) -> Token | None:
    """The token of a Slack team, or None where the app is not installed there (any more)."""
    query = (
        select(
            Workspace.id,
            Workspace.team_id,
            Installation.bot_token,
            Installation.bot_id,
            Installation.bot_user_id,
        )
        .join(Installation, Installation.workspace_id == Workspace.id)
        .where(Workspace.team_id == team_id, Installation.bot_token.is_not(None))
    )
    row = connection.execute(query).first()
    return None if row is None else Token(row.id, row.team_id, row.bot_token, row.bot_id, row.bot_user_id)


@dataclass(frozen=True, slots=True)
class KnownTeam:
    id: int
    team_id: str
    name: str
    currency: str


def teams(connection: Connection) -> list[KnownTeam]:
    """The Slack teams that are known."""
    rows = connection.execute(
        select(Workspace.id, Workspace.team_id, Workspace.name, Workspace.currency).order_by(Workspace.id)
    )
    return [KnownTeam(row.id, row.team_id, row.name, row.currency) for row in rows]


def forget_token(connection: Connection, team_id: str, at: datetime) -> None:
    """Slack has revoked the token, or the app was removed: the token goes, the deals stay."""
    workspace = select(Workspace.id).where(Workspace.team_id == team_id).scalar_subquery()
    gone = {"bot_token": None, "revoked_at": at}
    connection.execute(update(Installation).where(Installation.workspace_id == workspace).values(gone))


def yardstick_of(connection: Connection, workspace_id: int) -> Yardstick:
    return _yardstick(connection.execute(_YARDSTICK, {"workspace": workspace_id}).one())


def set_yardstick(connection: Connection, workspace_id: int, yardstick: Yardstick) -> None:
    values = {
        "currency": yardstick.currency,
        "tz": yardstick.tz,
        "starting_point": yardstick.starting_point.value,
        "horizon_months": yardstick.horizon_months,
        "week_start": yardstick.week_start,
        "call_off_unit": yardstick.call_off_unit,
    }
    connection.execute(update(Workspace).where(Workspace.id == workspace_id).values(values))


_YARDSTICK = select(
    Workspace.currency,
    Workspace.tz.label("workspace_tz"),
    Workspace.starting_point,
    Workspace.horizon_months,
    Workspace.week_start,
    Workspace.call_off_unit,
).where(Workspace.id == bindparam("workspace"))
_MEMBER = select(
    Member.id,
    Member.slack_user_id,
    Member.email,
    Member.name,
    Member.handle,
    Member.tz,
    Member.locale,
    Member.language,
    Member.role,
    Member.slack_admin,
    Member.active,
    Member.seen_at,
).where(Member.workspace_id == bindparam("workspace"))
_BY_ID = _MEMBER.where(Member.id == bindparam("member"))
_BY_SLACK_ID = _MEMBER.where(Member.slack_user_id == bindparam("user"))
# Who asks is looked up with every request, so together with what their workspace measures with.
_WHO_ASKS = Prepared(
    _BY_SLACK_ID.join(Workspace, Workspace.id == Member.workspace_id).add_columns(*_YARDSTICK.selected_columns)
)
_NAMED = or_(func.lower(Member.handle) == bindparam("wanted"), func.lower(Member.name) == bindparam("wanted"))
_BY_NAME = _MEMBER.where(_NAMED, Member.active.is_(True), Member.slack_user_id.is_not(None))
_WAITING = _MEMBER.where(_NAMED, Member.slack_user_id.is_(None))
_ALL = _MEMBER.order_by(Member.name)


class Members:
    """The people of one workspace."""

    def __init__(self, connection: Connection, workspace_id: int) -> None:
        self._db = connection
        self._workspace = workspace_id

    def by_slack_id(self, slack_user_id: str) -> KnownMember | None:
        found = self._run(_BY_SLACK_ID, user=slack_user_id)
        return found[0] if found else None

    def by_id(self, member_id: int) -> KnownMember | None:
        found = self._run(_BY_ID, member=member_id)
        return found[0] if found else None

    def who_asks(self, slack_user_id: str) -> tuple[KnownMember, Yardstick] | None:
        """A member and what their workspace measures with."""
        found = _WHO_ASKS.run(self._db, {"workspace": self._workspace, "user": slack_user_id})
        return (_member(found[0]), _yardstick(found[0])) if found else None

    def by_name(self, name: str) -> list[KnownMember]:
        """Active members of that handle or name, whatever the case."""
        return self._run(_BY_NAME, wanted=name.strip().lower())

    def all(self) -> list[KnownMember]:
        return self._run(_ALL)

    def keep(self, profile: Profile, at: datetime) -> int:
        """Write down what Slack says of a person, whether they are new or known; returns the member's id."""
        values = {
            "name": profile.name,
            "handle": profile.handle,
            "tz": profile.tz,
            "locale": profile.locale,
            "slack_admin": profile.slack_admin,
            "active": profile.active,
            "seen_at": at,
        }
        if profile.email is not None:
            values["email"] = profile.email
        known = self.by_slack_id(profile.slack_user_id)
        if known is not None:
            mine = (Member.workspace_id == self._workspace, Member.id == known.id)
            self._db.execute(update(Member).where(*mine).values(values))
            if known.profile.active != profile.active:  # a colleague less to be compared with, or one more
                say_out_of_date(self._db, self._workspace, at)
            return known.id
        new = values | {"workspace_id": self._workspace, "slack_user_id": profile.slack_user_id, "role": None}
        return int(self._db.execute(insert(Member).returning(Member.id), new).scalar_one())

    def waiting(self, name: str) -> KnownMember | None:
        """Whoever waits under that name of a file."""
        found = self._run(_WAITING, wanted=name.strip().lower())
        return found[0] if found else None

    def keep_waiting(self, name: str, at: datetime) -> int:
        """Write down a name of a file that nobody is known by; returns the member's id."""
        new = {
            "workspace_id": self._workspace,
            "slack_user_id": None,
            "name": name[:200],
            "handle": name[:200],
            "tz": "Europe/Stockholm",
            "locale": "en-GB",
            "role": None,
            "slack_admin": False,
            "active": True,
            "seen_at": at,
        }
        return int(self._db.execute(insert(Member).returning(Member.id), new).scalar_one())

    def join(self, waiting_id: int, member_id: int) -> int:
        """Give a member all that waits under a name; returns how many deals that are."""
        here = Deal.workspace_id == self._workspace
        moved = self._db.execute(update(Deal).where(here, Deal.rep_id == waiting_id).values(rep_id=member_id)).rowcount
        tallied = DailyTally.workspace_id == self._workspace
        self._db.execute(delete(DailyTally).where(tallied, DailyTally.rep_id == waiting_id))
        self._db.execute(delete(Member).where(Member.workspace_id == self._workspace, Member.id == waiting_id))
        return int(moved)

    def name_role(self, member_id: int, role: Role | None) -> None:
        mine = (Member.workspace_id == self._workspace, Member.id == member_id)
        self._db.execute(update(Member).where(*mine).values(role=None if role is None else role.value))

    def choose_language(self, member_id: int, language: str | None) -> None:
        mine = (Member.workspace_id == self._workspace, Member.id == member_id)
        self._db.execute(update(Member).where(*mine).values(language=language))

    def _run(self, statement: Any, **parameters: Any) -> list[KnownMember]:
        rows = self._db.execute(statement, {"workspace": self._workspace, **parameters})
        return [_member(row) for row in rows]


def _yardstick(row: Any) -> Yardstick:
    return Yardstick(
        currency=row.currency,
        tz=row.workspace_tz,
        starting_point=StartingPoint(row.starting_point),
        horizon_months=row.horizon_months,
        week_start=row.week_start,
        call_off_unit=row.call_off_unit,
    )


def _member(row: Any) -> KnownMember:
    profile = Profile(
        slack_user_id=row.slack_user_id or "",
        email=row.email,
        name=row.name,
        handle=row.handle,
        tz=row.tz,
        locale=row.locale,
        slack_admin=row.slack_admin,
        active=row.active,
    )
    return KnownMember(row.id, profile, None if row.role is None else Role(row.role), row.seen_at, row.language)
