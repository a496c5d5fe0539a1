"""A document comes to the process that prints it as it was sent."""

from datetime import date

import pytest
from cattrs.errors import ClassValidationError
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.domain.text import Language
from diagnosis.report.document import (
    Block,
    Chapter,
    Figure,
    Framed,
    Heading,
    Manner,
    Passage,
    Points,
    ReportDocument,
    ReportTable,
    WebLink,
)
from diagnosis.report.wire import read, written
from tests.report.documents import a_document

TEXT = st.text(max_size=12)
LINKS = st.builds(WebLink, TEXT, TEXT)
CELLS = st.one_of(
    TEXT, LINKS, st.none(), st.integers(-9, 9), st.floats(allow_nan=False, allow_infinity=False)
)


def tuples(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(values, max_size=3).map(tuple)


BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Passage, TEXT, st.sampled_from(Manner)),
    st.builds(Heading, TEXT),
    st.builds(Points, tuples(TEXT), st.booleans()),
    st.builds(ReportTable, TEXT, tuples(TEXT), tuples(tuples(CELLS)), tuples(st.integers(1, 9))),
    st.builds(Figure, TEXT, TEXT),
    st.builds(Framed, TEXT, tuples(st.tuples(TEXT, TEXT)), tuples(TEXT), tuples(LINKS)),
)
DOCUMENTS = st.builds(
    ReportDocument,
    language=st.sampled_from(Language),
    title=TEXT,
    subtitle=TEXT,
    firm=st.none() | TEXT,
    day=st.dates(date(2020, 1, 1)),
    chapters=tuples(st.builds(Chapter, TEXT, TEXT, tuples(BLOCKS))),
    pins=tuples(TEXT),
    code=st.none() | TEXT,
    is_brief=st.booleans(),
)


@given(DOCUMENTS)
def test_a_document_comes_back_as_it_was(document: ReportDocument) -> None:
    assert read(written(document)) == document


def test_numbers_stay_whole_or_not() -> None:
    table = ReportTable("", ("a",), ((3,), (3.0,), ("3",)))
    back = read(written(a_document(table))).chapters[0].blocks[0]
    assert isinstance(back, ReportTable)
    assert [type(row[0]) for row in back.rows] == [int, float, str]


def test_what_is_no_document_is_refused() -> None:
    content = written(a_document()).replace(b'"title"', b'"titel"', 1)
    with pytest.raises(ClassValidationError):
        read(content)
