"""`/sheets/<id>/result`: what a sheet comes to, a draft as it stands or what was submitted."""

from uuid import UUID

from flask import Response

from diagnosis.domain.intake.currency import china_day
from diagnosis.present.moments import day_words
from diagnosis.present.result.estimates import show_estimates_briefly
from diagnosis.present.result.first_things import clear_answers, first_note, show_first_things
from diagnosis.present.result.headline import headline
from diagnosis.present.result.level_by_plan import show_ladders_beside_plan
from diagnosis.present.result.support_shown import show_money_to_get
from diagnosis.present.result.unconfirmed import unsettled
from diagnosis.present.result.weak_beside_plan import show_weak_beside_plan
from diagnosis.present.result.weak_points import (
    WEAK_SHOWN,
    show_contradictions,
    show_strengths,
)
from diagnosis.report.drawings import draw_fields, draw_ladder
from diagnosis.services.ports.records import State
from diagnosis.services.promotion.sheet_result import (
    SheetDiagnosis,
    diagnose_at_hand,
    support_at_hand,
)
from diagnosis.web.exchange import caller, container, content
from diagnosis.web.languages import wanted_language
from diagnosis.web.pages.question_links import places_of, with_links
from diagnosis.web.pages.result.at_hand import is_firms, page_say, planned, sheet_page
from diagnosis.web.pages.result.drawings import for_others, markup
from diagnosis.web.pages.result.reports import offered_reports
from diagnosis.web.pages.site import site


@site.get("/sheets/<uuid:assessment_id>/result")
def show_result(assessment_id: UUID) -> Response:
    """Show the result of a sheet; of one without an answer that there is none."""
    running = container()
    at_hand = diagnose_at_hand(running.versions, running.estimator, caller(), str(assessment_id))
    record, diagnosis, of_day = at_hand.record, at_hand.diagnosis, at_hand.content
    if not diagnosis.sheet.answers:
        return sheet_page("nothing.html", record)
    say, language = page_say(), wanted_language()
    plan = planned(assessment_id)
    gives_levels = bool(diagnosis.sheet.form.standards)
    aim = None if plan.plan is None else plan.plan.target.standard_id
    radar = draw_fields(diagnosis, language) if gives_levels else None
    to_reader = markup if is_firms() else for_others
    rough = first_note(of_day, diagnosis)
    of_plan = of_day if plan.plan is None else plan.content
    ladders = show_ladders_beside_plan(of_plan, diagnosis, plan.plan, say)
    weak = show_weak_beside_plan(of_day, diagnosis, plan.plan, of_plan, say)
    stored = at_hand.stored
    made_on = record.updated_at if record.submitted_at is None else record.submitted_at
    return sheet_page(
        "result.html",
        record,
        offered=offered_reports(),
        gives_levels=gives_levels,
        made_on=say(day_words(china_day(made_on))),
        is_withdrawn=stored is not None and stored.withdrawal is not None,
        headline=say(headline(of_day, diagnosis, plan.plan, of_plan)),
        ladders=ladders,
        stairs=[
            to_reader(draw_ladder(each, number, language))
            for number, each in enumerate(ladders, 1)
        ],
        first_note=None if rough is None else say(rough),
        is_none_clear=clear_answers(of_day, diagnosis).answered == 0,
        first=show_first_things(of_plan, diagnosis, plan.plan, say),
        money=show_money_to_get(content(), support_at_hand(content(), plan, running.today()), say),
        radar=to_reader(radar),
        strengths=show_strengths(of_day, diagnosis, say),
        weak=weak[:WEAK_SHOWN],
        weak_names=[each["name"] for each in weak[WEAK_SHOWN:]],
        contradictions=with_links(
            show_contradictions(of_day, diagnosis, say), *_places_to_mend(at_hand)
        ),
        unsettled=[say(text) for text in unsettled(of_day, diagnosis)],
        estimate=show_estimates_briefly(of_day, diagnosis, aim, say) if gives_levels else None,
    )


def _places_to_mend(at_hand: SheetDiagnosis) -> tuple[dict[str, str], str | None]:
    """Return where each answer and the facts are changed; nowhere where the reader may not."""
    record, form = at_hand.record, at_hand.diagnosis.sheet.form
    if record.state is not State.DRAFT or not is_firms():
        return {}, None
    place = f"/sheets/{record.id}"
    return places_of(form, place), f"{place}/firm"
