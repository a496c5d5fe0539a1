"""The real cases nearest to a firm and its plan."""

from collections.abc import Collection
from dataclasses import dataclass

from diagnosis.domain.intake.enterprise import production_type_of, size_class
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.promotion.match_cases import Matches, Seeker, match_cases
from diagnosis.domain.retrofit.catalogue.package import grades_of
from diagnosis.domain.retrofit.catalogue.trade import GENERIC, MatchedBy
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.scoring.verdict import position_of
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.planned_work import planned_packages


@dataclass(frozen=True, slots=True)
class CaseMatch:
    """The cases near to a firm, and the firm as it looked for them."""

    seeker: Seeker
    matches: Matches


def find_cases_for(content: Content, sheet: Sheet, plan: KeptPlan | None) -> CaseMatch:
    """Return the cases near to a sheet's firm and, if there is one, its plan."""
    packages = planned_packages(content, plan) if plan else ()
    scenes = dict.fromkeys(scene for package in packages for scene in package.scenes)
    planned = [package.id for package in packages]
    seeker = seeker_of(content, sheet, scenes=scenes, packages=planned)
    return CaseMatch(seeker, match_cases(seeker, content.cases.values()))


def seeker_of(
    content: Content, sheet: Sheet, *, scenes: Collection[str] = (), packages: Collection[str] = ()
) -> Seeker:
    """Return a sheet's firm as one that looks for cases.

    A case counts as having done a package of the plan where it did another grade of it.
    """
    firm = sheet.enterprise
    grades = grades_of(content.packages.values())
    done = {other: name for name in packages for other in grades[name]}
    production_type, basis = production_type_of(firm, content.codes)
    answered = {item: position_of(value) for item, value in sheet.answers.items()}
    return Seeker(
        positions={item: value for item, value in answered.items() if value is not None},
        industry=firm.industry,
        production_type=production_type if basis != "default" else None,
        size=size_class(firm.employees, firm.revenue_wan, content.codes.sizes),
        place=firm.city,
        scenes=tuple(scenes),
        packages=done | {name: name for name in packages},
        fellows=_fellows(content, firm.industry),
        not_answered=tuple(item for item in sheet.form.entries if answered.get(item) is None),
    )


def _fellows(content: Content, industry: str | None) -> tuple[str, ...]:
    """Return the cases of the trade of an industry; none where no trade is its own.

    A case whose class no trade names is of none: the commonest trade of its division says little
    of it.
    """
    wanted = content.trades.match(industry, None)
    if wanted is None or wanted.trade.id in GENERIC.values():
        return ()
    fellows = []
    for case in content.cases.values():
        match = content.trades.match(case.industry_class or case.division, None)
        is_sure = match is not None and (
            case.industry_class is None or match.by is MatchedBy.CLASS
        )
        if match is not None and is_sure and match.trade == wanted.trade:
            fellows.append(case.id)
    return tuple(fellows)
