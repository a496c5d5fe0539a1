"""`openapi`: the document of the service, printed or written."""

import sys
from pathlib import Path


def write_document(out: Path | None) -> None:
    """Write the OpenAPI document of the service to a file, to stdout where None is passed."""
    from diagnosis.web.app import create_app
    from diagnosis.web.openapi.document import as_text, document

    text = as_text(document(create_app()))
    if out is None:
        sys.stdout.buffer.write(text)
    else:
        out.write_bytes(text)
