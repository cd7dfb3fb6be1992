"""Run by alembic. The connection is handed in by db/schema.py; there is no other way to migrate."""

from typing import Any, Literal

from alembic import context

from db import tables
from db.database import UtcDateTime


def plain_type(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Migrations stand on SQLAlchemy's own types alone: ours may change under them."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=plain_type,
)
with context.begin_transaction():
    context.run_migrations()
