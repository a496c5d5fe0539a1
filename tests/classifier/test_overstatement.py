"""Overstatement from pairs of a claim and what was verified, and its records."""

import json
from dataclasses import replace

import numpy as np
import pytest

from diagnosis.classifier.artefacts.step_records import (
    STEPS_FILE,
    FaultyStepRecords,
    StepRecord,
    StepRecords,
    read_step_records,
    write_step_records,
)
from diagnosis.classifier.inference.coded_sheets import CodedSheets, codes_of
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.config import read_config
from diagnosis.classifier.training.fitting.item_pairs import overstatement_from
from diagnosis.classifier.training.fitting.visit_records import VisitRecord
from diagnosis.classifier.training.fitting.visits import Visits
from diagnosis.classifier.training.metrics import quadratic_kappa
from diagnosis.classifier.training.simulation.shifts import SHIFTS
from diagnosis.domain.overstatement import OverstatementSource
from tests.classifier.builders import ASSUMED, a_gated_structure, a_staged_structure
from tests.classifier.simulated_visits import deflated_level, draw_region, visits_to

HEAVY = next(shift for shift in SHIFTS if shift.name == "heavy-inflation")
RECORD = VisitRecord(firm="f", visit="v", consultant="c", date="2026-05-01", why="random")


def visits_with(gaps: dict[str, list[float]], **changes: str) -> Visits:
    """Return a visit to each firm, whose claims of 4 were verified lower by its gaps."""
    rows = list(gaps.values())
    verified = np.full((len(rows), 12), np.nan)
    for row, firm in enumerate(rows):
        verified[row, : len(firm)] = 4.0 - np.array(firm)
    n = len(rows)
    sheets = CodedSheets(
        codes_of(np.full((n, 12), 4.0)), np.zeros(n, int), np.zeros((n, 5), bool), np.zeros(n, int)
    )
    records = tuple(replace(RECORD, firm=firm, visit=f"v-{firm}", **changes) for firm in gaps)
    return Visits(sheets, np.ones(n, dtype=int), verified, records)


def learned(visits: Visits):
    return overstatement_from(visits, a_staged_structure(), ASSUMED)


def test_without_a_pair_the_assumed_range_stands():
    nothing = learned(visits_with({"a": [], "b": []}))

    assert nothing.steps == ASSUMED
    assert (nothing.firms, nothing.pairs, nothing.left_out) == (0, 0, 2)


def test_many_firms_with_one_gap_decide_and_few_lean_to_the_prior():
    few = learned(visits_with({f"f-{n}": [1.0] * 5 for n in range(2)}))
    many = learned(visits_with({f"f-{n}": [1.0] * 5 for n in range(200)}))

    assert 0.25 < few.steps.value < 0.8
    assert few.steps.source is OverstatementSource.VISITS
    assert many.steps.value == pytest.approx(1.0, abs=0.03)
    assert many.steps.high - many.steps.low < 0.5 * (few.steps.high - few.steps.low)
    assert (many.firms, many.steps.visits, many.pairs) == (200, 200, 1000)


def test_one_firm_does_not_outweigh_the_others_by_checks_or_visits():
    honest = {f"f-{n}": [0.0] * 5 for n in range(9)}
    five = visits_with({**honest, "loud": [2.0] * 5})
    twelve = visits_with({**honest, "loud": [2.0] * 12})
    often = visits_with({**honest, **{f"loud-{n}": [2.0] * 12 for n in range(40)}})
    often = replace(
        often,
        records=tuple(
            replace(
                record, firm=record.firm.split("-")[0] if "loud" in record.firm else record.firm
            )
            for record in often.records
        ),
    )

    assert learned(five).steps.value < 0.35
    assert learned(twelve).steps.value < learned(five).steps.value + 0.05
    assert learned(often).steps.value < learned(five).steps.value + 0.05


def test_firms_visited_by_suspicion_change_nothing():
    outcome = learned(visits_with({f"f-{n}": [2.0] * 5 for n in range(30)}, why="suspected"))

    assert outcome.steps == ASSUMED
    assert outcome.left_out == 30


def test_a_channel_leans_to_all_firms():
    honest = visits_with({f"f-{n}": [0.0] * 5 for n in range(20)}, channel="park")
    loud = visits_with({f"g-{n}": [1.0] * 5 for n in range(20)}, channel="portal")
    both = Visits(
        CodedSheets(*(np.concatenate(pair) for pair in zip(
            (honest.sheets.codes, honest.sheets.kind, honest.sheets.cut, honest.sheets.size),
            (loud.sheets.codes, loud.sheets.kind, loud.sheets.cut, loud.sheets.size),
            strict=True))),
        np.r_[honest.level, loud.level], np.vstack((honest.verified, loud.verified)),
        (*honest.records, *loud.records),
    )  # fmt: skip

    channels = learned(both).channels

    assert 0 <= channels["park"].value < learned(both).steps.value < channels["portal"].value < 1


def test_only_ladders_claimed_above_nothing_are_pairs():
    gated = a_gated_structure()
    claims = np.full((1, 10), 5.0)
    claims[0, 0] = 0.0
    sheets = CodedSheets(
        codes_of(claims), np.zeros(1, int), np.zeros((1, 4), bool), np.zeros(1, int)
    )
    visits = Visits(sheets, np.ones(1, dtype=int), np.full((1, 10), 2.5), (RECORD,))

    assert overstatement_from(visits, gated, ASSUMED).pairs == 7


def test_five_visits_of_five_items_get_near_the_best_that_one_figure_can(staged: Model):
    """On worlds nobody trained on, whose firms overstate heavily."""
    rng = np.random.default_rng(3)
    before, after, best = [], [], []
    for seed in range(7000, 7006):
        region = draw_region(
            staged.structure, read_config(), HEAVY, seed=seed, firms=600, blank=0.25
        )
        by = {
            steps: quadratic_kappa(
                region.firms.level, deflated_level(staged.structure, region, steps)
            )
            for steps in np.round(np.arange(0, 1.55, 0.05), 2)
        }
        for _ in range(20):
            places = rng.choice(600, 5, replace=False)
            visits = visits_to(staged, region, places, checks=5)
            value = overstatement_from(visits, staged.structure, ASSUMED).steps.value
            after.append(by[round(round(value * 20) / 20, 2)])
            before.append(by[0.25])
            best.append(max(by.values()))

    assert np.mean(after) > np.mean(before) + 0.01
    assert np.mean(after) > np.mean(best) - 0.05


def a_record(**changes) -> StepRecord:
    record = StepRecord(
        standard="small-staged", value=0.4, low=0.2, high=0.6, channels={"park": (0.3, 0.1, 0.5)},
        firms=5, visits=5, pairs=25, visits_sha256="0" * 64, on="2026-05-01", by="board",
        reason="",
    )  # fmt: skip
    return replace(record, **changes)


def test_records_are_read_as_written_and_taken_back_one_by_one(tmp_path):
    kept = StepRecords().with_record(a_record()).with_record(a_record(value=0.5, on="2026-06-01"))
    write_step_records(tmp_path, kept)
    again = read_step_records(tmp_path)

    assert again == kept
    assert again.current_of("small-staged").value == 0.5
    earlier = again.taken_back("small-staged")
    assert earlier.current_of("small-staged").value == 0.4
    assumed = earlier.taken_back("small-staged")
    assert assumed.current_of("small-staged") is None
    assert len(assumed.records) == 2
    with pytest.raises(ValueError, match="the assumed overstatement is in force"):
        assumed.taken_back("small-staged")
    assert read_step_records(tmp_path / "none") == StepRecords()


@pytest.mark.parametrize("fault", ["value", "digest", "format", "current", "text", "list"])
def test_damaged_records_are_refused(tmp_path, fault):
    write_step_records(tmp_path, StepRecords().with_record(a_record()))
    path = tmp_path / STEPS_FILE
    plain = json.loads(path.read_text(encoding="utf-8"))
    if fault == "value":
        plain["records"][0]["value"] = 0.5
    elif fault == "digest":
        del plain["records"][0]["digest"]
    elif fault == "format":
        plain["format"] = 2
    elif fault == "current":
        plain["current"]["other"] = plain["records"][0]["digest"]
    text = {"text": "{", "list": "[]"}.get(fault, json.dumps(plain))
    path.write_text(text, encoding="utf-8")

    with pytest.raises(FaultyStepRecords, match=STEPS_FILE):
        read_step_records(tmp_path)
