"""The audit: who did what to which row."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import must, texts


class AuditEntrySchema(Schema):
    """What was done, to what, by whom; ids and names of fields, no values. 一条审计记录。"""

    number = must(fields.Integer, "Number of the entry; there is no gap (序号).", minimum=1)
    organisation = must(fields.String, "Id of the organisation that acted (操作机构).")
    role = must(fields.String, "In which role it acted (角色).", enum=closed_sets.ACTING_ROLES)
    key_id = shared.perhaps_an_id(
        "Id of the key that it used; null: a command, or somebody with a token."
    )
    operation = must(
        fields.String, "Id of the operation of this document, or `command-line` (操作)."
    )
    kind = must(fields.String, "What was done (动作).", enum=closed_sets.AUDIT_KINDS)
    about = must(
        fields.String, "Id of the organisation whose firm or key it was done to (涉及机构)."
    )
    subject_id = must(fields.String, "Id of what it was done to, as `kind` says (对象).")
    enterprise_id = shared.perhaps_an_id("Id of the enterprise it is of; null: of none.")
    changed_fields = texts(
        "Names of the fields that were changed; none where a row was made, read or removed as a "
        "whole (字段名).",
    )
    noted_at = shared.made_at("When it was done, ISO 8601 in UTC.")
    outcome = must(fields.String, "How it ended (结果).", enum=closed_sets.AUDIT_OUTCOMES)
    link = must(
        fields.String,
        "SHA-256 over the link of the entry before and this entry (链值), hexadecimal.",
        pattern="^[0-9a-f]{64}$",
    )
