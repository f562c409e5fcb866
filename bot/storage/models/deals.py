"""The tables of deals: as they are, their history, their sums by day, and what was asked about them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.models.base import Base, Id, Moment, where_set


class Deal(Base):
    """An opportunity with one rep. Deleted softly; `amount` is as stated, once or `per` month or year."""

    __tablename__ = "deals"
    __table_args__ = (
        Unique("workspace_id", "number"),
        where_set("uq_deals_external_id", "external_id", "workspace_id", "source", "external_id", unique=True),
        # A rep's deals since a day: what is older is turned down by the index alone, however much there is of it.
        Index("ix_deals_rep_closed", "workspace_id", "rep_id", "closed_on", "opened_on"),
        where_set("ix_deals_import", "import_id", "import_id"),
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
        where_set("ix_deal_changes_import", "import_id", "import_id"),
        where_set("ix_deal_changes_undoes", "undoes_id", "workspace_id", "undoes_id"),
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
