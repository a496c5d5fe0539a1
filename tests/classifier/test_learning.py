"""Learning from verified visits."""

import json
from dataclasses import replace

import numpy as np
import pytest

from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.inference.sets import SetRule, set_rule_from_labels
from diagnosis.classifier.training.fitting.learning import learn, refit_head
from diagnosis.classifier.training.fitting.visit_records import VisitRecord
from diagnosis.classifier.training.fitting.visits import Visits, read_visits
from diagnosis.classifier.training.metrics import ranked_probability_score
from diagnosis.classifier.training.simulation.sample import draw_worlds, sheets_of
from diagnosis.domain.scoring.encode import BLANK, CODE_OF
from tests.classifier.builders import a_config, a_staged_structure


def some_records(count: int, **changes: str) -> tuple[VisitRecord, ...]:
    """Return records of as many firms, visited at random by four consultants in turn."""
    record = VisitRecord(firm="", visit="", consultant="", date="2026-05-01", why="random")
    return tuple(
        replace(record, firm=f"f-{n}", visit=f"v-{n}", consultant=f"c-{n % 4}", **changes)
        for n in range(count)
    )


def visits_from(model: Model, count: int, **changes: float) -> Visits:
    world = draw_worlds(
        model.structure, a_config(), seed=91, worlds=1, firms=3000, changes=changes
    )[0]
    sheets, _ = sheets_of(model.structure, world, np.full(3000, 0.2), np.random.default_rng(1))
    place = np.arange(count)
    blank = np.full((count, len(model.structure.items)), np.nan)
    level = world.firms.level[:count]
    return Visits(sheets.rows(place), level, blank, some_records(count))


HONEST = {"honest_share": 1.0, "heavy_share": 0.0, "moderate_inflation": 0.0}


def test_fewer_than_fifty_visits_change_nothing(staged: Model):
    outcome = learn(staged, visits_from(staged, 49))

    assert not outcome.published
    assert outcome.model is staged


def test_visits_to_honest_firms_undo_the_correction(staged: Model):
    visits = visits_from(staged, 400, **HONEST)
    fresh = visits_from(staged, 3000, **HONEST).rows(np.arange(1000, 3000))

    outcome = learn(staged, visits)

    assert outcome.published
    assert outcome.model.numbers.visits == outcome.labels >= 395  # the others said too little
    before = ranked_probability_score(fresh.level, staged.predict(fresh.sheets).probabilities)
    after = ranked_probability_score(
        fresh.level, outcome.model.predict(fresh.sheets).probabilities
    )
    assert after < before


def test_a_candidate_that_is_not_better_is_not_published(staged: Model):
    well_fitted = learn(staged, visits_from(staged, 2500)).model
    visits = visits_from(staged, 120)
    shuffled = np.random.default_rng(0).permutation(visits.level)

    again = learn(well_fitted, visits)
    odd = learn(staged, replace(visits, level=shuffled), current=well_fitted)

    assert not again.published and again.model is well_fitted
    assert not odd.published or odd.score < odd.current_score


def test_a_refitted_head_keeps_its_laws(staged: Model):
    head = refit_head(staged, visits_from(staged, 60, heavy_share=0.6, heavy_inflation=1.5))

    assert (head.slopes >= 0).all()
    assert (np.diff(head.cuts) > 0).all()
    assert (np.diff(head.score_cuts) > 0).all()


def test_sets_take_floors_from_two_hundred_labels_on():
    rng = np.random.default_rng(2)
    probabilities = rng.dirichlet(np.ones(6) * 0.5, 4000)
    level = np.array([rng.choice(6, p=row) for row in probabilities])
    median = (np.cumsum(probabilities[:, ::-1], axis=1)[:, ::-1] >= 0.5).sum(axis=1) - 1

    few = set_rule_from_labels(probabilities[:199], level[:199], SetRule(0.05, 0.05))
    many = set_rule_from_labels(probabilities[:2000], level[:2000], SetRule(0.05, 0.05))
    low, high = many(probabilities[2000:], median[2000:])

    assert few.floors is None
    assert ((level[2000:] >= low) & (level[2000:] <= high)).mean() >= 0.88


def line(**changes) -> str:
    plain = {
        "answers": {"item-0": 2, "item-1": 2.5}, "verified": {"item-0": 1}, "level": 1,
        "production_type": "discrete", "size": "small", "cut": ["d"], "consultant": "c-1",
        "date": "2026-05-01", "rule_revision": 1, "why": "random", "firm": "f-1", "visit": "v-1",
    }  # fmt: skip
    return json.dumps({**plain, **changes})


SECOND = {"firm": "f-2", "visit": "v-2"}
"""What another visit to another firm says of itself."""


def read_lines(tmp_path, *lines: str) -> Visits:
    path = tmp_path / "visits.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read_visits(path, a_staged_structure())


def test_a_file_of_visits_is_read(tmp_path):
    path = tmp_path / "visits.jsonl"
    path.write_text(
        line() + "\n" + line(**SECOND, size=None, cut=[], answers={"item-0": 2}) + "\n",
        encoding="utf-8",
    )

    visits = read_visits(path, a_staged_structure())

    assert len(visits) == 2
    assert visits.sheets.size.tolist() == [1, 4]
    assert visits.sheets.cut.sum() == 1
    assert visits.verified[0, 0] == 1
    assert visits.records[0].consultant == "c-1"


def test_nothing_is_learned_from_an_inferred_answer(tmp_path):
    """Its claim is that of other answers: neither it nor what was verified is a pair."""
    path = tmp_path / "visits.jsonl"
    inferred = ["item-0", "miit-network"]  # the second is of no model: it is left aside
    other = line(**SECOND, confirmed_inferences=inferred, verified={"item-0": 2})
    path.write_text(line() + "\n" + other, encoding="utf-8")

    visits = read_visits(path, a_staged_structure())

    assert np.isnan(visits.verified[1, 0])
    assert not np.isnan(visits.verified[0, 0])
    assert visits.sheets.codes[:, 0].tolist() == [CODE_OF[2.0], BLANK]
    assert visits.sheets.codes[0, 1] == visits.sheets.codes[1, 1]


def test_a_line_of_visits_ends_where_its_file_says(tmp_path):
    """A byte order mark, ends of lines as on Windows and odd separators change nothing."""
    path = tmp_path / "visits.jsonl"
    texts = ["", line(level=1.0, consultant="a\u2028b"), line(level=7)]
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(texts).replace("\\u2028", "\u2028").encode())

    with pytest.raises(ValueError, match="line 3: level: 7"):
        read_visits(path, a_staged_structure())


@pytest.mark.parametrize(
    "fault", [{"level": 6}, {"level": True}, {"why": "x"}, {"cut": ["zz"]}, {"size": "huge"},
              {"answers": {"item-0": 7}}, {"answers": None}, {"answers": {"item-0": "2"}},
              {"answers": {"item-0": True}}, {"confirmed_inferences": "item-0"},
              {"confirmed_inferences": [0]}, {"answers": {"item-0": 10**400}}, {"level": "1"},
              {"firm": ""}, {"firm": 7}, {"visit": "v" * 81}, {"consultant": None},
              {"date": "2026-02-30"}, {"date": "1 May"}, {"rule_revision": True}, {"channel": 3}]
)  # fmt: skip
def test_a_fault_in_a_file_of_visits_names_its_line(tmp_path, fault):
    path = tmp_path / "visits.jsonl"
    path.write_text(line() + "\n" + line(**{**SECOND, **fault}) + "\n", encoding="utf-8")

    with pytest.raises(ValueError, match="line 2"):
        read_visits(path, a_staged_structure())


@pytest.mark.parametrize("missing", ["firm", "visit", "consultant", "date", "why"])
def test_a_visit_without_identity_is_refused_with_what_is_missing(tmp_path, missing):
    """So is every line of the format from before visits had an identity."""
    plain = json.loads(line())
    del plain[missing]

    with pytest.raises(ValueError, match=rf"line 1: missing {missing}: a visit says firm, visit"):
        read_lines(tmp_path, json.dumps(plain))


def test_a_visit_pasted_twelve_times_is_refused_whatever_it_is_called(tmp_path):
    pasted = [line(firm=f"f-{n}", visit=f"v-{n}") for n in range(12)]

    with pytest.raises(ValueError, match=r"lines 1, 2, 3, .*12 have the same claims"):
        read_lines(tmp_path, *pasted)
    with pytest.raises(ValueError, match="lines 1, 2 have the visit id 'v-1'"):
        read_lines(tmp_path, line(), line(firm="f-2", level=3, answers={"item-0": 5}))
    with pytest.raises(ValueError, match="lines 2, 3 are of one firm, consultant and day"):
        read_lines(tmp_path, "", line(), line(visit="v-2", answers={"item-0": 5}))


def test_a_refusal_names_at_most_five_repeats(tmp_path):
    pairs = [line(firm=f"f-{n}", visit=f"v-{n // 2}", date=f"2026-05-{n + 1:02}",
                  answers={"item-0": n % 6, "item-1": n // 6}) for n in range(14)]  # fmt: skip

    with pytest.raises(ValueError, match=r"lines 9, 10 .*; and 2 more$"):
        read_lines(tmp_path, *pairs)


def test_two_consultants_may_agree_on_a_firm_visited_twice(tmp_path):
    twice = line(visit="v-2", consultant="c-2", why="double")

    assert len(read_lines(tmp_path, line(), twice)) == 2
    with pytest.raises(ValueError, match="same claims"):
        read_lines(tmp_path, line(), line(visit="v-2", consultant="c-2"))
