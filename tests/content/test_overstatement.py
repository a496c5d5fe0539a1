"""The gate of the assumed overstatement, and what content without it is like."""

import pytest

from diagnosis.content.build.overstatement import build_overstatement
from diagnosis.content.documents.yaml_file import parse_yaml
from diagnosis.content.gates.sense.overstatement import OVERSTATEMENT, check_overstatement
from diagnosis.content.gates.shape import check_shape
from diagnosis.domain.overstatement import Overstatement
from diagnosis.services.ports.content import Content

MARKS = b"marks: {m: {basis: estimated, checked: not-applicable, sources: [src-ours]}}\nmark: m\n"


@pytest.mark.parametrize(
    ("steps", "shape", "sense"),
    [
        ("{value: 0.25, low: 0, high: 0.6}", 0, 0),
        ("{value: 0.7, low: 0, high: 0.6}", 0, 1),
        ("{value: 0.1, low: 0.2, high: 0.6}", 0, 1),
        ("{value: 0.25, low: 0}", 1, None),
        ("{value: 0.25, low: -1, high: 6}", 2, 0),
    ],
)
def test_value_lies_inside_a_range_of_ladder_steps(
    steps: str, shape: int, sense: int | None
) -> None:
    document, faults = parse_yaml(OVERSTATEMENT, MARKS + f"overstatement: {steps}\n".encode())

    assert document is not None and not faults
    assert len(list(check_shape(document))) == shape
    if sense is not None:
        assert len(list(check_overstatement({OVERSTATEMENT: document}))) == sense


def test_content_assumes_what_its_file_says(content: Content) -> None:
    assert content.deflated is not None
    assert content.deflated.assumed == Overstatement(value=0.25, low=0.0, high=0.6)
    assert build_overstatement(None) is None
