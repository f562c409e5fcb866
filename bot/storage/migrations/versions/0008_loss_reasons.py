"""A workspace's own loss reasons, the words that customers are found by, and the events that were heard.

Revision ID: 0008
Revises: 0007
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_AT_ONCE = 5_000


def _belongs_to(table: str, column: str, owner: str, *, goes_with_it: bool = True) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{owner}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE" if goes_with_it else None
    )


def upgrade() -> None:
    op.create_table(
        "loss_reason_lists",
        sa.Column("id", _ID, nullable=False),
        sa.Column("workspace_id", _ID, nullable=False),
        sa.Column("actor_id", _ID, nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        _belongs_to("loss_reason_lists", "workspace_id", "workspaces"),
        _belongs_to("loss_reason_lists", "actor_id", "members", goes_with_it=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loss_reason_lists")),
    )
    op.create_index("ix_loss_reason_lists_newest", "loss_reason_lists", ["workspace_id", "id"])
    op.create_table(
        "heard_events",
        sa.Column("workspace_id", _ID, autoincrement=False, nullable=False),
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("claimed_at", _MOMENT, nullable=False),
        sa.Column("answered_at", _MOMENT, nullable=True),
        _belongs_to("heard_events", "workspace_id", "workspaces"),
        sa.PrimaryKeyConstraint("workspace_id", "event_id", name=op.f("pk_heard_events")),
    )
    op.create_index("ix_heard_events_claimed", "heard_events", ["workspace_id", "claimed_at"])
    words = op.create_table(
        "customer_words",
        sa.Column("workspace_id", _ID, autoincrement=False, nullable=False),
        sa.Column("word", _WORD, nullable=False),
        sa.Column("customer_id", _ID, autoincrement=False, nullable=False),
        _belongs_to("customer_words", "workspace_id", "workspaces"),
        _belongs_to("customer_words", "customer_id", "customers"),
        sa.PrimaryKeyConstraint("workspace_id", "word", "customer_id", name=op.f("pk_customer_words")),
    )
    _note_known(words)


def _note_known(words: sa.Table) -> None:
    """The words of the customers that there are already."""
    connection = op.get_bind()
    customers = sa.table("customers", sa.column("id"), sa.column("workspace_id"), sa.column("name"))
    last = 0
    while True:
        query = sa.select(customers).where(customers.c.id > last).order_by(customers.c.id).limit(_AT_ONCE)
        found = connection.execute(query).all()
        if not found:
            return
        rows = [
            {"workspace_id": row.workspace_id, "word": word, "customer_id": row.id}
            for row in found
            for word in _words_of(row.name)
        ]
        if rows:
            connection.execute(sa.insert(words), rows)
        last = found[-1].id


# As `bot.storage.customers.words_of` was when this was written: a revision does not change with the program.


def _words_of(name: str) -> set[str]:
    starts = [0, *(match.start() for match in re.finditer(r"(?<![^\W_])[^\W_]", name))]
    return {word for start in starts[:12] if (word := _key(name[start:]))}


def _key(text: str) -> str:
    joined = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    plain = "".join(c for c in unicodedata.normalize("NFD", joined) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", plain)[:40]


def downgrade() -> None:
    op.drop_table("customer_words")
    op.drop_table("heard_events")
    op.drop_table("loss_reason_lists")
