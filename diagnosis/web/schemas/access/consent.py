"""Consents: their texts, what a firm states, how it stands."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import listed, maybe, must, sometimes


class ConsentTextSchema(Schema):
    """A version of what a firm agrees to. 同意书的一个版本。"""

    version = must(
        fields.Integer, "Number of the version of the text, from 1 (文本版本).", minimum=1
    )
    since = must(fields.String, "Since which day it is shown (起用日期).", format="date")
    asks_again = must(
        fields.Boolean,
        "Whether who agreed to an earlier version has to be asked again; true of the first.",
    )
    text = must(fields.String, "What the firm agrees to, in plain words (同意的内容).")


class ConsentTermsSchema(ConsentTextSchema):
    """What a firm agrees to for one use: the present text, and those before it. 同意书。"""

    id = must(fields.String, "The use (用途).", enum=closed_sets.CONSENT_USES)
    name = must(fields.String, "Name of the use (用途名称).")
    counts_from = must(
        fields.Integer, "Number of the earliest version that consent still counts for.", minimum=1
    )
    earlier = listed(ConsentTextSchema, "Earlier versions, oldest first; empty where none is.")


class ConsentRequestSchema(Schema):
    """What a firm states on a use of its rows. 同意或撤回。"""

    use = must(fields.String, "The use (用途).", enum=closed_sets.CONSENT_USES)
    consent = must(
        fields.String, "That it agrees, or withdraws (同意或撤回).",
        enum=closed_sets.CONSENT_STATUSES,
    )  # fmt: skip
    text_version = sometimes(
        fields.Integer,
        "Number of the version of the text that it agrees to, the present one; left out where it "
        "withdraws.",
        minimum=1,
    )


class ConsentSchema(Schema):
    """What a firm stated on a use of its rows; it never changes. 一条同意记录。"""

    id = shared.an_id("Id of the statement (记录编号).")
    enterprise_id = shared.enterprise_id()
    use = must(fields.String, "The use (用途).", enum=closed_sets.CONSENT_USES)
    consent = must(
        fields.String, "That it agreed, or withdrew (同意或撤回).",
        enum=closed_sets.CONSENT_STATUSES,
    )  # fmt: skip
    text_version = maybe(
        fields.Integer,
        "Number of the version of the text that it agreed to, or withdrew from; null: it "
        "withdrew from none.",
        minimum=1,
    )
    stated_at = shared.made_at("When it stated so, ISO 8601 in UTC.")
    actor = must(fields.String, "Who stated it: the actor of the key (操作者).")


class UseStandingSchema(Schema):
    """How a firm stands to a use of its rows. 某项用途的同意情况。"""

    use = must(fields.String, "The use (用途).", enum=closed_sets.CONSENT_USES)
    name = must(fields.String, "Name of the use (用途名称).")
    counts = must(
        fields.Boolean, "Whether rows of the firm may be used for it now (现在是否有效)."
    )
    current_version = must(
        fields.Integer, "Number of the version of the present text, to agree to.", minimum=1
    )
    consent = maybe(
        fields.String, "The last that it stated; null: nothing, which is no consent.",
        enum=closed_sets.CONSENT_STATUSES,
    )  # fmt: skip
    text_version = maybe(
        fields.Integer, "Number of the version that this was about; null: of none.", minimum=1
    )
    stated_at = maybe(fields.DateTime, "When it stated so, ISO 8601 in UTC; null: never.")
    actor = maybe(fields.String, "Who stated it (操作者); null: nobody.")


class UseStandingsSchema(Schema):
    """How a firm stands to each use of its rows. 各项用途的同意情况。"""

    items = listed(UseStandingSchema, "Each use, in the order of the texts.")
