"""The firms that were deleted: their ids alone, so that no backup brings one back."""

from sqlalchemy import Column, String, Table

from diagnosis.storage.tables import Moment, metadata

deleted_firm = Table(
    "deleted_firm",
    metadata,
    *(
        Column("owner_id", String(64), primary_key=True),
        Column("id", String(36), primary_key=True),
        Column("deleted_at", Moment, nullable=False),
    ),
)
"""An owner enters firms of its own alone: whoever else names an id deletes nothing by it."""
