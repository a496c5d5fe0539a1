"""Ask less: the next question worth asking, and which raised answers reach a level."""

from collections.abc import Mapping
from typing import Any

from diagnosis.domain.estimate import NextItem, Raises
from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.form import Form
from diagnosis.domain.text import Say, Text
from diagnosis.present.intake.form import show_item
from diagnosis.present.scoring.estimate import render_estimates
from diagnosis.services.errors import NoModel
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.scoring.diagnose import diagnose, read

AGREEMENT = 0.96
AGREEMENT_RANGE = (0.5, 0.999)
STANDARD = "gbt-39116-2020"
_QUESTION_FIELDS = (
    "answers", "enterprise", "standard", "agreement", "form", "period", "reference",
)  # fmt: skip
_SHEET_FIELDS = ("enterprise", "form", "period", "reference")
_RAISE_FIELDS = ("sheet", "standard", "level")
_TOP = 4


def _estimator(content: Content) -> Estimator:
    if content.estimator is None:
        raise NoModel
    return content.estimator


def _fields(raw: object, allowed: tuple[str, ...]) -> tuple[Mapping[str, Any], list[Fault]]:
    if not isinstance(raw, dict):
        expected = {"expected": Text("对象", "an object")}
        raise FaultyInput([Fault("", "wrong-type", expected)])
    faults = [
        Fault(f"/{key}", "unknown-field", {"name": key, "allowed": ", ".join(allowed)})
        for key in raw
        if key not in allowed
    ]
    return raw, faults


def _standard(
    content: Content, raw: Mapping[str, Any], faults: list[Fault], form: Form | None = None
) -> str:
    """Return the standard asked for, else the first of the form's own that can have a model."""
    own = content.standards
    allowed = (own.staged.id, own.gated.id)
    default = next((one for one in (form.standards if form else ()) if one in allowed), STANDARD)
    name = raw.get("standard", default)
    if name not in allowed:
        values = {"standard": str(name)[:80], "allowed": ", ".join(allowed)}
        faults.append(Fault("/standard", "unknown-standard", dict(values)))
    return str(name)


def next_question(content: Content, form: Form, raw: object, say: Say) -> dict[str, Any]:
    """Return the next item worth asking, the estimate so far and whether to stop.

    `raw` has `answers` and may have `enterprise`, `standard` and `agreement` (0.5–0.999): the
    probability wanted that the unasked answers would leave the level as it is.

    Raises
    ------
    FaultyInput
        With every fault of the request.
    NoModel
        When no model of the standard is served.

    """
    asked, faults = _fields(raw, _QUESTION_FIELDS)
    standard = _standard(content, asked, faults, form)
    agreement = asked.get("agreement", AGREEMENT)
    low, high = AGREEMENT_RANGE
    if isinstance(agreement, bool) or not isinstance(agreement, int | float):
        faults.append(Fault("/agreement", "wrong-type", {"expected": Text("数值", "a number")}))
    elif not low <= agreement <= high:
        faults.append(Fault("/agreement", "out-of-range", {"low": low, "high": high}))
    plain = {key: asked[key] for key in _SHEET_FIELDS if key in asked}
    raw_sheet = {"form": form.ref, "answers": asked.get("answers", {}), **plain}
    sheet = _read(content, raw_sheet, faults, form=form)
    found = _estimator(content).next_item(sheet, standard, float(agreement))
    if found is None:
        raise NoModel
    diagnosis = diagnose(content, sheet)
    entry = None if found.item is None else form.entries[found.item]
    return {
        "form": form.ref,
        "standard": standard,
        "answered": len(sheet.answers),
        "item": None
        if found.item is None or entry is None
        else show_item(content.bank[found.item], entry, say),
        "agreement": found.agreement,
        "agreement_wanted": float(agreement),
        "stop": found.stop,
        "why": say(_why_stop(found, float(agreement))),
        "estimate": render_estimates(diagnosis.verdicts, (found.estimate,), say)[0],
    }


def _why_stop(found: NextItem, wanted: float) -> Text:
    """Return why to stop, or to go on."""
    if found.item is None:
        return Text(
            "这份问卷里已没有能改变估计的题目。",
            "Nothing is left in this form that would tell more.",
        )
    if found.stop:
        return Text(
            f"把握已达到 {found.agreement:.0%}（要求 {wanted:.0%}），余下的题多半不会改变级别。",
            f"Sure enough at {found.agreement:.0%} ({wanted:.0%} wanted): the rest would hardly "
            "change the level.",
        )
    return Text(
        f"把握为 {found.agreement:.0%}（要求 {wanted:.0%}），这一题最能说明问题。",
        f"Sure at {found.agreement:.0%} ({wanted:.0%} wanted); this item tells most.",
    )


def _read(
    content: Content,
    raw: dict[str, Any],
    faults: list[Fault],
    where: str = "",
    form: Form | None = None,
) -> Any:
    """Return the sheet; faults of the request and of the sheet are raised together."""
    try:
        sheet = read(content, raw, form=form.ref if form else None)
    except FaultyInput as error:
        own = [Fault(where + one.pointer, one.code, one.values) for one in error.faults]
        raise FaultyInput([*faults, *own]) from None
    if faults:
        raise FaultyInput(faults)
    return sheet


def counterfactual(content: Content, raw: object, say: Say) -> dict[str, Any]:
    """Return the fewest steps found of raised answers that lead to an estimated level.

    `raw` has `sheet` and may have `standard` and `level` (1–4; one above the estimate if absent).

    Raises
    ------
    FaultyInput
        With every fault of the request, those of the sheet below `/sheet`.
    NoModel
        When no model of the standard is served.

    """
    asked, faults = _fields(raw, _RAISE_FIELDS)
    standard = _standard(content, asked, faults)
    level = asked.get("level")
    if level is not None and (isinstance(level, bool) or not isinstance(level, int)):
        expected = {"expected": Text("整数", "a whole number")}
        faults.append(Fault("/level", "wrong-type", expected))
    elif level is not None and not 1 <= level <= _TOP:
        faults.append(Fault("/level", "out-of-range", {"low": 1, "high": _TOP}))
    if "sheet" not in asked:
        faults.append(Fault("", "missing-field", {"name": "sheet"}))
        raise FaultyInput(faults)
    sheet = _read(content, asked["sheet"], faults, "/sheet")
    estimator = _estimator(content)
    now = next((one for one in estimator.estimate(sheet) if one.standard == standard), None)
    if now is None or now.refusal is not None:
        raise NoModel
    aim = level or min((now.level or 0) + 1, _TOP)
    found = estimator.raises_to(sheet, standard, aim)
    if found is None:
        raise NoModel
    return {
        "standard": standard,
        "estimated_level": now.level,
        "level": aim,
        "reached": found.reached,
        "level_after": found.level if found.level >= 0 else None,
        "why": say(_why_reached(found)),
        "raises": [
            {
                "item": one.item,
                "text": say(content.bank[one.item].text),
                "from": one.before,
                "to": one.after,
            }
            for one in found.answers
        ],
    }


def _why_reached(found: Raises) -> Text:
    """Return what the raises mean, or why the level is out of their reach."""
    if found.level < 0:
        return Text(
            "已答的题太少，模型给不出级别。", "Too few answers for the model to give a level."
        )
    if not found.reached:
        return Text(
            "只提高已答的题，在步数上限内到不了这一级。",
            "Raising answered items alone does not reach the level within the steps tried.",
        )
    return Text(
        "按对估计的提升从大到小选出；模型预计自填会偏高，所以比规则要求的要多。",
        "Chosen by what lifts the estimate most; the model expects claims to run high, so it asks "
        "for more than the rule does.",
    )
