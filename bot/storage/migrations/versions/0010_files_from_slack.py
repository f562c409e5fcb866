"""Files that people bring by Slack, and how far each has come.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def _belongs_to(column: str, owner: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{owner}.id"], name=op.f(f"fk_file_imports_{column}"), ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "file_imports",
        sa.Column("id", _ID, nullable=False),
        sa.Column("workspace_id", _ID, nullable=False),
        sa.Column("member_id", _ID, nullable=False),
        sa.Column("origin", sa.String(length=120), nullable=False),
        sa.Column("slack_file_id", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("message_ts", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("import_id", _ID, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", _MOMENT, nullable=True),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        _belongs_to("workspace_id", "workspaces"),
        _belongs_to("member_id", "members"),
        _belongs_to("import_id", "imports"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_imports")),
        sa.UniqueConstraint("workspace_id", "origin", name=op.f("uq_file_imports_workspace_id_origin")),
    )
    op.create_index("ix_file_imports_due", "file_imports", ["state", "due_at"])
    op.create_index(op.f("ix_file_imports_import_id"), "file_imports", ["import_id"])


def downgrade() -> None:
    op.drop_table("file_imports")
