"""The statements behind `bot.storage.deals`, built once: building one costs more than running it.

Each is limited to the workspace that the parameter `workspace` names.
"""

from sqlalchemy import (
    BigInteger,
    Integer,
    String,
    Text,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.storage.models import Customer, Deal, DealChange, Member, Moment, Workspace
from bot.storage.prepared import Prepared
from bot.values import Status

_HERE = Deal.workspace_id == bindparam("workspace")
_CHANGED_HERE = DealChange.workspace_id == bindparam("workspace")
_STANDS = Deal.deleted_at.is_(None)
_REPS = Deal.rep_id == bindparam("rep")

_DEAL = (
    select(
        Deal.id,
        Deal.number,
        Deal.rep_id,
        Member.name.label("rep_name"),
        Deal.status,
        Deal.kind,
        Deal.amount,
        Deal.currency,
        Deal.per,
        Deal.opened_known,
        Deal.deleted_at,
        Customer.name.label("customer"),
        Deal.product,
        Deal.contact_role,
        Deal.loss_reason,
        Deal.note,
        Deal.opened_on,
        Deal.first_meeting_on,
        Deal.quoted_on,
        Deal.closed_on,
    )
    .join(Member, Member.id == Deal.rep_id)
    .outerjoin(Customer, Customer.id == Deal.customer_id)
    .where(_HERE)
)
_NEWEST_FIRST = Deal.id.desc()

BY_NUMBER = Prepared(_DEAL.where(Deal.number == bindparam("number")))
BY_ID = Prepared(_DEAL.where(Deal.id == bindparam("deal")))

# Read by the thousand, so through SQLAlchemy, which streams.
EVERY = _DEAL.where(_STANDS).order_by(Deal.id)
BY_IDS = _DEAL.where(Deal.id.in_(bindparam("deals", expanding=True)))

_OPEN = _DEAL.where(_REPS, _STANDS, Deal.status == Status.OPEN.value).order_by(_NEWEST_FIRST).limit(25)
OPEN_OF_NUMBER = Prepared(_OPEN.where(Deal.number == bindparam("number")))
OPEN_OF_CUSTOMER = Prepared(_OPEN.where(Customer.key == bindparam("customer")))

_TWIN = (
    _DEAL.where(
        _REPS,
        _STANDS,
        Deal.created_at >= bindparam("since", type_=Moment()),
        Deal.status == bindparam("status"),
        Deal.kind == bindparam("kind"),
        Deal.currency.is_not_distinct_from(bindparam("currency", type_=String)),
        Deal.per.is_not_distinct_from(bindparam("per", type_=String)),
        Customer.key.is_not_distinct_from(bindparam("customer", type_=Text)),
    )
    .order_by(_NEWEST_FIRST)
    .limit(1)
)
# Two statements, because PostgreSQL takes no index for "the same, or both unknown".
TWIN = Prepared(_TWIN.where(Deal.amount == bindparam("amount", type_=BigInteger)))
TWIN_WITHOUT_AMOUNT = Prepared(_TWIN.where(Deal.amount.is_(None)))

_WANTED = or_(bindparam("open_only", type_=Integer) == 0, Deal.status == Status.OPEN.value)
COUNT = Prepared(select(func.count()).select_from(Deal).where(_HERE, _REPS, _STANDS, _WANTED))
SOMEBODY_SELLS = Prepared(select(Deal.id).where(_HERE, _STANDS).limit(1))
PAGE = Prepared(
    _DEAL.where(_REPS, _STANDS, _WANTED)
    .order_by(_NEWEST_FIRST)
    .offset(bindparam("offset", type_=Integer))
    .limit(bindparam("limit", type_=Integer))
)

HOLD_REP = Prepared(
    select(Member.id)
    .where(Member.workspace_id == bindparam("workspace"), Member.id == bindparam("rep"))
    # Not so strong that it would keep others from writing deals and changes that refer to the member.
    .with_for_update(key_share=True)
)
NEXT_NUMBER = Prepared(
    update(Workspace)
    .where(Workspace.id == bindparam("workspace"))
    .values(next_number=Workspace.next_number + 1)
    .returning(Workspace.next_number)
)
DEAL_COLUMNS = tuple(column.key for column in Deal.__table__.columns if column.key != "id")
ADD = Prepared(insert(Deal).returning(Deal.id), insert=DEAL_COLUMNS)
# What a deal is called and where it came from stays as it was.
_SETTLED = {"workspace_id", "number", "source", "external_id", "import_id", "imported_as", "created_at"}
# The columns get the values of parameters of their own names; `workspace` and `deal` say which row.
PUT_COLUMNS = tuple(name for name in DEAL_COLUMNS if name not in _SETTLED)
PUT = Prepared(
    update(Deal)
    .where(and_(_HERE, Deal.id == bindparam("deal")))
    .values({name: bindparam(f"new_{name}") for name in PUT_COLUMNS})
)
IMPORTED_AS = Prepared(
    update(Deal).where(_HERE, Deal.id == bindparam("deal")).values(imported_as=bindparam("new_imported_as"))
)
CUSTOMER = Prepared(
    select(Customer.id).where(Customer.workspace_id == bindparam("workspace"), Customer.key == bindparam("customer"))
)

CHANGE_COLUMNS = tuple(column.key for column in DealChange.__table__.columns if column.key != "id")
ADD_CHANGE = Prepared(insert(DealChange).returning(DealChange.id), insert=CHANGE_COLUMNS)
_CHANGE = select(
    DealChange.id,
    DealChange.deal_id,
    DealChange.actor_id,
    DealChange.at,
    DealChange.deed,
    DealChange.before,
    DealChange.after,
    DealChange.undoes_id,
).where(_CHANGED_HERE)
CHANGE = Prepared(_CHANGE.where(DealChange.id == bindparam("change")))
CHANGE_OF_REQUEST = Prepared(_CHANGE.where(DealChange.request_key == bindparam("request")))
HISTORY = Prepared(_CHANGE.where(DealChange.deal_id == bindparam("deal")).order_by(DealChange.id))

_NEWEST_BY = (
    select(DealChange.id)
    .where(_CHANGED_HERE, DealChange.actor_id == bindparam("actor"))
    .order_by(DealChange.id.desc())
    .limit(bindparam("depth", type_=Integer))
    .scalar_subquery()
)
LATEST_CHANGES = Prepared(
    select(DealChange.id, DealChange.actor_id, DealChange.undoes_id)
    .where(_CHANGED_HERE, or_(DealChange.id.in_(_NEWEST_BY), DealChange.undoes_id.in_(_NEWEST_BY)))
    .order_by(DealChange.id.desc())
)
