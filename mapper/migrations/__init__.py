"""The store's schema, version by version; `upgrade` brings a store to the newest."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from mapper.db import connect_to_write, lock_store

HERE = Path(__file__).parent


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    return config


def upgrade(engine: sa.Engine) -> None:
    """Brings the store to the newest version; does nothing where it is there already."""
    if is_current(engine):
        return
    config = _config()
    # Whoever comes second waits, and then finds nothing left to do.
    with connect_to_write(engine) as connection:
        lock_store(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(engine: sa.Engine) -> bool:
    """Whether the store has the newest version."""
    with engine.connect() as connection:
        at = MigrationContext.configure(connection).get_current_revision()
    return at == ScriptDirectory.from_config(_config()).get_current_head()
