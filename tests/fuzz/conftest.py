"""The published document and a stock of ids that no service has to hold."""

import json

import pytest

from tests.fuzz.published import Published
from tests.fuzz.stock import Stock
from tests.journeys.server import ROOT


@pytest.fixture(scope="session")
def published() -> Published:
    """Return the committed document."""
    return Published(json.loads((ROOT / "api_spec" / "openapi.json").read_bytes()))


@pytest.fixture(scope="session")
def stock(published: Published) -> Stock:
    """Return a stock without a service."""
    changing = (
        *("assessment", "chain", "diagnosis", "enterprise", "evidence", "grant", "key", "link"),
        *("park", "report", "result_link", "roadmap", "visit"),
    )
    ids = {
        f"{kind}_id": f"00000000-0000-4000-8000-{number:012}"
        for number, kind in enumerate(changing)
    }
    content = {
        "case": "case-x",
        "file_format": "pdf",
        "form": "full",
        "instrument": "sup-x",
        "measure": "mea-x",
        "model": "model-x",
        "package": "pkg-mes",
        "project": "prj-agv",
        "scale": "scl-x",
        "standard": "gbt-39116-2020",
        "trade": "trade-lamps",
    }
    return Stock(
        ids=ids | content | {"nameless": ids["assessment_id"]},
        submitted="00000000-0000-4000-8000-000000000100",
        planned_project="prj-agv",
        other_roadmap="00000000-0000-4000-8000-000000000101",
        lines={
            "key": {"Authorization": "Bearer dk_x"},
            "code": {"Resume-Code": "code-x"},
            "link": {"Section-Link": "sl_x"},
            "resultLink": {"Result-Link": "dr_x"},
        },
        field_names=published.field_names(),
        parameter_names=published.parameter_names(),
    )
