"""The report of a sheet that was visited: claim and verified answer side by side, files beside."""

from diagnosis.domain.text import Language
from diagnosis.optimiser.planner import Planner
from diagnosis.report.chapters.whole import report_of
from diagnosis.report.document import Chapter, ReportTable
from diagnosis.services.ports.scope import Principal
from diagnosis.services.promotion.report_facts import facts_at_hand
from diagnosis.services.retrofit.keep_plan import Planning
from tests.ports.visit_records import FIRM, OFFICE, PORTAL
from tests.services.visits.visiting import IN_BOTH, REASON, Visiting, seen_running


def chapters(visiting: Visiting, who: Principal) -> dict[str, Chapter]:
    """Return the chapters of the report that somebody makes."""
    using = Planning(contents=visiting.using.contents, solver=Planner())
    assessment_id = visiting.row.assessment_id
    facts = facts_at_hand(using, None, visiting.reader(who), assessment_id)
    return {each.id: each for each in report_of(facts, Language.ZH).chapters}


@IN_BOTH
def test_what_was_verified_stands_beside_what_was_claimed(visiting: Visiting) -> None:
    assert "verified" not in chapters(visiting, FIRM)
    visit_id = visiting.begin()
    visiting.save(visit_id, {"ai-plan": seen_running(0, note="只有口头的打算")})
    assert "verified" not in chapters(visiting, OFFICE)  # it may still change
    visiting.sign(visit_id)
    for who in (FIRM, OFFICE, PORTAL):
        chapter = chapters(visiting, who)["verified"]
        (table,) = [block for block in chapter.blocks if isinstance(block, ReportTable)]
        ((name, claim, found, rests_on, note),) = table.rows
        assert name == "人工智能计划"
        assert str(claim).startswith(f"{visiting.claims['ai-plan']:.0f} 档：")
        assert str(found).startswith("0 档：")
        assert rests_on == "现场看到在用"
        assert note == f"{REASON}；只有口头的打算"
        said = "".join(str(getattr(block, "text", "")) for block in chapter.blocks)
        assert "陈工（示例咨询有限公司）到现场核实" in said
        assert "与供应商的关系：某软件商的代理。" in said
