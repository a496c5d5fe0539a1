"""What matches an assessment, and the preview of a plan, as JSON values."""

from diagnosis.present.promotion.cases import show_cases
from diagnosis.present.retrofit.comparison import show_comparison
from diagnosis.present.retrofit.plan import show_firm_plan
from diagnosis.present.retrofit.support import show_support
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.match_assessment import AssessmentCases, AssessmentSupport
from diagnosis.services.promotion.preview import PlanPreview


def show_preview(content: Content, preview: PlanPreview, say: Say) -> Shown:
    """Return the plan of a sheet, and what was asked for beside it."""
    what_if, comparison = preview.what_if, preview.comparison
    support = preview.support
    return {
        "roadmap": show_firm_plan(content, preview.plan, say, beside=preview.beside),
        "what_if": what_if and show_firm_plan(content, what_if, say),
        "comparison": comparison and show_comparison(content, comparison, say),
        "support": support and show_support(content, support, say, details=preview.details),
        "cases": preview.cases
        and show_cases(content, preview.cases, say, details=preview.details),
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
