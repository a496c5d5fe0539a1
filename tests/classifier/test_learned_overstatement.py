"""What visits teach of the overstatement is right, though the doubtful claims are checked."""

import json

import pytest

from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.fitting.item_pairs import overstatement_from
from diagnosis.classifier.training.fitting.visits import Visits, read_visits
from tests.classifier.builders import ASSUMED, a_staged_structure
from tests.classifier.learned_misses import MEASURED_SHIFTS, misses

WORLDS = range(400, 412)
LINE = {"firm": "f-1", "visit": "v-1", "consultant": "c-1", "date": "2026-05-01", "why": "random",
        "level": 1}  # fmt: skip
LOW, HIGH = [f"item-{n}" for n in range(6)], [f"item-{n}" for n in range(6, 12)]


@pytest.mark.parametrize("shift", MEASURED_SHIFTS[:3], ids=lambda shift: shift.name)
def test_checks_as_proposed_and_checks_drawn_agree_with_the_truth(shipped: Model, shift) -> None:
    """Twelve worlds leave a noise of .03 steps and .1 of the cover; the benchmark has more."""
    for checks in ((5, 0), (3, 2)):
        by_visits = misses(shipped, shift, checks, WORLDS, ASSUMED)
        assert abs(by_visits[50].bias) <= 0.09
        assert by_visits[5].covers >= 0.65 and by_visits[50].covers >= 0.65


def visits_of(tmp_path, by_lot: list[str], gap: float = 1.0, firms: int = 40) -> Visits:
    """Return visits to firms that claim 4 of the later items, too high, and 2 of the others."""
    path = tmp_path / "visits.jsonl"
    claims = dict.fromkeys(LOW, 2) | dict.fromkeys(HIGH, 4)
    lines = []
    for firm in range(firms):
        verified = dict.fromkeys(LOW[:1], 2) | dict.fromkeys(HIGH[:2], 4 - gap)
        identity = {"firm": f"f-{firm}", "visit": f"v-{firm}", "consultant": f"c-{firm}"}
        lines.append(LINE | identity | {
            "answers": claims | {"asked-elsewhere": firm}, "verified": verified,
            "by_lot": by_lot,
        })  # fmt: skip
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return read_visits(path, a_staged_structure())


def test_claims_above_the_others_count_less_unless_they_were_drawn(tmp_path) -> None:
    structure = a_staged_structure()
    chosen = visits_of(tmp_path, [])
    drawn = visits_of(tmp_path, [*LOW[:1], *HIGH[:2]])

    proposed, by_lot = (
        overstatement_from(each, structure, ASSUMED).steps for each in (chosen, drawn)
    )

    assert proposed.value < by_lot.value
    assert by_lot.high - by_lot.low < proposed.high - proposed.low


def test_firms_with_both_kinds_of_checks_show_how_far_doubtful_claims_are_off(tmp_path) -> None:
    """Drawn claims are true, chosen ones a step too high: most of it comes of the choice."""
    structure = a_staged_structure()
    both = overstatement_from(visits_of(tmp_path, LOW[:1]), structure, ASSUMED).steps
    chosen = overstatement_from(visits_of(tmp_path, []), structure, ASSUMED).steps

    assert both.value < chosen.value - 0.05


@pytest.mark.parametrize("by_lot", ["item-0", [1], {"item-0": 1}])
def test_what_was_drawn_is_a_list_of_items(tmp_path, by_lot) -> None:
    path = tmp_path / "visits.jsonl"
    line = LINE | {"answers": {"item-0": 1}, "by_lot": by_lot}
    path.write_text(json.dumps(line), encoding="utf-8")

    with pytest.raises(ValueError, match=r"line 1: by_lot: .* expected a list of item ids"):
        read_visits(path, a_staged_structure())
