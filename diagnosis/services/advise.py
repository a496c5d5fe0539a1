"""Ask less: the next question worth asking, and which raised answers reach a level."""

from collections.abc import Mapping
from typing import Any

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.form import Form
from diagnosis.domain.text import Say, Text
from diagnosis.services.diagnose import diagnose, read
from diagnosis.services.estimate import Estimator
from diagnosis.services.ports import Content
from diagnosis.services.render_estimate import render_estimates
from diagnosis.services.show_form import show_item

AGREEMENT = 0.96
AGREEMENT_RANGE = (0.5, 0.999)
STANDARD = "gbt-39116-2020"
_QUESTION_FIELDS = ("answers", "enterprise", "standard", "agreement")
_RAISE_FIELDS = ("sheet", "standard", "level")
_TOP = 4


class NoModel(Exception):
    """The standard has no model that is served."""


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


def _standard(content: Content, raw: Mapping[str, Any], faults: list[Fault]) -> str:
    """Return the standard asked for; only those that can have a model are allowed."""
    own = content.standards
    allowed = (own.staged.id, own.gated.id)
    name = raw.get("standard", STANDARD)
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
    standard = _standard(content, asked, faults)
    agreement = asked.get("agreement", AGREEMENT)
    low, high = AGREEMENT_RANGE
    if isinstance(agreement, bool) or not isinstance(agreement, int | float):
        faults.append(Fault("/agreement", "wrong-type", {"expected": Text("数值", "a number")}))
    elif not low <= agreement <= high:
        faults.append(Fault("/agreement", "out-of-range", {"low": low, "high": high}))
    plain = {key: asked[key] for key in ("enterprise",) if key in asked}
    sheet = _read(
        content, {"form": form.ref, "answers": asked.get("answers", {}), **plain}, faults
    )
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
        "estimate": render_estimates(diagnosis.verdicts, (found.estimate,), say)[0],
    }


def _read(content: Content, raw: dict[str, Any], faults: list[Fault], where: str = "") -> Any:
    """Return the sheet; faults of the request and of the sheet are raised together."""
    try:
        sheet = read(content, raw)
    except FaultyInput as error:
        own = [Fault(where + one.pointer, one.code, one.values) for one in error.faults]
        raise FaultyInput([*faults, *own]) from None
    if faults:
        raise FaultyInput(faults)
    return sheet


def counterfactual(content: Content, raw: object) -> dict[str, Any]:
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
    if now is None or now.why is not None:
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
        "level_after": found.level,
        "raises": [
            {"item": one.item, "from": one.before, "to": one.after} for one in found.answers
        ],
    }
