"""Files to answers."""

from marshmallow import Schema, fields

from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas import shared_fields as shared
from diagnosis.web.schemas.shapes import must


class EvidenceFileSchema(Schema):
    """A file to an answer, as it is kept. 佐证文件。"""

    id = shared.an_id("Id of the file (佐证文件编号).")
    assessment_id = shared.assessment_id()
    item = shared.item()
    kind = must(fields.String, "What it is kept as (文件类型).", enum=closed_sets.FILE_KINDS)
    bytes = must(fields.Integer, "How many bytes are kept (字节数).", minimum=1)
    sha256 = must(
        fields.String, "SHA-256 of the bytes that are kept (校验值).", pattern="^[0-9a-f]{64}$"
    )
    added_at = shared.made_at("When it was added, ISO 8601 in UTC.")
    added_by = must(fields.String, "Who added it: the actor of the key, or holder (上传人).")
    visit_id = shared.perhaps_an_id(
        "Id of the visit at which a consultant added it (走访编号); null: the firm did."
    )
