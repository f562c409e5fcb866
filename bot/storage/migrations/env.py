"""Alembic's entry: runs the revisions on the connection that `bot.storage.schema` hands over."""

from typing import Any, Literal

from alembic import context

from bot.storage.models import Base, Moment

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("Run `sales-coach migrate`, which knows the database; not alembic itself.")


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """A revision names no type of ours: it must still run when that type has changed."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


context.configure(
    connection=connection, target_metadata=Base.metadata, render_as_batch=True, render_item=_render, compare_type=True
)
context.run_migrations()
