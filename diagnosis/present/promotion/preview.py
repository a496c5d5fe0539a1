"""What matches an assessment, and the preview of a plan, as JSON values."""

from diagnosis.present.promotion.cases import show_cases
from diagnosis.present.retrofit.comparison import PAIR_BYTES, show_comparison, show_in_brief
from diagnosis.present.retrofit.plan import PLAN_BYTES, shorten_plan, show_firm_plan
from diagnosis.present.retrofit.support import show_support
from diagnosis.present.say import Say, Shown
from diagnosis.present.shorten import bytes_of
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.match_assessment import AssessmentCases, AssessmentSupport
from diagnosis.services.promotion.preview import PlanPreview

FRAME_BYTES = 100
"""What the names of the parts of an answer weigh."""


def show_preview(content: Content, preview: PlanPreview, say: Say) -> Shown:
    """Return the plan of a sheet, and what was asked for beside it.

    Without details the plan and its cases are 40 kB at most, the plan and its what-if 60 kB, and
    support is 20 kB.
    """
    details, support, cases = preview.details, preview.support, preview.cases
    shown = {
        "roadmap": show_firm_plan(content, preview.plan, say, beside=preview.beside),
        **_what_if(content, preview, say),
        "support": support and show_support(content, support, say, details=details),
        "cases": cases and show_cases(content, cases, say, details=details),
    }
    if not details:
        beside = bytes_of(shown["what_if"]) + bytes_of(shown["comparison"])
        most = min(PLAN_BYTES - bytes_of(shown["cases"]), PAIR_BYTES - beside)
        shorten_plan(shown["roadmap"], most - FRAME_BYTES)
    return shown


def _what_if(content: Content, preview: PlanPreview, say: Say) -> Shown:
    other, comparison = preview.what_if, preview.comparison
    if other is None or comparison is None:
        return {"what_if": None, "comparison": None}
    plan = show_firm_plan(content, other, say)
    only = comparison.only_second
    return {
        "what_if": show_in_brief(plan, only, details=preview.details),
        "comparison": show_comparison(content, comparison, say),
    }


def show_assessment_cases(
    content: Content, match: AssessmentCases, say: Say, *, details: bool
) -> Shown:
    """Return the cases near to the firm of an assessment."""
    return {
        "assessment_id": match.assessment_id,
        "roadmap_id": match.plan_id,
        **show_cases(content, match.cases, say, details=details),
    }


def show_assessment_support(
    content: Content, match: AssessmentSupport, say: Say, *, details: bool
) -> Shown:
    """Return the support for the firm of an assessment."""
    return {
        "assessment_id": match.assessment_id,
        "roadmap_id": match.plan_id,
        **show_support(content, match.support, say, details=details),
    }
