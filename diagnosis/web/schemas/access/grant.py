"""Grants: given, listed, held."""

from marshmallow import Schema, fields

from diagnosis.services.grants import LONGEST_PURPOSE, MOST_GRANT_DAYS, USUAL_GRANT_DAYS
from diagnosis.services.keys import ORGANISATION_ID
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import may, maybe, must


class GrantRequestSchema(Schema):
    """Leave to read the rows of a firm. 授权查看。"""

    grantee = must(
        fields.String, "Id of the organisation that may read (被授权机构).",
        pattern=f"^{ORGANISATION_ID}$",
    )  # fmt: skip
    role = must(
        fields.String, "In which role it may (角色): only keys of that role read.",
        enum=closed_sets.GRANTED_ROLES,
    )  # fmt: skip
    purpose = must(
        fields.String, "What for, in the firm's words (用途); the grantee reads them.",
        minLength=1, maxLength=LONGEST_PURPOSE,
    )  # fmt: skip
    ends_at = may(
        fields.DateTime,
        "Until when, ISO 8601 with its offset, or a day: its start in China (截止时间); "
        f"{USUAL_GRANT_DAYS} days on if left out, {MOST_GRANT_DAYS} at most.",
    )


class GrantSchema(Schema):
    """Leave to read the rows of a firm, as it is kept. 授权。"""

    id = shared.an_id("Id of the grant (授权编号).")
    enterprise_id = shared.enterprise_id()
    grantee = must(fields.String, "Id of the organisation that may read (被授权机构).")
    role = must(fields.String, "In which role it may (角色).", enum=closed_sets.GRANTED_ROLES)
    purpose = must(fields.String, "What for, in the firm's words (用途).")
    state = must(
        fields.String, "Whether it opens anything now (状态).", enum=closed_sets.GRANT_STATES
    )
    starts_at = shared.made_at("From when, ISO 8601 in UTC.")
    ends_at = maybe(
        fields.DateTime,
        "Until when, ISO 8601 in UTC; null: until it is revoked.",
    )
    revoked_at = maybe(
        fields.DateTime, "When it was taken back, ISO 8601 in UTC; null: it was not."
    )
    granted_by = must(fields.String, "Who gave it: the actor of the key (授权人).")
