"""Learning from verified visits."""

import json

import numpy as np
import pytest

from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.inference.sets import SetRule, set_rule_from_labels
from diagnosis.classifier.training.fitting.learning import learn, refit_head
from diagnosis.classifier.training.fitting.visits import Visits, read_visits
from diagnosis.classifier.training.metrics import ranked_probability_score
from diagnosis.classifier.training.simulation.sample import draw_worlds, sheets_of
from diagnosis.domain.scoring.encode import BLANK, CODE_OF
from tests.classifier.builders import a_config, a_staged_structure


def visits_from(model: Model, count: int, **changes: float) -> Visits:
    world = draw_worlds(
        model.structure, a_config(), seed=91, worlds=1, firms=3000, changes=changes
    )[0]
    sheets, _ = sheets_of(model.structure, world, np.full(3000, 0.2), np.random.default_rng(1))
    place = np.arange(count)
    blank = np.full((count, len(model.structure.items)), np.nan)
    return Visits(sheets.rows(place), world.firms.level[:count], blank)


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
    assert outcome.model.numbers.visits == 400
    before = ranked_probability_score(fresh.level, staged.predict(fresh.sheets).probabilities)
    after = ranked_probability_score(
        fresh.level, outcome.model.predict(fresh.sheets).probabilities
    )
    assert after < before


def test_a_candidate_worse_than_the_current_model_is_not_published(staged: Model):
    visits = visits_from(staged, 120)
    well_fitted = learn(staged, visits_from(staged, 2500)).model
    rng = np.random.default_rng(0)
    wrong_way = Visits(visits.sheets, rng.permutation(visits.level), visits.verified)

    outcome = learn(well_fitted, visits, current=well_fitted)
    odd = learn(staged, wrong_way, current=learn(staged, wrong_way).model)

    assert outcome.published == (outcome.score <= outcome.current_score)
    assert odd.published == (odd.score <= odd.current_score)


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
        "date": "2026-05-01", "rule_revision": 1, "why": "random",
    }  # fmt: skip
    return json.dumps({**plain, **changes})


def test_a_file_of_visits_is_read(tmp_path):
    path = tmp_path / "visits.jsonl"
    path.write_text(line() + "\n" + line(size=None, cut=[]) + "\n", encoding="utf-8")

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
    path.write_text(line() + "\n" + line(confirmed_inferences=inferred), encoding="utf-8")

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
              {"confirmed_inferences": [0]}, {"answers": {"item-0": 10**400}}, {"level": "1"}]
)  # fmt: skip
def test_a_fault_in_a_file_of_visits_names_its_line(tmp_path, fault):
    path = tmp_path / "visits.jsonl"
    path.write_text(line() + "\n" + line(**fault) + "\n", encoding="utf-8")

    with pytest.raises(ValueError, match="line 2"):
        read_visits(path, a_staged_structure())
