"""Packages and trades as Markdown tables for experts; docs/ keeps them, fresh by test."""

from collections.abc import Iterator

from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.catalogue.effect import (
    ChoiceEffect,
    LadderEffect,
    OptionsEffect,
    PackageEffect,
    ShareEffect,
)
from diagnosis.domain.retrofit.catalogue.package import Package, PackageArea
from diagnosis.domain.retrofit.catalogue.trade import Trade
from diagnosis.present import names
from diagnosis.present.catalogue.markdown import both, head, row
from diagnosis.present.numbers import number
from diagnosis.services.catalogue.packages import costs_of, trade_for_costs
from diagnosis.services.ports.content import Content

_PACKAGES_HEAD = """# Packages 改造包

Generated from `knowledge/packages/`; do not edit. Costs are estimates in 万元 for firms of 25,
60 and 250 people: low – middle – high to build, and the middle a year to run. They order and
word; they are no quotes. An arrow gives the ladder position that an item has afterwards: light
packages lift to 3 at most, and few full ones above it. No package moves results, spending or
what a firm declares.
"""
_EARLIER_HEAD = """## Earlier projects 旧项目编号

Projects that packages took over. Their ids go on: `/v1/projects/{id}` leads to the package, and
feedback and filters may name them. What was a step says nothing of the package as a whole.
"""
_TRADES_HEAD = """# Trades 行业族

Generated from `knowledge/trades/`; do not edit. What each trade has: steps of its spine, packages
of its own, packages on offer to it in all, uses of AI, pains and by how many packages the least
served of them is served, published figures. A use of AI without an example in `knowledge/trades/`
is one that the trade is known for, of which no published example was found.
"""

_PACKAGE_COLUMNS = (
    "Package", "Trade", "Brings answers to", "Needs", "25", "60", "250", "Run", "Pains",
)  # fmt: skip
_TRADE_COLUMNS = (
    "Trade", "Divisions", "Spine", "Own", "On offer", "AI", "Pains", "Least served", "Figures",
)  # fmt: skip


def packages_table(content: Content) -> str:
    """Return the packages by area: grade, whose they are, effects, needs, costs at three sizes."""
    lines = [_PACKAGES_HEAD, *_typical_firms(content)]
    for area in PackageArea:
        packages = [package for package in content.packages.values() if package.area is area]
        if not packages:
            continue
        area_name = names.PACKAGE_AREAS[area]
        lines.append(f"## {both(area_name)} ({len(packages)})\n")
        lines += head(_PACKAGE_COLUMNS)
        lines += [row(_package_cells(content, package)) for package in packages]
        lines.append("")
    lines += [_EARLIER_HEAD, *head(("Earlier project", "Package", "As"))]
    lines += [
        row((f"`{name}`", f"`{taken.package}`", "the package" if taken.is_whole else "a step"))
        for name, taken in sorted(content.earlier.items())
    ]
    return "\n".join(lines).rstrip() + "\n"


def _typical_firms(content: Content) -> Iterator[str]:
    """Yield what typical firms spend to climb a level, with the sum of what they buy."""
    yield "## Typical firms 典型企业\n"
    yield from head(("Firm", "Buys", "Range", "Sum of middles", "Run a year", "Rests on"))
    for firm in content.typical_firms:
        bought = [content.packages[name] for name in firm.packages]
        costs = [costs_of(content, package, None, firm.employees)[0] for package in bought]
        yield row(
            (
                both(firm.name),
                ", ".join(f"`{name}`" for name in firm.packages),
                f"{number(firm.build_wan.low)}–{number(firm.build_wan.high)}",
                number(round(sum(cost.build_wan.mid for cost in costs), 1)),
                number(round(sum(cost.run_wan_per_year.mid for cost in costs), 1)),
                both(firm.says),
            )
        )
    yield ""


def trades_table(content: Content) -> str:
    """Return what each trade has, by count, then the spine of each by name."""
    trades = content.trades.by_id.values()
    lines = [_TRADES_HEAD, *head(_TRADE_COLUMNS)]
    lines += [row(_trade_cells(content, trade)) for trade in trades]
    for trade in trades:
        lines.append(f"\n## {both(trade.name)}\n")
        for place, step in enumerate(trade.spine, start=1):
            packages = ", ".join(f"`{name}`" for name in step.packages)
            lines.append(f"{place}. {both(step.name)}: {packages}")
        special = [
            f"{both(package.name)} `{package.id}`"
            for package in content.packages.values()
            if trade.id in package.trades
        ]
        lines.append(f"\nOwn 自有：{'; '.join(special)}.\n")
        uses = [f"{both(use.name)} `{use.package}`" for use in trade.ai_uses]
        lines.append(f"AI 人工智能：{'; '.join(uses)}.")
    return "\n".join(lines).rstrip() + "\n"


def _package_cells(content: Content, package: Package) -> Iterator[str]:
    grade = names.GRADES[package.grade].en
    yield f"{both(package.name)}<br>`{package.id}` {grade}{', AI' if package.is_ai else ''}"
    yield "<br>".join(package.trades) or "every"
    yield "<br>".join(_effect(effect) for effect in package.effects)
    needs = [*package.needs.packages]
    needs += [f"{need.item} ≥ {need.at_least}" for need in package.needs.items]
    yield "<br>".join(needs) or "–"
    costs = costs_of(content, package, trade_for_costs(content, package, None), None)
    for cost in costs:
        yield _money(cost.build_wan) if package.headcounts.hold(cost.employees) else "–"
    yield " / ".join(number(round(cost.run_wan_per_year.mid, 1)) for cost in costs)
    yield ", ".join(package.pains)


def _money(money: Money) -> str:
    return " – ".join(number(round(value, 1)) for value in (money.low, money.mid, money.high))


def _effect(effect: PackageEffect) -> str:
    if isinstance(effect, LadderEffect):
        return f"{effect.item} → {effect.to}"
    if isinstance(effect, OptionsEffect):
        return f"{effect.item} + {', '.join(effect.adds)}"
    if isinstance(effect, ChoiceEffect):
        return f"{effect.item} ≥ {effect.at_least}"
    if isinstance(effect, ShareEffect):
        return f"{effect.item} → {effect.to_percent} %"
    return f"{effect.item}: {', '.join(effect.areas)}"


def _trade_cells(content: Content, trade: Trade) -> Iterator[str]:
    offered = list(trade.offers(content.packages.values()))
    served = [sum(entry.pain in package.pains for package in offered) for entry in trade.pains]
    yield f"{both(trade.name)}<br>`{trade.id}`"
    yield ", ".join(trade.divisions) or "–"
    yield str(len(trade.spine))
    yield str(sum(trade.id in package.trades for package in offered))
    yield str(len(offered))
    yield str(len(trade.ai_uses))
    yield str(len(trade.pains))
    yield str(min(served))
    yield str(len(trade.figures))
