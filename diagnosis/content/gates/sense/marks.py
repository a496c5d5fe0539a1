"""Gate 3 for marks: each that is named is declared, each that is declared is named."""

from collections.abc import Iterator, Mapping
from typing import Any

from diagnosis.content.documents.shared_marks import declared_marks, named_marks
from diagnosis.content.documents.walk import SHARED_MARKS
from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.domain.fault import pointer

Plain = Mapping[str, Any]


def check_marks(documents: Mapping[str, Document]) -> Iterator[ContentFault]:
    """Yield every mark that is named but not declared, declared twice, or used by nothing."""
    shared_file = documents.get(SHARED_MARKS)
    shared = declared_marks(shared_file.value) if shared_file else {}
    named_anywhere: set[str] = set()
    for path, document in documents.items():
        if path != SHARED_MARKS:
            yield from _check_file(document, shared)
            named_anywhere.update(name for _, name in named_marks(document.value))
    if shared_file is not None:
        for name in sorted(shared.keys() - named_anywhere):
            message = f"the shared mark {name!r} is used by nothing"
            yield shared_file.fault("sense", pointer("marks", name), message)


def _check_file(document: Document, shared: Plain) -> Iterator[ContentFault]:
    declared = declared_marks(document.value)
    named = set()
    for where, name in named_marks(document.value):
        named.add(name)
        if name not in declared and name not in shared:
            message = f"no mark {name!r} in this file or in {SHARED_MARKS}"
            yield document.fault("sense", where, message)
    for name in sorted(declared):
        where = pointer("marks", name)
        if name in shared:
            message = (
                f"the mark {name!r} stands in {SHARED_MARKS}: take this one away or rename it"
            )
            yield document.fault("sense", where, message)
        elif name not in named:
            yield document.fault("sense", where, f"the mark {name!r} is used by nothing")
