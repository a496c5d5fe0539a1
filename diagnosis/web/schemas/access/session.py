"""Page sessions: opened, shown."""

from marshmallow import Schema, fields

from diagnosis.services.sessions import LONGEST_TYPED_KEY
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas.shapes import maybe, must, texts

KNOWN_BY = ("key", "token", "session")


class SessionRequestSchema(Schema):
    """A key that a person typed. 登录密钥。"""

    key = must(fields.String, "The key (密钥全文).", minLength=1, maxLength=LONGEST_TYPED_KEY)


class WhoAsksSchema(Schema):
    """Who asks, and by what. 当前身份。"""

    organisation = must(fields.String, "The organisation that rows belong to (机构).")
    actor = must(fields.String, "The person or system that acts for it (使用者).")
    role = must(fields.String, "Its role (角色).", enum=closed_sets.ACCESS_ROLES)
    scopes = texts("What it may (权限).", enum=closed_sets.KEY_SCOPES)
    known_by = must(
        fields.String, "What the request says who asks by (凭什么识别).", enum=list(KNOWN_BY)
    )
    expires_at = maybe(
        fields.String,
        "Until when the session or key counts, ISO 8601 in UTC; null: a token says it itself "
        "(有效至).",
        format="date-time",
    )
    csrf_token = maybe(
        fields.String,
        "What changes with this session send in the header `X-CSRF-Token`, 64 digits; null: "
        "there is no session (防跨站令牌).",
        pattern="^[0-9a-f]{64}$",
    )
