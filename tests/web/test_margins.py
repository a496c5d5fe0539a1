"""What lists say of an estimate: its level, and how much overstatement the claim survives."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from diagnosis.bootstrap import wire
from diagnosis.config.settings import read_settings
from diagnosis.content.versions import Versions
from tests.builders import an_example
from tests.web.service import a_service, an_app

STANDARD = "gbt-39116-2020"


@pytest.fixture(scope="module")
def stored(versions: Versions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Yield a client over the models that are shipped, with two examples stored."""
    folder: Path = tmp_path_factory.mktemp("margins")
    service = a_service(versions, folder, estimator=wire(read_settings({})).estimator)
    client = an_app(service).test_client()
    for name in ("foshan-furniture-maker", "dongguan-mould-shop"):
        assert client.post("/v1/diagnoses", json=an_example(name)).status_code == 201
    yield client
    service.store.engine.dispose()


def test_a_line_has_the_estimate_and_the_margin_beside_the_level(stored: FlaskClient) -> None:
    row = (stored.get("/v1/diagnoses").json or {})["items"][0]
    whole = stored.get(f"/v1/diagnoses/{row['id']}").json or {}
    beside = {
        each["standard"]: (each["level"], each["margin"])
        for each in whole["estimate"]
        if each["level"] is not None
    }
    assert len(beside) == 3
    assert {
        name: (row["estimated_levels"][name], row["margins"][name]) for name in beside
    } == beside
    assert (row["levels"][STANDARD], *beside[STANDARD]) == (1, 0, 0.2)
    assert {*row["levels"]} == {*row["estimated_levels"]} == {*row["margins"]}
    assert row["verified_levels"] == dict.fromkeys(row["levels"])
    assert row["estimated_levels"]["smart-factory-2025"] is None


def test_levels_alone_and_the_summary_have_the_margin_too(stored: FlaskClient) -> None:
    made = (stored.get("/v1/diagnoses").json or {})["items"][0]
    path = "/v1/diagnoses/preview?view=levels"
    preview = stored.post(path, json=an_example("dongguan-mould-shop")).json or {}
    margins = {
        each["standard"]: each["margin"]
        for each in preview["readings"]
        if each["basis"] == "estimated"
    }
    assert made["margins"] == {"smart-factory-2025": None, **margins}
    assert all(each["margin"] is None for each in preview["readings"] if each["basis"] == "self")
    page = stored.get(f"/v1/diagnoses/{made['id']}/summary").text
    line = next(line for line in page.splitlines() if line.startswith("| 智能制造"))
    assert line.endswith("| 0 | 0.2 |")


def test_the_summary_says_what_is_left_of_each_level_in_a_sentence(stored: FlaskClient) -> None:
    made = (stored.get("/v1/diagnoses").json or {})["items"][0]
    for language, heading in (
        ("zh", "到现场估计能核到几级"),
        ("en", "What a visit would likely verify"),
    ):
        options = {"Accept-Language": language}
        path = f"/v1/diagnoses/{made['id']}"
        whole = stored.get(path, headers=options).json or {}
        page = stored.get(f"{path}/summary", headers=options).text
        table, sentences = page.split("\n## ")[2].split("|\n\n- ")
        assert heading in table
        told = [each["in_words"] for each in whole["estimate"] if each["in_words"]]
        assert len(told) == 3 and len(sentences.strip().splitlines()) == 3
        for sentence in told:
            assert sentence in sentences
    assert "on site" not in table


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (f"standard={STANDARD}&margin_below=0.25", 1),
        (f"standard={STANDARD}&margin_below=0.2", 0),
        (f"standard={STANDARD}&margin_below=5&latest=true", 2),
        (f"standard={STANDARD}&margin_below=0.25&level=1", 1),
        (f"standard={STANDARD}&margin_below=0.25&level=0", 0),
        (f"standard={STANDARD}&margin_below=0.25&level=0&basis=estimated", 1),
        ("standard=smart-factory-2025&margin_below=5", 0),
    ],
)
def test_the_shakiest_claims_are_found(stored: FlaskClient, query: str, count: int) -> None:
    rows = (stored.get(f"/v1/diagnoses?{query}").json or {})["items"]
    assert len(rows) == count
