"""The tables. Every row but a workspace's own belongs to one workspace; money is whole minor units."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# SQLite counts up only an INTEGER primary key; PostgreSQL gets 64 bits.
Id = BigInteger().with_variant(Integer(), "sqlite")


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, with its zone on both databases (SQLite itself keeps none)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    # Names for all constraints, so that a later revision can drop or change them on both databases.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def _where(name: str, condition: str, *columns: str, unique: bool = False) -> Index:
    """An index over the rows for which the condition holds."""
    return Index(name, *columns, unique=unique, sqlite_where=text(condition), postgresql_where=text(condition))


def _where_set(name: str, column: str, *columns: str, unique: bool = False) -> Index:
    """An index over the rows in which a column is set: most deals and changes are typed, and pay nothing for it."""
    return _where(name, f"{column} IS NOT NULL", *columns, unique=unique)


class Workspace(Base):
    """A Slack team and its yardstick: what its figures are measured with."""

    __tablename__ = "workspaces"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    currency: Mapped[str] = mapped_column(String(3), default="SEK")
    tz: Mapped[str] = mapped_column(String(64), default="Europe/Stockholm")
    starting_point: Mapped[str] = mapped_column(String(20), default="opened_on")
    horizon_months: Mapped[int] = mapped_column(Integer, default=12)
    week_start: Mapped[int] = mapped_column(Integer, default=0)
    next_number: Mapped[int] = mapped_column(Integer, default=1001)
    created_at: Mapped[datetime] = mapped_column(Moment())
    # The database's own default, for it was added to a table that had rows.
    call_off_unit: Mapped[str] = mapped_column(String(10), server_default="month")


class SettingsChange(Base):
    """History of a workspace's yardstick: who changed it and when, as it was and as it is. Rows are only ever added."""

    __tablename__ = "settings_changes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(Moment())
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)


class Goal(Base):
    """A goal for one pillar, of a rep or (`rep_id` None) of the team. History: it is ended, never changed.

    `value` is whole: basis points of the win rate, minor units of `currency`, tenths of days, deals per quarter.
    """

    __tablename__ = "goals"
    __table_args__ = (
        # One current goal each. NULLs are never equal, so the team's need an index of their own.
        _where(
            "uq_goals_rep",
            "ended_at IS NULL AND rep_id IS NOT NULL",
            "workspace_id",
            "rep_id",
            "pillar",
            unique=True,
        ),
        _where("uq_goals_team", "ended_at IS NULL AND rep_id IS NULL", "workspace_id", "pillar", unique=True),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    rep_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    pillar: Mapped[str] = mapped_column(String(20))
    value: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str | None] = mapped_column(String(3))
    set_by: Mapped[int] = mapped_column(ForeignKey("members.id"))
    set_at: Mapped[datetime] = mapped_column(Moment())
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment())


class Installation(Base):
    """The one place a workspace's token comes from. `bot_token` is None once Slack has revoked it."""

    __tablename__ = "installations"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), unique=True)
    bot_token: Mapped[str | None] = mapped_column(Text)
    bot_id: Mapped[str] = mapped_column(String(32))
    bot_user_id: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(20))
    installed_at: Mapped[datetime] = mapped_column(Moment())
    revoked_at: Mapped[datetime | None] = mapped_column(Moment())


class Member(Base):
    """A person of the workspace. `role` is what an admin named; where it is None, `slack_admin` decides.

    `locale` is Slack's; `language` what the person chose here, None where Slack's will do.

    Without a `slack_user_id` it is a name from an imported file that waits to be joined to somebody.
    """

    __tablename__ = "members"
    __table_args__ = (Unique("workspace_id", "slack_user_id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    slack_user_id: Mapped[str | None] = mapped_column(String(32))
    email: Mapped[str | None] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(200))
    handle: Mapped[str] = mapped_column(String(200))
    tz: Mapped[str] = mapped_column(String(64))
    locale: Mapped[str] = mapped_column(String(20))
    language: Mapped[str | None] = mapped_column(String(10))
    role: Mapped[str | None] = mapped_column(String(10))
    slack_admin: Mapped[bool] = mapped_column(Boolean, default=False)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    seen_at: Mapped[datetime] = mapped_column(Moment())


class Customer(Base):
    """A customer's name as first written, and its key: case- and space-insensitive."""

    __tablename__ = "customers"
    __table_args__ = (Unique("workspace_id", "key"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(Text)  # longer than the name: some signs unfold into many


class Import(Base):
    """A file that was read in, and what came of its rows."""

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), index=True)
    file_name: Mapped[str] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Moment())
    added: Mapped[int] = mapped_column(Integer)
    changed: Mapped[int] = mapped_column(Integer)
    unchanged: Mapped[int] = mapped_column(Integer)
    rejected: Mapped[int] = mapped_column(Integer)
    undone_at: Mapped[datetime | None] = mapped_column(Moment())


class Deal(Base):
    """An opportunity with one rep. Deleted softly; `amount` is as stated, once or `per` month or year."""

    __tablename__ = "deals"
    __table_args__ = (
        Unique("workspace_id", "number"),
        _where_set("uq_deals_external_id", "external_id", "workspace_id", "source", "external_id", unique=True),
        # A rep's deals since a day: what is older is turned down by the index alone, however much there is of it.
        Index("ix_deals_rep_closed", "workspace_id", "rep_id", "closed_on", "opened_on"),
        _where_set("ix_deals_import", "import_id", "import_id"),
        Index("ix_deals_status", "workspace_id", "status"),
        # Finds the same entry again without reading all that a rep has recorded lately.
        Index("ix_deals_rep_amount", "workspace_id", "rep_id", "amount", "created_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    rep_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    status: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(10))
    amount: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None] = mapped_column(String(3))
    per: Mapped[str | None] = mapped_column(String(5))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    product: Mapped[str | None] = mapped_column(String(100))
    contact_role: Mapped[str | None] = mapped_column(String(100))
    loss_reason: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(Text)
    opened_on: Mapped[date] = mapped_column(Date)
    opened_known: Mapped[bool] = mapped_column(Boolean)
    first_meeting_on: Mapped[date | None] = mapped_column(Date)
    quoted_on: Mapped[date | None] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(60))
    external_id: Mapped[str | None] = mapped_column(String(200))
    # The import that added it, and what the file said of it the last time, to see whether it has changed.
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))
    imported_as: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(Moment())
    deleted_at: Mapped[datetime | None] = mapped_column(Moment())


class DailyTally(Base):
    """How many deals a rep decided on a day and the sum of their amounts: recording a deal then reads days, not deals.

    Kept with every change to a deal, in the same transaction. `currency` is "" where no amount is stated, `per` is ""
    for what is paid once; `total` is in minor units as stated, whatever the workspace measures with.
    """

    __tablename__ = "daily_tallies"

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    status: Mapped[str] = mapped_column(String(10), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    currency: Mapped[str] = mapped_column(String(3), primary_key=True)
    per: Mapped[str] = mapped_column(String(5), primary_key=True)
    deals: Mapped[int] = mapped_column(Integer)
    total: Mapped[int] = mapped_column(BigInteger)


class DealChange(Base):
    """History: who changed what and when, with the deal as it was and as it is. Rows are only ever added.

    `before` is None where the deal was recorded. `undoes_id` names the change that this one took back. `actor_id` is
    None where it was done on the command line, `import_id` set where an import did it.
    """

    __tablename__ = "deal_changes"
    __table_args__ = (
        Unique("workspace_id", "request_key"),
        Index("ix_deal_changes_actor", "workspace_id", "actor_id", "id"),
        Index("ix_deal_changes_deal", "workspace_id", "deal_id", "id"),
        _where_set("ix_deal_changes_import", "import_id", "import_id"),
        _where_set("ix_deal_changes_undoes", "undoes_id", "workspace_id", "undoes_id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("imports.id"))
    at: Mapped[datetime] = mapped_column(Moment())
    deed: Mapped[str] = mapped_column(String(10))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("deal_changes.id"))
    request_key: Mapped[str | None] = mapped_column(String(120))


class TeamFigures(Base):
    """What a team's deals come to in a window, counted once and kept, so that no card reads them all.

    `made_at` is the moment of which the figures are, None while they are being counted for the first time; the changes
    up to `seen_change_id` are in them. `yardstick` is a fingerprint of what they were measured with. `asked_at` says
    that they are out of date since then (a file was read in, a member left). `leased_until`: some process is counting.
    """

    __tablename__ = "team_figures"
    __table_args__ = (Unique("workspace_id", "starts_on", "ends_on"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    yardstick: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime | None] = mapped_column(Moment())
    seen_change_id: Mapped[int] = mapped_column(BigInteger)
    deals: Mapped[int] = mapped_column(Integer)
    took_ms: Mapped[int] = mapped_column(Integer)
    asked_at: Mapped[datetime | None] = mapped_column(Moment())
    leased_until: Mapped[datetime | None] = mapped_column(Moment())
    # What a rep's card needs of the team, and what the team's own card shows: read apart, for the second is long.
    team: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    card: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class KeptBenchmark(Base):
    """What a rep is compared with in a window: the rest of the team, as sums (`pillars.Benchmark.to_dict`)."""

    __tablename__ = "benchmarks"

    team_figures_id: Mapped[int] = mapped_column(ForeignKey("team_figures.id", ondelete="CASCADE"), primary_key=True)
    rep_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    yardstick: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime] = mapped_column(Moment())
    entry: Mapped[dict[str, Any]] = mapped_column(JSON)


class TeamPlaybook(Base):
    """A team's own playbook, one row a version: the newest that can still be read is in force.

    `toml` is what the admin wrote, or what the form came to; `parsed` the same as read when it was accepted.
    `actor_id` is None where it was done on the command line. Rows are only ever added.
    """

    __tablename__ = "playbooks"
    __table_args__ = (Index("ix_playbooks_newest", "workspace_id", "id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(Moment())
    toml: Mapped[str] = mapped_column(Text)
    parsed: Mapped[dict[str, Any]] = mapped_column(JSON)


class TagQuestion(Base):
    """A rep was offered to tag a deal. `answer` is "told" or "dismissed"; None: it was left alone, which is fine."""

    __tablename__ = "tag_questions"
    __table_args__ = (Index("ix_tag_questions_member", "workspace_id", "member_id", "asked_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    tag: Mapped[str] = mapped_column(String(20))
    deal_number: Mapped[int] = mapped_column(Integer)
    asked_at: Mapped[datetime] = mapped_column(Moment())
    answered_at: Mapped[datetime | None] = mapped_column(Moment())
    answer: Mapped[str | None] = mapped_column(String(10))


class KeptOpen(Base):
    """A rep said of a stale deal that it is still open: it is not asked about again until that day has passed."""

    __tablename__ = "kept_open"
    __table_args__ = (Index("ix_kept_open_member", "workspace_id", "member_id", "until"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(Moment())
    until: Mapped[date] = mapped_column(Date)


class Commitment(Base):
    """An action that a rep took on. It begins `running`, and ends `reviewed` (with a verdict) or `dropped`.

    `baseline` is what was frozen at the start, None where nothing could be compared; `verdict` the newest one given.
    `completion` is the share of the weeks asked about in which the habit was kept, when that was given. Seen by the rep
    alone unless `shared`.
    """

    __tablename__ = "commitments"
    __table_args__ = (
        # A second tap finds the first one's row.
        _where("uq_commitments_running", "state = 'running'", "workspace_id", "member_id", "rule", unique=True),
        Index("ix_commitments_member", "workspace_id", "member_id", "id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    rule: Mapped[str] = mapped_column(String(60))
    pillar: Mapped[str | None] = mapped_column(String(20))
    started_on: Mapped[date] = mapped_column(Date)
    review_on: Mapped[date] = mapped_column(Date)
    baseline: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    shared: Mapped[bool] = mapped_column(Boolean)
    state: Mapped[str] = mapped_column(String(10))
    verdict: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    reviewed_on: Mapped[date | None] = mapped_column(Date)
    completion: Mapped[float | None] = mapped_column(Float)


class CommitmentChange(Base):
    """History of commitments: begun, review_moved, shared, unshared, reviewed, continued, dropped, finished.

    Rows are only ever added. `said` is what it came to: the new date, the verdict.
    """

    __tablename__ = "commitment_changes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Moment())
    deed: Mapped[str] = mapped_column(String(20))
    said: Mapped[dict[str, Any]] = mapped_column(JSON)


class CheckIn(Base):
    """How a week went with a habit: yes, partly or no. Rows are only ever added; of a week the newest one counts.

    `period` is the first day of the week.
    """

    __tablename__ = "check_ins"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id", ondelete="CASCADE"), index=True)
    period: Mapped[date] = mapped_column(Date)
    answer: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Moment())


class RuleSilence(Base):
    """A rule that is not to be suggested to a rep: until a day, that day included, or (`until` None) for good.

    `reason` is "not_for_me" or "rest". History: it is ended, never removed.
    """

    __tablename__ = "rule_silences"
    __table_args__ = (Index("ix_rule_silences_member", "workspace_id", "member_id", "id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    rule: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(10))
    until: Mapped[date | None] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(Moment())
    ended_at: Mapped[datetime | None] = mapped_column(Moment())
