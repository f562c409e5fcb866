"""Figures of teams and benchmarks of reps, kept; and an index that finds one rep's deals since a day.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "team_figures",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("yardstick", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_change_id", sa.BigInteger(), nullable=False),
        sa.Column("deals", sa.Integer(), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("team", sa.JSON(), nullable=True),
        sa.Column("card", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_team_figures_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_figures")),
        sa.UniqueConstraint(
            "workspace_id", "starts_on", "ends_on", name=op.f("uq_team_figures_workspace_id_starts_on_ends_on")
        ),
    )
    op.create_table(
        "benchmarks",
        sa.Column("team_figures_id", ID, nullable=False),
        sa.Column("rep_id", ID, nullable=False),
        sa.Column("workspace_id", ID, nullable=False),
        sa.Column("yardstick", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_figures_id"], ["team_figures.id"], name=op.f("fk_benchmarks_team_figures_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["rep_id"], ["members.id"], name=op.f("fk_benchmarks_rep_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_benchmarks_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("team_figures_id", "rep_id", name=op.f("pk_benchmarks")),
    )
    # Two indexes that only the reading of whole workspaces used give way to one that also finds one rep's deals.
    op.create_index("ix_deals_rep_closed", "deals", ["workspace_id", "rep_id", "closed_on", "opened_on"])
    op.drop_index("ix_deals_opened", table_name="deals")
    op.drop_index("ix_deals_closed", table_name="deals")


def downgrade() -> None:
    op.create_index("ix_deals_closed", "deals", ["workspace_id", "closed_on"])
    op.create_index("ix_deals_opened", "deals", ["workspace_id", "opened_on"])
    op.drop_index("ix_deals_rep_closed", table_name="deals")
    op.drop_table("benchmarks")
    op.drop_table("team_figures")
