"""What is shared in channels, who takes part in boards, and the figures that weekly messages are made of.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def _belongs_to(table: str, column: str, owner: str, *, goes_with_it: bool = True) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{owner}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE" if goes_with_it else None
    )


def upgrade() -> None:
    op.create_table(
        "channel_settings",
        sa.Column("workspace_id", _ID, autoincrement=False, nullable=False),
        sa.Column("wins_channel", sa.String(length=32), nullable=True),
        sa.Column("wins_from", sa.BigInteger(), nullable=False),
        sa.Column("wins_currency", sa.String(length=3), nullable=False),
        sa.Column("wins_an_hour", sa.Integer(), nullable=False),
        sa.Column("wins_name_customer", sa.Boolean(), nullable=False),
        sa.Column("boards_channel", sa.String(length=32), nullable=True),
        sa.Column("improved_board", sa.Boolean(), nullable=False),
        sa.Column("goal_board", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("seen_change_id", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", _ID, nullable=True),
        sa.Column("changed_at", _MOMENT, nullable=False),
        _belongs_to("channel_settings", "workspace_id", "workspaces"),
        _belongs_to("channel_settings", "changed_by", "members", goes_with_it=False),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_channel_settings")),
    )
    op.create_table(
        "channel_setting_changes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("workspace_id", _ID, nullable=False),
        sa.Column("actor_id", _ID, nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        _belongs_to("channel_setting_changes", "workspace_id", "workspaces"),
        _belongs_to("channel_setting_changes", "actor_id", "members", goes_with_it=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_setting_changes")),
    )
    op.create_index(op.f("ix_channel_setting_changes_workspace_id"), "channel_setting_changes", ["workspace_id"])
    op.create_table(
        "shared_wins",
        sa.Column("deal_id", _ID, autoincrement=False, nullable=False),
        sa.Column("workspace_id", _ID, nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("amend", sa.Boolean(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("planned_at", _MOMENT, nullable=False),
        _belongs_to("shared_wins", "deal_id", "deals"),
        _belongs_to("shared_wins", "workspace_id", "workspaces"),
        sa.PrimaryKeyConstraint("deal_id", name=op.f("pk_shared_wins")),
    )
    op.create_index("ix_shared_wins_delivery", "shared_wins", ["workspace_id", "channel", "kind", "period"])
    op.create_table(
        "board_choices",
        sa.Column("member_id", _ID, autoincrement=False, nullable=False),
        sa.Column("workspace_id", _ID, nullable=False),
        sa.Column("takes_part", sa.Boolean(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        _belongs_to("board_choices", "member_id", "members"),
        _belongs_to("board_choices", "workspace_id", "workspaces"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_board_choices")),
    )
    op.create_index(op.f("ix_board_choices_workspace_id"), "board_choices", ["workspace_id"])
    op.create_table(
        "weekly_batches",
        sa.Column("id", _ID, nullable=False),
        sa.Column("workspace_id", _ID, nullable=False),
        sa.Column("sunday", sa.Date(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("digest", sa.JSON(), nullable=False),
        _belongs_to("weekly_batches", "workspace_id", "workspaces"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weekly_batches")),
    )
    op.create_index("ix_weekly_batches_sunday", "weekly_batches", ["workspace_id", "sunday", "made_at"])
    op.create_table(
        "weekly_figures",
        sa.Column("batch_id", _ID, autoincrement=False, nullable=False),
        sa.Column("member_id", _ID, autoincrement=False, nullable=False),
        sa.Column("letter", sa.JSON(), nullable=False),
        _belongs_to("weekly_figures", "batch_id", "weekly_batches"),
        _belongs_to("weekly_figures", "member_id", "members"),
        sa.PrimaryKeyConstraint("batch_id", "member_id", name=op.f("pk_weekly_figures")),
    )


def downgrade() -> None:
    op.drop_table("weekly_figures")
    op.drop_table("weekly_batches")
    op.drop_table("board_choices")
    op.drop_table("shared_wins")
    op.drop_table("channel_setting_changes")
    op.drop_table("channel_settings")
