"""What a rep's deals say and what they leave out, and the questions that were asked about it; in one workspace."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from bot.storage.models import Deal, TagQuestion
from bot.values import Kind, Status


@dataclass(frozen=True, slots=True)
class TaggedDeal:
    """A deal's outcome and tags; None = not said."""

    status: str
    loss_reason: str | None
    contact_role: str | None
    product: str | None


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    tag: str
    asked_at: datetime
    answered_at: datetime | None
    answer: str | None


_TAGGED = (Deal.status, Deal.loss_reason, Deal.contact_role, Deal.product)
_STANDS = (Deal.deleted_at.is_(None), Deal.kind == Kind.ONE_OFF.value)


def last_decided(connection: Connection, workspace_id: int, rep_id: int, limit: int) -> list[TaggedDeal]:
    """The one-off deals that a rep decided last, the newest first; read through the index of a rep's closing days."""
    query = (
        select(*_TAGGED)
        .where(
            Deal.workspace_id == workspace_id,
            Deal.rep_id == rep_id,
            Deal.closed_on.is_not(None),
            Deal.status.in_((Status.WON.value, Status.LOST.value)),
            *_STANDS,
        )
        .order_by(Deal.closed_on.desc())
        .limit(limit)
    )
    return [TaggedDeal(*row) for row in connection.execute(query)]


def last_recorded(connection: Connection, workspace_id: int, limit: int) -> list[TaggedDeal]:
    """The deals of everybody that were recorded last, the newest first."""
    query = (
        select(*_TAGGED, Deal.deleted_at, Deal.kind)
        .where(Deal.workspace_id == workspace_id)
        .order_by(Deal.number.desc())
        .limit(limit)
    )
    rows = connection.execute(query)
    return [TaggedDeal(*row[:4]) for row in rows if row.deleted_at is None and row.kind == Kind.ONE_OFF.value]


def questions_since(connection: Connection, workspace_id: int, member_id: int, since: datetime) -> list[AskedQuestion]:
    """The questions that a member was asked since then, the newest first."""
    query = (
        select(TagQuestion.tag, TagQuestion.asked_at, TagQuestion.answered_at, TagQuestion.answer)
        .where(
            TagQuestion.workspace_id == workspace_id,
            TagQuestion.member_id == member_id,
            TagQuestion.asked_at >= since,
        )
        .order_by(TagQuestion.asked_at.desc(), TagQuestion.id.desc())
    )
    return [AskedQuestion(*row) for row in connection.execute(query)]


def note_question(
    connection: Connection, workspace_id: int, member_id: int, tag: str, number: int, at: datetime
) -> None:
    values = {"workspace_id": workspace_id, "member_id": member_id, "tag": tag, "deal_number": number, "asked_at": at}
    connection.execute(insert(TagQuestion), values)


def note_answer(
    connection: Connection, workspace_id: int, member_id: int, tag: str, number: int, at: datetime, answer: str
) -> None:
    """Note what came of a question; one that is not written down yet is written down with its answer."""
    mine = (
        TagQuestion.workspace_id == workspace_id,
        TagQuestion.member_id == member_id,
        TagQuestion.tag == tag,
        TagQuestion.deal_number == number,
    )
    answered = connection.execute(update(TagQuestion).where(*mine).values(answered_at=at, answer=answer))
    if not answered.rowcount:
        values = {"workspace_id": workspace_id, "member_id": member_id, "tag": tag, "deal_number": number}
        connection.execute(insert(TagQuestion), values | {"asked_at": at, "answered_at": at, "answer": answer})
