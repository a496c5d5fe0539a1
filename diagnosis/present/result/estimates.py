"""The estimate of what a visit would find: one line, and the details for who wants them."""

from diagnosis.domain.estimate import Estimate
from diagnosis.domain.text import Text
from diagnosis.present.likelihood import likely_levels
from diagnosis.present.result.ladders import short_name, verdicts_of_form
from diagnosis.present.say import Say, Shown, joined
from diagnosis.present.scoring.estimate import WHY_CHECK
from diagnosis.present.scoring.overstatement import overstatement_sentence
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis

_LINE = Text(
    "上面是照贵厂自己填的算的。到现场核实，{standard}估计能核到 {level} 级。",
    "All this goes by your own answers. A visit would likely verify level {level} ({standard}).",
)
_CHECK = Text("{name}（{why}）", "{name} ({why})")
_CHECKS = Text("到现场先看：{items}。", "On site look first at: {items}.")


def show_estimates_briefly(
    content: Content, diagnosis: Diagnosis, aim: str | None, say: Say
) -> Shown | None:
    """Return the estimate in a line, and its details by standard; None where there is none."""
    names = {
        each.standard.id: short_name(each.standard) for each in verdicts_of_form(diagnosis, aim)
    }
    by_standard = {each.standard: each for each in diagnosis.estimates}
    estimates = [by_standard[name] for name in names if name in by_standard]
    line = next((each for each in estimates if each.level is not None), None)
    if line is None:
        return None
    details = [
        {"name": say(names[each.standard]), "texts": texts}
        for each in estimates
        if (texts := [say(text) for text in _texts(content, each)])
    ]
    text = _LINE.fill(standard=names[line.standard], level=line.level)
    return {"line": say(text), "details": details}


def _texts(content: Content, estimate: Estimate) -> list[Text]:
    likely = likely_levels(estimate)
    left_over = overstatement_sentence(content, estimate, names_check=False)
    texts = [text for text in (likely, left_over) if text is not None]
    if estimate.checks:
        items = [
            _CHECK.fill(name=content.bank[check.item].name, why=WHY_CHECK[check.reason])
            for check in estimate.checks
        ]
        texts.append(_CHECKS.fill(items=joined(items)))
    return texts
