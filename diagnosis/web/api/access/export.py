"""`/v1/enterprises/{id}/export`: all that is kept of a firm, as one archive."""

from uuid import UUID

from flask import Response

from diagnosis.present.access.export import archive_files, manifest_of
from diagnosis.services.export import export_firm
from diagnosis.web.exchange import caller, container, content
from diagnosis.web.languages import mark_language, wanted_language
from diagnosis.web.openapi.operation import Resource, documented

ZIP = "application/zip"
resource = Resource(
    "export",
    __name__,
    url_prefix="/v1/enterprises",
    description="All that is kept of a firm, for the firm. 导出本企业全部数据。",
)


@resource.view("/<uuid:enterprise_id>/export")
@documented(200, {"type": "string", "format": "binary"}, refuses=(404,), content_type=ZIP)
def export_enterprise(enterprise_id: UUID) -> Response:
    """Get all that is kept of a firm as one archive. 导出全部数据（ZIP）。

    The firm alone gets it: `answers.csv` with every question and answer in words, Chinese and
    English; every row as JSON by table; a text to read first in both, which names each kind; and
    `manifest.json` with the SHA-256 of each file. It is made while it is sent; one that breaks off
    does not open. That it was asked for is in the audit.
    """
    running = container()
    export = export_firm(running.store, caller(), str(enterprise_id))
    files = archive_files(export, content().bank)
    response = Response(running.stream_archive(files, manifest_of(export)), content_type=ZIP)
    name = f"enterprise-{enterprise_id}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return mark_language(response, wanted_language())
