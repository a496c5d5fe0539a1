"""`openapi`: the document of the service, printed or written."""

import sys
from pathlib import Path

import click


@click.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; stdout if absent.",
)
def openapi(out: Path | None) -> None:
    """Print the OpenAPI document of the service. 接口文档。"""
    from diagnosis.web.app import create_app
    from diagnosis.web.openapi.document import as_text, document

    text = as_text(document(create_app()))
    if out is None:
        sys.stdout.buffer.write(text)
    else:
        out.write_bytes(text)
