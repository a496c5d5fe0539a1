"""The lists are measured page by page, on databases that the service itself has filled."""

from itertools import count
from pathlib import Path

import pytest

from benchmarks.firms import RARE
from benchmarks.speed.growth import stored_growth
from benchmarks.speed.kept_bytes import kept_bytes
from benchmarks.speed.lists import PAGES_KEPT, Lists, measure_lists
from benchmarks.speed.register import container_of, fill

FEW, MANY = 40, 80


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("registers")
    paths = [folder / f"{rows}.db" for rows in (FEW, MANY)]
    for path, rows in zip(paths, (FEW, MANY), strict=True):
        fill(container_of(f"sqlite:///{path}"), rows)
    return paths


def test_every_declared_filter_is_measured(registers: list[Path]) -> None:
    few, many = (Lists(container_of(f"sqlite:///{path}")) for path in registers)
    assert len(few.rows("/v1/diagnoses")) == FEW
    ticks = count()
    measured = measure_lists(few, many, turns=1, floor=0.5, clock=lambda: float(next(ticks)))
    assert measured.unknown == ()
    assert len(measured.pages) > PAGES_KEPT
    assert {page.ratio for page in measured.pages} == {1.0}
    assert any("diagnosis" in line for page in measured.pages for line in page.plan)
    rare = [page for page in measured.pages if "size_class, large, first" in page.about]
    assert [page.rows for page in rare] == [RARE, RARE]


def test_what_is_measured_is_undone(registers: list[Path]) -> None:
    before = [kept_bytes(path).diagnoses for path in registers]
    few, many = (container_of(f"sqlite:///{path}") for path in registers)
    growth = stored_growth(few, many, turns=1)
    assert len(growth) == 1
    assert [kept_bytes(path).diagnoses for path in registers] == before == [FEW, MANY]
