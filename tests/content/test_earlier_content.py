"""Content of earlier days lacks what came later; it is built all the same, for what was kept."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from diagnosis.content.build.content import build_content
from diagnosis.content.documents.content_files import content_files
from diagnosis.content.documents.shared_marks import with_shared_marks
from diagnosis.content.documents.yaml_file import read_yaml
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose
from diagnosis.services.scoring.next_steps import NextSteps
from tests.builders import an_example

Documents = dict[str, Any]


@pytest.fixture(scope="module")
def documents(content_dir: Path) -> Documents:
    read = (read_yaml(content_dir, path)[0] for path in content_files(content_dir))
    return {document.path: document.value for document in read if document is not None}


@pytest.fixture
def earlier(documents: Documents) -> Documents:
    """A copy of all documents to take things away from."""
    return deepcopy(documents)


def build(documents: Documents) -> Content:
    return build_content(with_shared_marks(documents), "earlier")


def test_measures_each_of_a_part_are_read(earlier: Documents) -> None:
    unknown = earlier["knowledge/measures.yaml"]["measures"][12]
    assert "part" not in unknown
    unknown["part"] = 4
    part = build(earlier).measures["measure-13"].part
    assert part is not None and part.number == 4


def test_content_without_mapped_scales_has_none(earlier: Documents) -> None:
    named = [path for path in earlier if path.startswith("knowledge/scales/")]
    assert named
    for path in named:
        del earlier[path]
    assert build(earlier).scales == {}


def test_content_without_trades_has_no_next_steps(earlier: Documents) -> None:
    named = [
        path for path in earlier if path.startswith(("knowledge/trades/", "knowledge/packages/"))
    ]
    assert named
    for path in named:
        del earlier[path]
    content = build(earlier)
    diagnosis = diagnose(content, read(content, an_example("dongguan-mould-shop")))
    assert diagnosis.next_steps == NextSteps()
    assert diagnosis.gaps


def test_instruments_and_cases_that_named_projects_are_still_built(earlier: Documents) -> None:
    """Results are pinned to such content; its projects and their adoption prior are left alone."""
    earlier["knowledge/projects/prj-vision.yaml"] = {"id": "prj-vision", "stage": "ai"}
    earlier["knowledge/adoption.yaml"] = {"overall": {"implemented_pct": 47}}
    support = earlier["knowledge/support/ins-sz-app-demo.yaml"]
    support["pays_for"] = {"stages": ["ai"], "projects": ["prj-vision"]}
    support["eligible"] = {"all": [{"project_stage_in": ["ai"]}, {"project_in": ["prj-vision"]}]}
    case = earlier["knowledge/cases/case-weichai.yaml"]
    case["projects"] = case.pop("packages")
    content = build(earlier)
    assert content.instruments["ins-sz-app-demo"].paid.is_nothing
    assert content.cases["case-weichai"].packages == ()
    assert content.earlier["prj-vision"].package in content.packages
