"""Ask less: the next question worth asking, and which raised answers reach a level by rule."""

from dataclasses import dataclass, replace

from diagnosis.domain.estimate import NextItem
from diagnosis.domain.fault import Fault, FaultyInput, below
from diagnosis.domain.intake.course import COURSE
from diagnosis.domain.intake.fields import Fields
from diagnosis.domain.intake.form import Form
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.intake.written_sheet import CONFIRMED
from diagnosis.domain.scoring.estimating.carried import carried
from diagnosis.domain.scoring.raising.raises import RaisedItem
from diagnosis.domain.scoring.raising.towards import raises_towards
from diagnosis.domain.scoring.raising.yardstick import yardstick
from diagnosis.domain.scoring.scale import TOP
from diagnosis.domain.scoring.verdict import Verdict, positions_in
from diagnosis.services.errors import NoModel
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.read.standards import known_standard, unknown_standard
from diagnosis.services.scoring.deflate import ScoredSheet, deflation
from diagnosis.services.scoring.diagnose import diagnose
from diagnosis.services.scoring.settled import is_settled, taken_off

AGREEMENT = 0.95
AGREEMENT_RANGE = (0.5, 0.98)
"""No model keeps more than the highest of the promises that it was fitted to."""
STANDARD = "gbt-39116-2020"
_SHEET_FIELDS = ("enterprise", "business", "form", "period", "reference", CONFIRMED, COURSE)
_QUESTION_FIELDS = (
    "answers", "enterprise", "business", "standard", "agreement", "form", "period",
    "reference", CONFIRMED, COURSE,
)  # fmt: skip
_RAISE_FIELDS = ("sheet", "standard", "level")


@dataclass(frozen=True, slots=True, kw_only=True)
class NextQuestion:
    """The next item worth asking of a form, for the estimate by one standard.

    `agreement_wanted` is the probability (0.5–0.98) wanted that the unasked answers would leave
    the level as it is; `verdicts` are those by rule.
    """

    form: Form
    standard: str
    answered: int
    advice: NextItem
    agreement_wanted: float
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterfactual:
    """Few raises of answers towards a level by rule.

    `by_rule` is what the answers hold today, `level_after` what they hold once raised; both have
    no level where too little is answered, or known, for one.
    """

    by_rule: Verdict
    level: int
    raises: tuple[RaisedItem, ...] = ()
    level_after: int | None = None

    @property
    def is_reached(self) -> bool:
        """Return whether the level is held once the answers are raised."""
        return self.level_after is not None and self.level_after >= self.level


def next_question(
    content: Content, estimator: Estimator | None, form: Form, raw: object
) -> NextQuestion:
    """Return the next item worth asking, the estimate so far and whether to stop.

    `raw` has `answers` and may have the other fields of a sheet, `standard` and `agreement`. The
    standard is the form's own unless another is named: a form whose standard has no model is not
    asked by another.

    Raises
    ------
    FaultyInput
        With every fault of the request.
    NoModel
        When no model of the standard is served.

    """
    fields = Fields(raw, _QUESTION_FIELDS)
    if not fields.is_object:
        fields.stop()
    standard = _named_standard(content, fields) or standard_of(content, form)
    wanted = fields.number("agreement", *AGREEMENT_RANGE)
    parts = {name: fields.values[name] for name in _SHEET_FIELDS if fields.has(name)}
    answers = fields.values["answers"] if fields.has("answers") else {}
    sheet = _read(content, {"form": form.ref, "answers": answers, **parts}, fields, form=form)
    agreement = AGREEMENT if wanted is None else wanted
    advised = advise(content, _require(content, estimator, standard), sheet, standard, agreement)
    if advised is None:
        raise NoModel
    advice, verdicts = advised
    return NextQuestion(
        form=form,
        standard=standard,
        answered=len(sheet.answers),
        advice=advice,
        agreement_wanted=agreement,
        verdicts=verdicts,
    )


def advise(
    content: Content, estimator: Estimator, sheet: Sheet, standard: str, agreement: float
) -> tuple[NextItem, tuple[Verdict, ...]] | None:
    """Return the next item of a sheet, and the verdicts by rule; None where there is no model.

    What the answers do not carry is not settled, and nobody can be sure of it: asking stops before
    there is an estimate only where nothing is left to ask.
    """
    advice = estimator.next_item(sheet, standard, agreement, taken_off(content, standard))
    if advice is None:
        return None
    made = diagnose(content, sheet, explained=False)
    row = content.scorers.encode_sheet(sheet)
    scored = ScoredSheet(sheet, row, made.scores)
    surely = is_settled(content, scored, advice.estimate, advice.agreement)
    settled = (standard,) if surely else ()
    (estimate,) = carried(content.scorers, sheet, made.verdicts, (advice.estimate,), settled)
    if estimate.needs or estimate.form_too_short:
        advice = replace(advice, agreement=0.0, stop=advice.item is None)
    deflated = deflation(content, scored, made.verdicts)
    if deflated is not None:
        estimate = deflated.beside(estimate)
    return replace(advice, estimate=estimate), made.verdicts


def counterfactual(content: Content, raw: object) -> Counterfactual:
    """Return few raises of answers that lead to a level by rule, every answer taken as it is.

    `raw` has `sheet` and may have `standard` (the form's own if absent) and `level` (from 1; one
    above the level by rule if absent, the highest where that is reached).

    Raises
    ------
    FaultyInput
        With every fault of the request, those of the sheet below `/sheet`.

    """
    fields = Fields(raw, _RAISE_FIELDS)
    if not fields.is_object:
        fields.stop()
    named = _named_standard(content, fields)
    level = fields.whole("level", 1, TOP)
    if not fields.has("sheet", required=True):
        fields.stop()
    sheet = _read(content, fields.values["sheet"], fields, place="/sheet")
    wanted = named or standard_of(content, sheet.form)
    diagnosed = diagnose(content, sheet, explained=False)
    standard = known_standard(content, wanted)
    assert standard is not None
    (by_rule,) = [each for each in diagnosed.verdicts if each.standard.id == wanted]
    highest = standard.levels[-1].level
    if level is not None and level > highest:
        raise FaultyInput([Fault("/level", "out-of-range", {"low": 1, "high": highest})])
    if by_rule.level is None:
        return Counterfactual(by_rule=by_rule, level=level or 1)
    target = level or min(by_rule.level + 1, highest)
    measure = yardstick(content.scorers, standard, sheet.answers, diagnosed.scores)
    positions = positions_in(sheet.answers)
    reached = raises_towards(measure, target, positions)
    return Counterfactual(
        by_rule=by_rule,
        level=target,
        raises=tuple(RaisedItem(mark, positions.get(mark), to) for mark, to in reached.items()),
        level_after=measure.level_after(reached),
    )


def _require(content: Content, estimator: Estimator | None, standard: str) -> Estimator:
    """Return the estimator, where a model could estimate by the standard at all."""
    if estimator is None or not can_have_model(content, standard):
        raise NoModel
    return estimator


def can_have_model(content: Content, standard: str) -> bool:
    """Return whether a model could estimate by a standard, served or not."""
    return standard in (content.standards.staged.id, content.standards.gated.id)


def _named_standard(content: Content, fields: Fields) -> str | None:
    """Return the id of the standard that a request names; one that there is not is a fault."""
    if not fields.has("standard"):
        return None
    name = fields.values["standard"]
    standard = known_standard(content, name)
    if standard is None:
        fields.faults.append(unknown_standard(content, name, fields.place + "/standard"))
    return None if standard is None else standard.id


def standard_of(content: Content, form: Form) -> str:
    """Return the standard that a form is for: the first that can have a model, else the first.

    A form without a standard of its own is read by the usual one.
    """
    modelled = [name for name in form.standards if can_have_model(content, name)]
    return [*modelled, *form.standards, STANDARD][0]


def _read(
    content: Content, raw: object, fields: Fields, *, place: str = "", form: Form | None = None
) -> Sheet:
    """Return the sheet; faults of the request and of the sheet are raised together."""
    try:
        sheet = read(content, raw, form=form.ref if form else None)
    except FaultyInput as error:
        raise FaultyInput([*fields.faults, *below(place, error.faults)]) from None
    fields.stop()
    return sheet
