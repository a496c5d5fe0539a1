"""API keys: asked for, issued, listed, rotated."""

from marshmallow import Schema, fields

from diagnosis.services.keys import (
    LONGEST_ACTOR,
    LONGEST_NAME_OF_ORGANISATION,
    MOST_DAYS,
    MOST_OVERLAP_HOURS,
    ORGANISATION_ID,
    USUAL_DAYS,
    USUAL_OVERLAP_HOURS,
)
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import may, maybe, must, texts


class KeyRequestSchema(Schema):
    """A key to issue. 要发放的密钥。"""

    organisation = may(
        fields.String, "Whose key it is (机构): that of who asks; an admin names it.",
        pattern=f"^{ORGANISATION_ID}$",
    )  # fmt: skip
    organisation_name = may(
        fields.String, "Name of the organisation, kept where it is new (机构名称).",
        maxLength=LONGEST_NAME_OF_ORGANISATION,
    )  # fmt: skip
    actor = must(
        fields.String, "The person or system that will use it; changes name it (使用者).",
        minLength=1, maxLength=LONGEST_ACTOR,
    )  # fmt: skip
    role = may(
        fields.String, "Its role (角色): that of who asks; an admin names it.",
        enum=closed_sets.ACCESS_ROLES,
    )  # fmt: skip
    scopes = fields.List(
        fields.String(metadata={"enum": closed_sets.KEY_SCOPES}),
        allow_none=True,
        metadata={
            "description": "What it may (权限), never more than who asks; left out or empty: "
            "`read` and `write`, `keys` of an admin.",
            "maxItems": len(closed_sets.KEY_SCOPES),
            "uniqueItems": True,
        },
    )
    days = may(
        fields.Integer, f"How many days it counts (有效天数); {USUAL_DAYS} if left out.",
        minimum=1, maximum=MOST_DAYS,
    )  # fmt: skip


class KeyRotationSchema(Schema):
    """How a key is rotated. 换发密钥。"""

    overlap_hours = may(
        fields.Integer,
        f"How many hours the old key still counts; {USUAL_OVERLAP_HOURS} if left out.",
        minimum=0, maximum=MOST_OVERLAP_HOURS,
    )  # fmt: skip


class ApiKeySchema(Schema):
    """A key, without its secret: that is kept nowhere. 密钥。"""

    id = shared.an_id("Id of the key (密钥编号).")
    prefix = must(fields.String, "How its text begins, to tell it by (密钥前缀).")
    organisation = must(fields.String, "Whose key it is (机构).")
    actor = must(fields.String, "The person or system that uses it (使用者).")
    role = must(fields.String, "Its role (角色).", enum=closed_sets.ACCESS_ROLES)
    scopes = texts("What it may (权限).", enum=closed_sets.KEY_SCOPES)
    state = must(fields.String, "Whether it counts now (状态).", enum=closed_sets.KEY_STATES)
    created_at = shared.made_at("When it was issued, ISO 8601 in UTC.")
    issued_by = must(fields.String, "Who issued it (发放人).")
    expires_at = shared.made_at("Until when it counts, ISO 8601 in UTC.")
    parent_id = maybe(
        fields.String, "Id of the key that it was issued with (上级密钥); null: of none.",
        format="uuid",
    )  # fmt: skip
    last_used_at = maybe(
        fields.String, "When it was last used, exact to an hour, ISO 8601 in UTC; null: never.",
        format="date-time",
    )  # fmt: skip
    revoked_at = maybe(
        fields.String, "When it was revoked, ISO 8601 in UTC; null: it was not.",
        format="date-time",
    )  # fmt: skip


class RevokedKeySchema(ApiKeySchema):
    """A key that was revoked, and how many others with it. 吊销的密钥。"""

    also_revoked = must(
        fields.Integer, "How many keys issued with it were revoked too (一并吊销的把数).",
        minimum=0,
    )  # fmt: skip


class IssuedKeySchema(ApiKeySchema):
    """A key as it is issued, with its text, this time only. 新发的密钥。"""

    key = must(
        fields.String, "The key itself; keep it now, it is never shown again (密钥全文).",
        pattern="^dk_[a-z2-7]{12}_[A-Za-z0-9_-]{43}$",
    )  # fmt: skip
