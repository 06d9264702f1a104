"""What all tables share: names of constraints, a UTC type, checked text, one collation, an owner."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Text that sorts by code point everywhere, as SQLite does."""

JSON = sa.JSON()


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """Moments in UTC, always aware: SQLite forgets the zone, so it is put back when read."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The moment in UTC; a naive one is refused, for it could mean any zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A moment without a time zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The moment, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def checked(choices: type[StrEnum], name: str) -> sa.Enum:
    """Text that a constraint called `name` holds to the values of `choices`."""
    return sa.Enum(
        choices,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [m.value for m in members],
    )


def text_field(*, default: Any = ..., **options: Any) -> Any:
    """A text column that may not be null (unless its default is None)."""
    return Field(default=default, sa_type=TEXT, nullable=default is None, **options)


def json_field(*, nullable: bool = False) -> Any:
    """A JSON column."""
    return Field(default=None if nullable else ..., sa_type=JSON, nullable=nullable)


def moment_field(*, nullable: bool = False) -> Any:
    """A UTC moment."""
    return Field(default=None if nullable else ..., sa_type=UtcDateTime, nullable=nullable)


def reference(target: str, *, nullable: bool = False, index: bool = True) -> Any:
    """A foreign key to `table.column`, indexed, never cascading."""
    return Field(default=None if nullable else ..., foreign_key=target, index=index, nullable=nullable)


def person_reference(*, nullable: bool = False) -> Any:
    """A foreign key to the person who did it, as wide as their opaque id."""
    return Field(
        default=None if nullable else ...,
        foreign_key="person.id",
        index=True,
        nullable=nullable,
        max_length=32,
    )


class Owned(SQLModel):
    """A row that belongs to one institution and is seen by its people alone."""

    institution_id: int = Field(foreign_key="institution.id", index=True)
