"""Plans of usual firms to be read by people: every trade, three sizes, three budgets.

Run: `make setup && .venv/bin/python -m benchmarks.plans [--out docs/reports/plans.md]` (about ten
seconds). The firms are invented (`tests.builders.firms`); the plans are what the service gives.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from diagnosis import __version__
from diagnosis.config.settings import read_settings
from diagnosis.content.library import load_content
from diagnosis.domain.retrofit.follow_up.feedback import KnownPackages
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage, KeptPlan
from diagnosis.optimiser.planner import Planner
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.firm_plan import FirmPlan, plan_firm
from diagnosis.services.retrofit.plan_values import values_of
from tests.builders.firms import UsualFirm, budgets_for, usual_firms

OUT = Path("docs/reports/plans.md")
STARTS_ON = date(2026, 11, 25)
HEAD = """# Plans of usual firms

Made by `python -m benchmarks.plans` with version {version} of the code and content {digest}. Each
line is a plan: month of start, package (轻 light, 全 full), 万元 to build; then the account of
three years (build and running) and the level of the standard aimed at, before and after.
★ is a step of the trade's spine, ♥ serves a pain of the firm, Ⓐ is AI. Firms are invented.

"""
MARKS = {"light": "轻", "full": "全"}


def lines(content: Content) -> Iterator[str]:
    """Yield the report, a section for each trade."""
    trade = None
    for firm in usual_firms(content):
        if firm.trade != trade:
            trade = firm.trade
            yield f"\n## {content.trades.by_id[trade].name.zh} ({trade})\n"
        pains = "、".join(firm.raw["business"]["pains"])
        yield f"\n**{firm.employees} 人** · {pains}\n"
        before = None
        for budget in budgets_for(firm.employees):
            made = _plan(content, firm, budget)
            same = made.plan.outcome.plan == before
            before = made.plan.outcome.plan
            yield f"- **{_money(budget)}**：{'同上' if same else _line(content, made)}"


def _plan(content: Content, firm: UsualFirm, budget: float | None) -> FirmPlan:
    request = PlanRequest(starts_on=STARTS_ON, budget_wan=budget)
    return plan_firm(content, Planner(), firm.sheet(content), request, KnownPackages())


def _money(budget: float | None) -> str:
    return "不限" if budget is None else f"{budget:g} 万元"


def _line(content: Content, made: FirmPlan) -> str:
    plan = values_of(content, made)
    packages = " · ".join(_package(content, made.plan.problem.spine_all, p) for p in plan.packages)
    first = _first_ai(content, plan)
    return (
        f"{packages or '买不起任何一包'}。"
        f"三年 {plan.total.mid:.1f} 万元（建 {plan.build.low:.0f}–{plan.build.high:.0f}）；"
        f"{_levels(plan)}；{first}"
    )


def _package(content: Content, spine: tuple[str, ...], planned: KeptPackage) -> str:
    package = content.packages[planned.id]
    marks = "★" * (planned.id in spine) + "♥" * bool(planned.why.serves) + "Ⓐ" * package.is_ai
    grade = MARKS[str(package.grade)]
    month = int(planned.start_month) + 1
    return f"第 {month} 个月 {package.name.zh}（{grade}{marks} {planned.build.mid:.1f}）"


def _levels(plan: KeptPlan) -> str:
    before = next(r for r in plan.before if r.standard == plan.target.standard)
    after = next(r for r in plan.after if r.standard == plan.target.standard)
    return f"{plan.target.standard_id} {before.level} → {plan.promised(after)}"


def _first_ai(content: Content, plan: KeptPlan) -> str:
    step = plan.first_ai
    if step is None:
        return "没有适合的人工智能包"
    name = content.packages[step.package].name.zh
    if step.start_month is not None:
        return f"人工智能：第 {int(step.start_month) + 1} 个月 {name}"
    lacking = [content.packages[each].name.zh for each in step.lacking_packages]
    lacking += [content.bank[each.item].name.zh for each in step.lacking_items]
    return f"人工智能：{name}，先要 {'、'.join(lacking) or '钱和人手'}"


def main() -> None:
    """Write the report."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    out: Path = parser.parse_args().out
    content = load_content(read_settings().content_dir)
    head = HEAD.format(version=__version__, digest=content.digest[:12])
    out.write_text(head + "\n".join(lines(content)) + "\n", encoding="utf-8")
    print(out)


if __name__ == "__main__":
    main()
