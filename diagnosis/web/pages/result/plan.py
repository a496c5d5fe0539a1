"""`/sheets/<id>/plan`: the plan of a sheet, and what it would be otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from flask import Response, request

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.number import written_number
from diagnosis.present.result.plan_shown import (
    blanks_note,
    rough_note,
    show_difference,
    show_plan_page,
)
from diagnosis.present.result.what_if_form import show_what_if_form
from diagnosis.present.retrofit.beside import NOTHING_BESIDE
from diagnosis.report.drawings import draw_calendar, draw_years
from diagnosis.services.errors import Busy
from diagnosis.services.promotion.beside_plan import beside_plan
from diagnosis.services.promotion.sheet_result import PlanChange, SheetPlan, keep_at_hand
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.web.bodies import read_form_lists
from diagnosis.web.exchange import caller, container, content, planning, sent_on
from diagnosis.web.languages import wanted_language
from diagnosis.web.pages.result.at_hand import page_say, planned, sheet_page
from diagnosis.web.pages.result.drawings import markup
from diagnosis.web.pages.site import site

_FIELDS = {
    "/budget_wan": "budget",
    "/target": "aim",
    "/pains": "pain",
    "/refused": "without",
    "/answers": "position",
}
"""The field of the page that a fault is at, by where its pointer begins."""
_BUSY_SECONDS = "5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed into the form of a what-if, as it was typed."""

    budget: str = ""
    aim: str = ""
    without: str = ""
    question: str = ""
    position: str = ""
    pains: Sequence[str] = ()
    pains_before: Sequence[str] = ()
    wrong: frozenset[str] = field(default_factory=frozenset)

    def change(self) -> PlanChange | None:
        """Return what it changes, None where it leaves all as it is."""
        wishes: dict[str, object] = {}
        answers: dict[str, object] = {}
        if self.budget:
            wishes["budget_wan"] = _number(self.budget)
        if self.aim:
            wishes["target"] = self.aim
        if self.pains and set(self.pains) != set(self.pains_before):
            wishes["pains"] = list(self.pains)
        if self.without:
            wishes["refused"] = [self.without]
        if self.question and self.position:
            answers[self.question] = _number(self.position)
        return PlanChange(wishes=wishes, answers=answers) if wishes or answers else None


def _number(text: str) -> object:
    """Return a number that was typed; what is none as it stands, for its reader to refuse."""
    number = written_number(text)
    return text if number is None else float(number)


def _typed(fields: Mapping[str, Sequence[str]]) -> Typed:
    budget, aim, without, question, position, before = (
        (fields.get(name) or ("",))[-1].strip()
        for name in ("budget", "aim", "without", "question", "position", "was")
    )
    return Typed(
        budget=budget,
        aim=aim,
        without=without,
        question=question,
        position=position,
        pains=tuple(fields.get("pain", ())),
        pains_before=tuple(before.split(",")) if before else (),
    )


@site.get("/sheets/<uuid:assessment_id>/plan")
def show_plan(assessment_id: UUID) -> Response:
    """Show the plan of a sheet; with fields of the form filled in, also what it would be then."""
    typed = _typed(request.args.to_dict(flat=False))
    try:
        plan = planned(assessment_id, typed.change())
    except FaultyInput as error:
        return _with_faults(assessment_id, typed, error.faults)
    return _plan_page(plan, typed)


@site.post("/sheets/<uuid:assessment_id>/plan")
def keep_sheet_plan(assessment_id: UUID) -> Response:
    """Keep the plan of a submitted sheet, with the wishes that were typed."""
    typed = _typed(read_form_lists())
    change = typed.change() or PlanChange()
    try:
        keep_at_hand(planning(), caller(), str(assessment_id), change.wishes)
    except FaultyInput as error:
        return _with_faults(assessment_id, typed, error.faults)
    except Busy:
        answer = _plan_page(planned(assessment_id), typed, 503, is_busy=True)
        answer.headers["Retry-After"] = _BUSY_SECONDS
        return answer
    return sent_on(f"/sheets/{assessment_id}/plan")


def _with_faults(assessment_id: UUID, typed: Typed, faults: Sequence[Fault]) -> Response:
    """Return the page with what was typed, and which fields are to be mended."""
    places = ("/" + fault.pointer.lstrip("/").partition("/")[0] for fault in faults)
    wrong = frozenset(_FIELDS.get(place, "position") for place in places)
    return _plan_page(planned(assessment_id), replace(typed, wrong=wrong), 422)


def _plan_page(
    plan: SheetPlan, typed: Typed, status: int = 200, *, is_busy: bool = False
) -> Response:
    """Return the page of a plan, or what there is instead of one."""
    record = plan.record
    if plan.plan is None:
        if not plan.is_busy:
            return sheet_page("nothing.html", record)
        answer = sheet_page("busy.html", record, 503)
        answer.headers["Retry-After"] = _BUSY_SECONDS
        return answer
    say, language = page_say(), wanted_language()
    main = plan.plan if plan.other is None else plan.other
    of_plan = plan.content if plan.other is None else content()
    rough = rough_note(plan.content, plan.sheet)
    blanks = blanks_note(of_plan, main, plan.sheet)
    beside = NOTHING_BESIDE
    if plan.other is None:
        beside = beside_plan(content(), plan.sheet, plan.plan, FirmClaims(), container().today())
    shown = show_plan_page(of_plan, main, say, beside)
    return sheet_page(
        "plan.html",
        record,
        status,
        plan=shown,
        rough=rough and say(rough),
        blanks=blanks and say(blanks),
        is_kept=plan.kept is not None,
        gantt=markup(draw_calendar(shown["phases"], language)),
        bars=markup(draw_years(shown["years"], language)),
        form=show_what_if_form(content(), plan.sheet, plan.plan, typed.question, say),
        typed=typed,
        difference=plan.other and show_difference(content(), plan.plan, plan.other, say),
        budget_now=plan.plan.budget_wan,
        is_busy=is_busy or plan.is_busy,
    )
