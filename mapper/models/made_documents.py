"""Documents that took long to make: of each mapping and name the newest, as a file."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from mapper.models.base import TEXT, Owned, moment_field, person_reference, reference, text_field


class MadeDocument(Owned, table=True):
    """A file made from a mapping; `fingerprint` is of everything that it shows.

    `name` is what it is asked for by ("mapping.pdf"), `file_name` what it is saved as. It is no record:
    the next one of its name takes its place.
    """

    __tablename__ = "made_document"
    __table_args__ = (sa.UniqueConstraint("mapping_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    mapping_id: int = reference("mapping.id")
    name: str = Field(sa_type=TEXT)
    fingerprint: str = Field(max_length=64)
    file_name: str = text_field()
    media_type: str = text_field()
    content: bytes = Field(sa_type=sa.LargeBinary)
    made_at: datetime = moment_field()
    made_by: str = person_reference()
