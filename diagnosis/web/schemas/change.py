"""The feed of changes."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import listed, must


class ChangeSchema(Schema):
    """A change: what happened to what, when and by whom. 一条变更。"""

    number = must(
        fields.Integer, "Number of the change; rises in the order of commits.", minimum=1
    )
    kind = must(fields.String, "What happened (变更类型).", enum=closed_sets.CHANGES)
    id = shared.an_id("Id of the thing that changed, as `kind` says (变更的对象).")
    enterprise_id = shared.perhaps_an_id("Id of the enterprise it is of; null: of none.")
    actor = must(
        fields.String,
        "Who did it: the actor of the key; of a firm that is gone, the organisation (操作者).",
    )
    changed_at = shared.made_at("When it happened, ISO 8601 in UTC.")


class ChangesSchema(Schema):
    """Changes in their order, oldest first. 变更列表。"""

    items = listed(ChangeSchema, "The changes after the number that was sent, at most `limit`.")
    after = must(
        fields.Integer,
        "Number of the last change here; send it as `after` to read on.",
        minimum=0,
    )
    more = must(fields.Boolean, "Whether there were more at this moment.")
