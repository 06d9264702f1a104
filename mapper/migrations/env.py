"""Run by Alembic: one connection, batch mode, one transaction."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

import mapper.models  # noqa: F401  registers the tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
if connection.in_transaction():
    connection.commit()
