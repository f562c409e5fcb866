"""Goals, how call-offs are counted, and the history of a workspace's settings.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # Added in place, not by a batch that makes the table anew: on SQLite that would drop the old one, and every row of
    # every other table that belongs to a workspace would go with it.
    op.add_column(
        "workspaces", sa.Column("call_off_unit", sa.String(length=10), server_default="month", nullable=False)
    )
    op.create_table(
        "settings_changes",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["members.id"], name=op.f("fk_settings_changes_actor_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_settings_changes_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settings_changes")),
    )
    op.create_index(op.f("ix_settings_changes_workspace_id"), "settings_changes", ["workspace_id"])
    op.create_table(
        "goals",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("rep_id", ID, nullable=True),
        sa.Column("pillar", sa.String(length=20), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("set_by", ID, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", ID, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ended_by"], ["members.id"], name=op.f("fk_goals_ended_by")),
        sa.ForeignKeyConstraint(["rep_id"], ["members.id"], name=op.f("fk_goals_rep_id")),
        sa.ForeignKeyConstraint(["set_by"], ["members.id"], name=op.f("fk_goals_set_by")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_goals_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
    )
    for name, columns, condition in (
        ("uq_goals_rep", ["workspace_id", "rep_id", "pillar"], "ended_at IS NULL AND rep_id IS NOT NULL"),
        ("uq_goals_team", ["workspace_id", "pillar"], "ended_at IS NULL AND rep_id IS NULL"),
    ):
        op.create_index(
            name,
            "goals",
            columns,
            unique=True,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )


def downgrade() -> None:
    op.drop_table("goals")
    op.drop_table("settings_changes")
    op.drop_column("workspaces", "call_off_unit")
