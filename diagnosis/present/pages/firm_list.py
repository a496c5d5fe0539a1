"""Firms of a list as values for people: facts in words, how far they are, where they stand."""

from collections.abc import Iterable

from diagnosis.domain.intake.enterprise import Enterprise
from diagnosis.domain.scoring.standard import Standard
from diagnosis.domain.text import Text
from diagnosis.present import names, numbers
from diagnosis.present.intake.code_names import industry_name, place_name
from diagnosis.present.moments import day_in_china
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import AssessmentRecord, State
from diagnosis.services.scoring.firm_list import FirmStage, LevelCount, ListedFirm

STAGES = {
    FirmStage.NOT_BEGUN: Text("还没开始填", "Not begun"),
    FirmStage.FILLING_IN: Text("填写中", "Being filled in"),
    FirmStage.SUBMITTED: Text("已提交", "Submitted"),
    FirmStage.VISITED: Text("已走访核实", "Verified on site"),
}
"""How far a firm is, in words."""
_STATES = {
    State.DRAFT: Text("填写中", "being filled in"),
    State.SUBMITTED: Text("已提交", "submitted"),
}
_BRIEF = {
    "gbt-39116-2020": Text("智能制造成熟度", "Smart manufacturing"),
    "miit-sme-2024": Text("中小企业数字化", "SME digital level"),
    "smart-factory-2025": Text("智能工厂", "Smart factory"),
    "ai-readiness": Text("人工智能就绪度", "AI readiness"),
}
"""Names of standards where there is little room."""
_LEVEL = Text("{level} 级 {name}", "{level} {name}")
NO_LEVEL = Text("还定不了级", "no level yet")
_NO_NAME = Text("（没有名称）", "(no name)")


def brief_name(standard: Standard) -> Text:
    """Return the name of a standard where there is little room."""
    return _BRIEF.get(standard.id, standard.name)


def level_name(standard: Standard, level: int | None) -> Text:
    """Return a level of a standard by number and name; None is no level yet."""
    known = {each.level: each.name for each in standard.levels}
    if level is None or level not in known:
        return NO_LEVEL
    return _LEVEL.fill(level=level, name=known[level]) if level else known[level]


def show_listed_firm(content: Content, firm: ListedFirm, say: Say) -> Shown:
    """Return a firm as a list for people shows it.

    `levels` are those of its youngest current diagnosis by each standard, beside them those that
    a visit verified; empty where there is no diagnosis.
    """
    sheet = firm.sheet
    return show_firm_in_words(content, firm.record.facts, say) | {
        "id": firm.record.id,
        "size_name": firm.record.size and say(names.SIZES[firm.record.size]),
        "stage": str(firm.stage),
        "stage_name": say(STAGES[firm.stage]),
        "saved_on": sheet and say(day_in_china(sheet.updated_at)),
        "period": firm.diagnosis and firm.diagnosis.period,
        "result_of": firm.diagnosis and firm.diagnosis.assessment_id,
        "levels": [_level(standard, firm, say) for standard in content.standards]
        if firm.diagnosis
        else [],
    }


def show_firm_in_words(content: Content, facts: Enterprise, say: Say) -> Shown:
    """Return the facts of a firm for people; what is not known is None."""
    codes = content.codes
    is_placed = facts.city in codes.places
    return {
        "name": facts.name or say(_NO_NAME),
        "credit_code": facts.credit_code,
        "site": facts.site,
        "industry_name": say(industry_name(codes, facts.industry)) if facts.industry else None,
        "place_name": say(place_name(codes, facts.city)) if facts.city and is_placed else None,
        "employees": facts.employees,
        "revenue_wan": None if facts.revenue_wan is None else numbers.number(facts.revenue_wan),
        "chain": facts.chain,
        "park": facts.park,
    }


def _level(standard: Standard, firm: ListedFirm, say: Say) -> Shown:
    row = firm.diagnosis
    level = None if row is None else row.levels.get(standard.id)
    verified = None if row is None else row.verified_levels.get(standard.id)
    return {
        "standard": standard.id,
        "brief": say(brief_name(standard)),
        "level": level,
        "level_name": say(level_name(standard, level)),
        "verified_name": None if verified is None else say(level_name(standard, verified)),
    }


def show_level_steps(content: Content, firm: ListedFirm, say: Say) -> list[Shown]:
    """Return the levels of each standard as steps in words, and which the firm stands on."""
    row = firm.diagnosis
    levels = {} if row is None else row.levels
    verified = {} if row is None else row.verified_levels
    return [
        _steps(standard, levels.get(standard.id), verified.get(standard.id), say)
        for standard in content.standards
    ]


def _steps(standard: Standard, level: int | None, verified: int | None, say: Say) -> Shown:
    following = next(
        (each for each in standard.levels if level is not None and each.level > level), None
    )
    reading = next((each.reading for each in standard.levels if each.level == level), None)
    return {
        "standard": standard.id,
        "name": say(standard.name),
        "level": level,
        "level_name": say(level_name(standard, level)),
        "reading": reading and say(reading),
        "next_name": following and say(level_name(standard, following.level)),
        "verified_name": None if verified is None else say(level_name(standard, verified)),
        "is_lower": verified is not None and level is not None and verified < level,
        "steps": [
            {
                "name": say(level_name(standard, each.level)),
                "is_here": each.level == level,
                "is_verified": each.level == verified,
            }
            for each in standard.levels
        ],
    }


def show_level_counts(counts: Iterable[LevelCount], say: Say) -> list[Shown]:
    """Return how many of the listed firms stand on each level, by standard, and on none."""
    return [
        {
            "standard": count.standard.id,
            "brief": say(brief_name(count.standard)),
            "levels": [
                {"name": say(level_name(count.standard, level.level)), "count": number}
                for level, number in zip(count.standard.levels, count.on_level, strict=True)
            ],
            "without": count.without,
        }
        for count in counts
    ]


def show_sheet_line(content: Content, record: AssessmentRecord, say: Say) -> Shown:
    """Return a sheet as a line for people: its form by name, its state, when it was saved."""
    sheet = record.sheet
    name, _, version = sheet.form.partition("@")
    form = content.forms.get(name, {}).get(version)
    return {
        "id": record.id,
        "enterprise_id": record.enterprise_id,
        "firm": sheet.enterprise.name or say(_NO_NAME),
        "form_name": say(form.title) if form else sheet.form,
        "state": str(record.state),
        "state_name": say(_STATES[record.state]),
        "period": sheet.period,
        "reference": sheet.reference,
        "saved_on": say(day_in_china(record.submitted_at or record.updated_at)),
    }
