"""The signature: stopped by errors, given once, and read by the standards; levels beside."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from diagnosis.domain.estimate import Estimate
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.services.errors import GrantOver, KeyReused, NotThere, Stale, VisitSettled
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import Basis, ChangeKind
from diagnosis.services.ports.store import IdempotencyKey
from diagnosis.services.ports.visits import VisitState
from diagnosis.services.scoring.last_verified import LastVerified
from diagnosis.services.scoring.stored_diagnoses import StoredDiagnosis, get_diagnosis
from diagnosis.services.scoring.submissions import Diagnosing
from diagnosis.services.seen_versions import seen
from diagnosis.services.visits.answers import get_answers
from diagnosis.services.visits.side_by_side import LevelsBeside, compare_visit
from diagnosis.services.visits.sign_off import sign_visit
from diagnosis.services.visits.visit import get_visit, withdraw_visit
from diagnosis.storage.database import Database
from tests.builders import a_sheet, every
from tests.fakes.estimator import FakeEstimator
from tests.ports.visit_records import FIRM, OFFICE, PORTAL, SECOND, STRANGER
from tests.services.visits.visiting import ANY, IN_BOTH, REASON, Visiting, faults_of, seen_running

STAGED = "gbt-39116-2020"
KEY = IdempotencyKey("s", "f")
ZERO = {"ai-plan": seen_running(0)}


def beside(visiting: Visiting, visit_id: str, who: Any = FIRM) -> dict[str, LevelsBeside]:
    """Return the levels of a visit beside each other, by standard."""
    compared = compare_visit(visiting.using.contents, visiting.reader(who), visit_id)
    return {levels.standard: levels for levels in compared.levels}


def level_and_score(reading: Any) -> tuple[int | None, float | None]:
    score = None if reading.score is None else round(reading.score, 9)
    return reading.level, score


@pytest.fixture
def even(database: Database, diagnosing: Diagnosing, content: Content) -> Visiting:
    """Return a firm that claims 2.5 of all that GB/T 39116 asks: level 2, score 2.5."""
    return Visiting(database, diagnosing, a_sheet("gbt-39116", every(content, "gbt-39116", 2.5)))


@IN_BOTH
def test_verified_answers_stand_in_the_place_of_the_claims(even: Visiting) -> None:
    """Production operation weighs .77 × .48 × .16 = .059136 of six items, two of them now at 1.

    So y(2) = 1 − .059136 × 2/6 = .980288 holds, y(3) = .5 × .980288: 2.490144. The claims are
    2.5 throughout: y(3) = .5 and a score of 2.5.
    """
    visit_id = even.begin()
    changed = ("process-optimisation", "quality-inspection")
    even.save(visit_id, {item: seen_running(1) for item in changed})
    even.save(visit_id, {"sales-management": seen_running(2.5)})
    before = beside(even, visit_id)[STAGED]
    assert (before.verified, before.after_visit) == (None, None)
    assert even.sign(visit_id) is False
    after = beside(even, visit_id)[STAGED]
    assert after.claimed is not None and after.verified is not None
    assert level_and_score(after.claimed) == (2, 2.5)
    assert level_and_score(after.verified) == (2, 2.490144)
    assert (after.claimed.basis, after.verified.basis) == (Basis.SELF, Basis.VERIFIED)
    assert after.changed_by == changed
    assert after.estimated is not None and after.after_visit is not None
    assert (after.estimated.basis, after.after_visit.basis) == (Basis.ESTIMATED,) * 2


def test_a_visit_that_finds_less_everywhere_lowers_the_level(
    even: Visiting, content: Content
) -> None:
    """With every item at 1, y(1) = 1 and y(2) = 0: level 1, score 1 + 0."""
    visit_id = even.signed({item: seen_running(1) for item in every(content, "gbt-39116", 1)})
    levels = beside(even, visit_id)[STAGED]
    assert levels.verified is not None
    assert level_and_score(levels.verified) == (1, 1.0)
    assert len(levels.changed_by) == 45


def test_only_what_differs_from_the_claim_is_a_change(visiting: Visiting) -> None:
    """Options in another order are the same; a standard names the changes that move its result.

    By GB/T 39116 the shop is on level 1, and stays there: from 1 to .5 takes of y(1), which still
    holds, and nothing of y(2), to which neither adds.
    """
    claimed = visiting.claims["miit-network"]
    visit_id = visiting.signed({
        "miit-network": seen_running(list(reversed(claimed))), "ai-plan": seen_running(0),
        "design-simulation": seen_running(2), "data-standards": seen_running(0.5),
    })  # fmt: skip
    compared = compare_visit(visiting.using.contents, visiting.reader(PORTAL), visit_id)
    changes = [(each.verified.item, each.claim, each.verified.value) for each in compared.changed]
    assert changes == [("ai-plan", 1.0, 0.0), ("data-standards", 1.0, 0.5)]
    by_standard = {levels.standard: levels.changed_by for levels in compared.levels}
    assert by_standard[STAGED] == ()
    assert by_standard["ai-readiness"] == ("ai-plan",)
    (staged,) = (each for each in compared.levels if each.standard == STAGED)
    assert staged.verified is not None and level_and_score(staged.verified)[0] == 1
    assert level_and_score(staged.claimed) == level_and_score(staged.verified)
    assert by_standard["miit-sme-2024"] == ()


@pytest.mark.parametrize(("networked", "moves"), [(16, False), (8, True)])
def test_a_change_that_moves_no_score_changed_no_standard(
    visiting: Visiting, networked: int, moves: bool
) -> None:
    """Of 38 machines 18 are claimed to be networked, 47 %: 4.5 points from above 40 % to 60 %.

    16 of 38 are 42 %, 4.5 points as well; 8 of 38 are 21 %: 3 points.
    """
    item = "miit-equipment-networked"
    assert visiting.claims[item] == {"part": 18, "whole": 38}
    visit_id = visiting.signed({item: seen_running({"part": networked, "whole": 38})})
    compared = compare_visit(visiting.using.contents, visiting.reader(FIRM), visit_id)
    assert [each.verified.item for each in compared.changed] == [item]
    by_standard = {levels.standard: levels for levels in compared.levels}
    index = by_standard.pop("miit-sme-2024")
    assert index.changed_by == ((item,) if moves else ())
    assert index.claimed is not None and index.verified is not None
    lost = (index.claimed.score or 0) - (index.verified.score or 0)
    assert round(lost, 9) == (1.5 if moves else 0)
    assert {levels.changed_by for levels in by_standard.values()} == {()}


def test_what_the_firm_left_blank_is_a_change_without_a_claim(
    database: Database, diagnosing: Diagnosing, content: Content
) -> None:
    answers = every(content, "gbt-39116", 2)
    del answers["sales-management"]
    visiting = Visiting(database, diagnosing, a_sheet("gbt-39116", answers))
    visit_id = visiting.signed({"sales-management": seen_running(2)})
    compared = compare_visit(visiting.using.contents, visiting.reader(FIRM), visit_id)
    (change,) = compared.changed
    assert (change.claim, change.verified.item) == (None, "sales-management")
    levels = beside(visiting, visit_id)[STAGED]
    assert levels.verified is not None and level_and_score(levels.verified) == (2, 2.0)
    assert levels.changed_by == ("sales-management",)


def test_errors_stop_the_signature_and_warnings_do_not(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    with pytest.raises(FaultyInput) as caught:
        visiting.sign(visit_id)
    assert faults_of(caught.value) == {"/answers": "nothing-verified"}
    visiting.save(visit_id, {"ai-plan": {"value": 4, "reason": REASON}, "ai-skills": {"value": 0}})
    with pytest.raises(FaultyInput) as caught:
        visiting.sign(visit_id)
    assert faults_of(caught.value) == {
        "/answers/ai-plan/grade": "verified-without-evidence",
        "/answers/ai-skills/reason": "difference-without-reason",
    }
    assert get_visit(visiting.reader(FIRM), visit_id).state is VisitState.OPEN
    stated = {"value": 4, "grade": "stated-only", "reason": REASON}
    visiting.save(visit_id, {"ai-plan": stated, "ai-skills": {"value": 1}})
    visiting.sign(visit_id)
    visit = get_visit(visiting.reader(FIRM), visit_id)
    assert (visit.state, visit.version, visit.signed_by) == (VisitState.SIGNED, 4, "ms-chen")
    assert visit.signed_at == visit.updated_at and visit.signed_at is not None


def test_what_its_firm_took_back_is_not_signed(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    visiting.save(visit_id, ZERO)
    visiting.withdraw_diagnosis()
    with pytest.raises(FaultyInput) as caught:
        visiting.sign(visit_id)
    assert faults_of(caught.value) == {"": "diagnosis-withdrawn"}


def test_a_visit_is_signed_once(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    visiting.save(visit_id, ZERO)
    assert visiting.sign(visit_id, key=KEY) is False
    assert visiting.sign(visit_id, key=KEY) is True
    with pytest.raises(KeyReused):
        visiting.sign(visit_id, key=replace(KEY, fingerprint="another request"))
    with pytest.raises(VisitSettled):
        visiting.sign(visit_id)
    for who in (FIRM, OFFICE):
        assert visiting.kinds(who)[-2:] == [ChangeKind.VISIT_BEGUN, ChangeKind.VISIT_SIGNED]


def test_the_version_that_was_seen_is_signed_or_none(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    visiting.save(visit_id, ZERO)
    with pytest.raises(Stale):
        sign_visit(visiting.using, visiting.writer(OFFICE), visit_id, seen(1), None)
    made = sign_visit(visiting.using, visiting.writer(OFFICE), visit_id, seen(2), None)
    assert made.value == visit_id


@IN_BOTH
def test_who_may_not_sign_does_not(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    visiting.save(visit_id, ZERO)
    for who in (FIRM, SECOND, PORTAL, STRANGER):
        with pytest.raises(NotThere):
            visiting.sign(visit_id, who)
    visiting.revoke(OFFICE)
    with pytest.raises(GrantOver):
        visiting.sign(visit_id)
    assert get_visit(visiting.reader(FIRM), visit_id).state is VisitState.OPEN


def test_a_signed_visit_is_read_by_portals_while_they_are_granted(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    visiting.save(visit_id, ZERO)
    with pytest.raises(NotThere):
        beside(visiting, visit_id, PORTAL)
    visiting.sign(visit_id)
    assert beside(visiting, visit_id, PORTAL) == beside(visiting, visit_id, FIRM)
    visiting.revoke(PORTAL)
    with pytest.raises(NotThere):
        beside(visiting, visit_id, PORTAL)


class Meanwhile(FakeEstimator):
    """An estimator that lets something happen while a visit is read, so many times."""

    def __init__(self, happening: Callable[[], object], times: int = 1) -> None:
        self.happening = happening
        self.times = times

    def estimate(self, sheet: Sheet) -> tuple[Estimate, ...]:
        """Return the estimate after what happens meanwhile."""
        if self.times:
            self.times -= 1
            self.happening()
        return super().estimate(sheet)


def signed_meanwhile(visiting: Visiting, visit_id: str, estimator: FakeEstimator) -> None:
    using = replace(visiting.using, estimator=estimator)
    sign_visit(using, visiting.writer(OFFICE), visit_id, ANY, None)


@IN_BOTH
def test_what_is_saved_while_it_is_read_is_signed_too(even: Visiting, content: Content) -> None:
    """Whoever saves in between moves the level, so the standards read it anew."""
    visit_id = even.begin()
    even.save(visit_id, {"sales-management": seen_running(1)})
    later = {item: seen_running(1) for item in every(content, "gbt-39116", 1)}
    signed_meanwhile(even, visit_id, Meanwhile(lambda: even.save(visit_id, later)))
    verified = beside(even, visit_id)[STAGED].verified
    assert verified is not None and level_and_score(verified) == (1, 1.0)


def test_a_visit_that_never_rests_is_not_signed(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    visiting.save(visit_id, ZERO)
    with pytest.raises(Stale):
        signed_meanwhile(
            visiting, visit_id, Meanwhile(lambda: visiting.save(visit_id, ZERO), times=99)
        )
    assert get_visit(visiting.reader(FIRM), visit_id).state is VisitState.OPEN


@IN_BOTH
def test_a_grant_that_is_over_meanwhile_stops_the_signature(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    visiting.save(visit_id, ZERO)
    with pytest.raises(GrantOver):
        signed_meanwhile(visiting, visit_id, Meanwhile(lambda: visiting.revoke(OFFICE)))
    assert get_visit(visiting.reader(FIRM), visit_id).state is VisitState.OPEN


def test_a_visit_that_is_given_up_meanwhile_stays_so(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    visiting.save(visit_id, ZERO)

    def give_up() -> None:
        withdraw_visit(visiting.writer(OFFICE), visit_id, ANY)

    with pytest.raises(VisitSettled):
        signed_meanwhile(visiting, visit_id, Meanwhile(give_up))
    assert get_visit(visiting.reader(FIRM), visit_id).state is VisitState.WITHDRAWN
    assert [each.item for each in get_answers(visiting.reader(FIRM), visit_id)] == ["ai-plan"]


def verified_last(visiting: Visiting, who: Any) -> LastVerified | None:
    """Return what a diagnosis shows of visits to somebody."""
    stored = get_diagnosis(visiting.using.contents, visiting.reader(who), visiting.row.id)
    assert isinstance(stored, StoredDiagnosis)
    return stored.verified


@IN_BOTH
def test_a_diagnosis_shows_the_visit_signed_last_of_those_that_are_seen(even: Visiting) -> None:
    """The office's visit lowers two items to 1: 2.490144 as above; the second's finds nothing."""
    early = even.begin(SECOND)
    assert verified_last(even, FIRM) is None
    lowered = ("process-optimisation", "quality-inspection")
    office = even.signed({item: seen_running(1) for item in lowered})
    even.save(early, {"sales-management": seen_running(2.5)}, SECOND)
    for who in (FIRM, OFFICE, PORTAL):
        last = verified_last(even, who)
        assert last is not None and last.visit.id == office
        readings = {reading.standard: reading for reading in last.readings}
        assert level_and_score(readings[STAGED]) == (2, 2.490144)
        assert {reading.basis for reading in last.readings} == {Basis.VERIFIED}
    assert verified_last(even, SECOND) is None
    even.sign(early, SECOND)
    shown = {who.owner: verified_last(even, who) for who in (FIRM, OFFICE, SECOND)}
    ids = {owner: last and last.visit.id for owner, last in shown.items()}
    assert ids == {"local": early, "office": office, "second-office": early}
    assert shown["local"] is not None
    (staged,) = (each for each in shown["local"].readings if each.standard == STAGED)
    assert level_and_score(staged) == (2, 2.5)
