"""A report on its way to the process that prints it, and back: as JSON."""

import json
from datetime import date
from typing import Any

from cattrs import Converter
from cattrs.strategies import configure_tagged_union

from diagnosis.report.document import Block, Cell, ReportDocument, WebLink


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook(WebLink, lambda link: [link.text, link.url])
    converter.register_structure_hook(Cell, _cell)
    converter.register_structure_hook(WebLink, lambda link, _: WebLink(*link))
    configure_tagged_union(Block, converter)
    return converter


def _cell(cell: Any, _: object) -> Cell:
    return WebLink(*cell) if isinstance(cell, list) else cell


_CONVERTER = _converter()


def written(document: ReportDocument) -> bytes:
    """Return a document as bytes that `read` reads."""
    return json.dumps(_CONVERTER.unstructure(document), ensure_ascii=False).encode()


def read(content: bytes) -> ReportDocument:
    """Return the document that `written` wrote."""
    return _CONVERTER.structure(json.loads(content), ReportDocument)
