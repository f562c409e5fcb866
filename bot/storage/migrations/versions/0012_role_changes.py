"""Who changed whose role, when, from what and to what.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def _who(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["members.id"], name=op.f(f"fk_role_changes_{column}"))


def upgrade() -> None:
    op.create_table(
        "role_changes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("workspace_id", _ID, nullable=False),
        sa.Column("actor_id", _ID, nullable=True),
        sa.Column("member_id", _ID, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("before", sa.String(length=10), nullable=False),
        sa.Column("after", sa.String(length=10), nullable=False),
        sa.Column("by_slack", sa.Boolean(), nullable=False),
        _who("actor_id"),
        _who("member_id"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_role_changes_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_changes")),
    )
    op.create_index(op.f("ix_role_changes_workspace_id"), "role_changes", ["workspace_id"])


def downgrade() -> None:
    op.drop_table("role_changes")
