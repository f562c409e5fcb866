"""The statements behind `bot.storage.deals`, built once: building one costs more than running it.

Each is limited to the workspace that the parameter `workspace` names.
"""

from sqlalchemy import (
    BigInteger,
    Date,
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
from bot.storage.order_value import ORDER_VALUE
from bot.values import Kind, Status

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

BY_NUMBER = _DEAL.where(Deal.number == bindparam("number"))
BY_ID = _DEAL.where(Deal.id == bindparam("deal"))

_OPEN = _DEAL.where(_REPS, _STANDS, Deal.status == Status.OPEN.value).order_by(_NEWEST_FIRST).limit(25)
OPEN_OF_NUMBER = _OPEN.where(Deal.number == bindparam("number"))
OPEN_OF_CUSTOMER = _OPEN.where(Customer.key == bindparam("customer"))

TWIN = (
    _DEAL.where(
        _REPS,
        _STANDS,
        Deal.created_at >= bindparam("since", type_=Moment()),
        Deal.status == bindparam("status"),
        Deal.kind == bindparam("kind"),
        Deal.amount.is_not_distinct_from(bindparam("amount", type_=BigInteger)),
        Deal.currency.is_not_distinct_from(bindparam("currency", type_=String)),
        Deal.per.is_not_distinct_from(bindparam("per", type_=String)),
        Customer.key.is_not_distinct_from(bindparam("customer", type_=Text)),
    )
    .order_by(_NEWEST_FIRST)
    .limit(1)
)

_WANTED = or_(bindparam("open_only", type_=Integer) == 0, Deal.status == Status.OPEN.value)
COUNT = select(func.count()).select_from(Deal).where(_HERE, _REPS, _STANDS, _WANTED)
PAGE = (
    _DEAL.where(_REPS, _STANDS, _WANTED)
    .order_by(_NEWEST_FIRST)
    .offset(bindparam("offset", type_=Integer))
    .limit(bindparam("limit", type_=Integer))
)

_CLOSED_IN = Deal.closed_on.between(bindparam("first_day", type_=Date), bindparam("last_day", type_=Date))
TALLY = (
    select(Deal.status, Deal.kind, func.count(), func.count(ORDER_VALUE), func.coalesce(func.sum(ORDER_VALUE), 0))
    .where(_HERE, _REPS, _STANDS, _CLOSED_IN)
    .group_by(Deal.status, Deal.kind)
)
CALL_OFFS = (
    select(Deal.id, Customer.key, Deal.closed_on, ORDER_VALUE)
    .outerjoin(Customer, Customer.id == Deal.customer_id)
    .where(_HERE, _REPS, _STANDS, _CLOSED_IN, Deal.kind == Kind.CALL_OFF.value, Deal.status == Status.WON.value)
)

HOLD_REP = (
    select(Member.id)
    .where(Member.workspace_id == bindparam("workspace"), Member.id == bindparam("rep"))
    .with_for_update()
)
NEXT_NUMBER = (
    update(Workspace)
    .where(Workspace.id == bindparam("workspace"))
    .values(next_number=Workspace.next_number + 1)
    .returning(Workspace.next_number)
)
ADD = insert(Deal).returning(Deal.id)
# The columns get the values of parameters of their own names; `workspace` and `deal` say which row.
PUT_COLUMNS = (
    "rep_id",
    "status",
    "kind",
    "amount",
    "currency",
    "per",
    "customer_id",
    "product",
    "contact_role",
    "loss_reason",
    "note",
    "opened_on",
    "opened_known",
    "first_meeting_on",
    "quoted_on",
    "closed_on",
    "deleted_at",
)
PUT = (
    update(Deal)
    .where(and_(_HERE, Deal.id == bindparam("deal")))
    .values({name: bindparam(f"new_{name}") for name in PUT_COLUMNS})
)
CUSTOMER = select(Customer.id).where(
    Customer.workspace_id == bindparam("workspace"), Customer.key == bindparam("customer")
)

ADD_CHANGE = insert(DealChange).returning(DealChange.id)
_CHANGE = select(
    DealChange.id,
    DealChange.deal_id,
    DealChange.actor_id,
    DealChange.deed,
    DealChange.before,
    DealChange.after,
    DealChange.undoes_id,
).where(_CHANGED_HERE)
CHANGE = _CHANGE.where(DealChange.id == bindparam("change"))
CHANGE_OF_REQUEST = _CHANGE.where(DealChange.request_key == bindparam("request"))
HISTORY = _CHANGE.where(DealChange.deal_id == bindparam("deal")).order_by(DealChange.id)

_NEWEST_BY = (
    select(DealChange.id)
    .where(_CHANGED_HERE, DealChange.actor_id == bindparam("actor"))
    .order_by(DealChange.id.desc())
    .limit(bindparam("depth", type_=Integer))
    .scalar_subquery()
)
LATEST_CHANGES = (
    select(DealChange.id, DealChange.actor_id, DealChange.undoes_id)
    .where(_CHANGED_HERE, or_(DealChange.id.in_(_NEWEST_BY), DealChange.undoes_id.in_(_NEWEST_BY)))
    .order_by(DealChange.id.desc())
)
