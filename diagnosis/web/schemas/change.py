"""The feed of changes."""

from marshmallow import Schema, fields

from diagnosis.services.ports.records import ChangeKind
from diagnosis.web.schemas.shapes import listed, maybe, must


class ChangeSchema(Schema):
    """A change: what happened to what, when and by whom; numbers rise in the order of commits."""

    number = must(fields.Integer)
    kind = must(fields.String, enum=[str(kind) for kind in ChangeKind])
    id = must(fields.UUID, description="The thing that changed. 变更的对象。")
    enterprise_id = maybe(fields.UUID)
    actor = must(fields.String)
    changed_at = must(fields.DateTime)


class ChangesSchema(Schema):
    """Changes in their order; `after` of the next call is the last number that was read."""

    items = listed(ChangeSchema)
    after = must(fields.Integer)
    more = must(fields.Boolean, description="Whether there are more at this moment.")
