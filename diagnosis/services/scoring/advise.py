"""Ask less: the next question worth asking, and which raised answers reach a level."""

from dataclasses import dataclass

from diagnosis.domain.estimate import NextItem, Raises
from diagnosis.domain.fault import FaultyInput, below
from diagnosis.domain.intake.fields import Fields
from diagnosis.domain.intake.form import Form
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.verdict import Verdict
from diagnosis.services.errors import NoModel
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.scoring.diagnose import diagnose

AGREEMENT = 0.96
AGREEMENT_RANGE = (0.5, 0.999)
STANDARD = "gbt-39116-2020"
_SHEET_FIELDS = ("enterprise", "form", "period", "reference")
_QUESTION_FIELDS = (
    "answers", "enterprise", "standard", "agreement", "form", "period", "reference",
)  # fmt: skip
_RAISE_FIELDS = ("sheet", "standard", "level")
_TOP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NextQuestion:
    """The next item worth asking of a form, for the estimate by one standard.

    `agreement_wanted` is the probability (0.5–0.999) wanted that the unasked answers would leave
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
    """The fewest steps tried of raised answers towards an estimated level."""

    standard: str
    estimated_level: int | None
    level: int
    raises: Raises


def next_question(
    content: Content, estimator: Estimator | None, form: Form, raw: object
) -> NextQuestion:
    """Return the next item worth asking, the estimate so far and whether to stop.

    `raw` has `answers` and may have `enterprise`, `standard` and `agreement`.

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
    standard = _standard(content, fields, form)
    wanted = fields.number("agreement", *AGREEMENT_RANGE)
    parts = {name: fields.values[name] for name in _SHEET_FIELDS if name in fields.values}
    answers = fields.values.get("answers", {})
    sheet = _read(content, {"form": form.ref, "answers": answers, **parts}, fields, form=form)
    agreement = AGREEMENT if wanted is None else wanted
    advice = _require(estimator).next_item(sheet, standard, agreement)
    if advice is None:
        raise NoModel
    return NextQuestion(
        form=form,
        standard=standard,
        answered=len(sheet.answers),
        advice=advice,
        agreement_wanted=agreement,
        verdicts=diagnose(content, sheet, explained=False).verdicts,
    )


def counterfactual(content: Content, estimator: Estimator | None, raw: object) -> Counterfactual:
    """Return the fewest steps found of raised answers that lead to an estimated level.

    `raw` has `sheet` and may have `standard` and `level` (1–4; one above the estimate if absent).

    Raises
    ------
    FaultyInput
        With every fault of the request, those of the sheet below `/sheet`.
    NoModel
        When no model of the standard is served.

    """
    fields = Fields(raw, _RAISE_FIELDS)
    if not fields.is_object:
        fields.stop()
    standard = _standard(content, fields)
    level = fields.whole("level", 1, _TOP)
    if not fields.has("sheet", required=True):
        fields.stop()
    sheet = _read(content, fields.values["sheet"], fields, place="/sheet")
    served = _require(estimator)
    now = next(
        (estimate for estimate in served.estimate(sheet) if estimate.standard == standard), None
    )
    if now is None or now.refusal is not None:
        raise NoModel
    target = level or min((now.level or 0) + 1, _TOP)
    raises = served.raises_to(sheet, standard, target)
    if raises is None:
        raise NoModel
    return Counterfactual(
        standard=standard, estimated_level=now.level, level=target, raises=raises
    )


def _require(estimator: Estimator | None) -> Estimator:
    if estimator is None:
        raise NoModel
    return estimator


def _standard(content: Content, fields: Fields, form: Form | None = None) -> str:
    """Return the standard asked for, else the first of the form's own that can have a model."""
    allowed = (content.standards.staged.id, content.standards.gated.id)
    modelled = (name for name in (form.standards if form else ()) if name in allowed)
    name = fields.values.get("standard", next(modelled, STANDARD))
    if name not in allowed:
        shown, known = str(name)[:80], ", ".join(allowed)
        fields.fault("standard", "unknown-standard", standard=shown, allowed=known)
    return str(name)


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
