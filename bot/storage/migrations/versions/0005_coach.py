"""Commitments with their history and check-ins, and rules that a rep does not want to hear of.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RUNNING = sa.text("state = 'running'")


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "commitments",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("pillar", sa.String(length=20), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("baseline", sa.JSON(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("verdict", sa.JSON(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("completion", sa.Float(), nullable=True),
        _key("commitments", "workspace_id", "workspaces"),
        _key("commitments", "member_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
    )
    op.create_index("ix_commitments_member", "commitments", ["workspace_id", "member_id", "id"])
    op.create_index(
        "uq_commitments_running",
        "commitments",
        ["workspace_id", "member_id", "rule"],
        unique=True,
        sqlite_where=RUNNING,
        postgresql_where=RUNNING,
    )
    op.create_table(
        "commitment_changes",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("commitment_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deed", sa.String(length=20), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        _key("commitment_changes", "workspace_id", "workspaces"),
        _key("commitment_changes", "commitment_id", "commitments"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_changes")),
    )
    op.create_index(op.f("ix_commitment_changes_commitment_id"), "commitment_changes", ["commitment_id"])
    op.create_table(
        "check_ins",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("commitment_id", ID, nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("check_ins", "workspace_id", "workspaces"),
        _key("check_ins", "commitment_id", "commitments"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
    )
    op.create_index(op.f("ix_check_ins_commitment_id"), "check_ins", ["commitment_id"])
    op.create_table(
        "rule_silences",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("member_id", ID, nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _key("rule_silences", "workspace_id", "workspaces"),
        _key("rule_silences", "member_id", "members"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_silences")),
    )
    op.create_index("ix_rule_silences_member", "rule_silences", ["workspace_id", "member_id", "id"])


def downgrade() -> None:
    op.drop_table("rule_silences")
    op.drop_table("check_ins")
    op.drop_table("commitment_changes")
    op.drop_table("commitments")
