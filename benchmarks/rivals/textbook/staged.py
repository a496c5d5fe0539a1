"""GB/T 39116 as a textbook would score it: loops over sub-domains, domains and elements."""

from collections.abc import Mapping, Set

from benchmarks.rivals.textbook.answers import Answers, Part, Result, is_not_applicable, position
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.scoring.standard import Node, StagedStandard, Subdomain

LEVELS = 5


def met(at: float, level: int) -> float:
    """Return how far a position meets a level, 0–1."""
    if at >= level:
        return 1.0
    return round(at - (level - 1), 1) if at > level - 1 else 0.0


def effective_weights(
    standard: StagedStandard, kind: ProductionType, present: set[str]
) -> dict[str, float]:
    """Return the share of the whole of each sub-domain that is present, 0–1."""
    domains = _shares(standard.domains, standard.subdomains, kind, present)
    elements = _shares(standard.elements, standard.domains, kind, set(domains))
    total = sum(each.weight[kind] for each in standard.elements if each.id in elements)
    weights: dict[str, float] = {}
    for sub in standard.subdomains:
        if sub.id not in present or sub.parent not in domains:
            continue
        domain = next(each for each in standard.domains if each.id == sub.parent)
        element = next(each for each in standard.elements if each.id == domain.parent)
        weights[sub.id] = (
            sub.weight[kind] / domains[domain.id]
            * domain.weight[kind] / elements[element.id]
            * element.weight[kind] / total
        )  # fmt: skip
    return weights


def _shares(
    parents: tuple[Node, ...],
    children: tuple[Node, ...] | tuple[Subdomain, ...],
    kind: ProductionType,
    present: set[str],
) -> dict[str, float]:
    """Return what the present children of each parent weigh together, where that is anything."""
    sums = {parent.id: 0.0 for parent in parents}
    for child in children:
        if child.id in present:
            sums[child.parent or ""] += child.weight[kind]
    return {name: weight for name, weight in sums.items() if weight}


def counted_positions(sub: Subdomain, answers: Answers, exempt: Set[str]) -> dict[str, float]:
    """Return what each item of a sub-domain counts: beside an answer, not applicable counts 0."""
    counted = {item: at for item in sub.items if (at := position(answers, item)) is not None}
    if counted:
        absent = [item for item in sub.items if is_not_applicable(answers, item)]
        counted |= dict.fromkeys(set(absent) - exempt, 0.0)
    return counted


def score_staged(
    standard: StagedStandard, answers: Answers, kind: ProductionType, exempt: Set[str]
) -> Result:
    """Return the result of a sheet; the firm's profile proves that `exempt` items do not apply."""
    whole = effective_weights(standard, kind, {sub.id for sub in standard.subdomains})
    known = {
        sub.id: list(counted_positions(sub, answers, exempt).values())
        for sub in standard.subdomains
    }
    weights = effective_weights(standard, kind, {name for name, at in known.items() if at})
    shares = [0.0] * LEVELS
    for name, weight in weights.items():
        for level in range(LEVELS):
            mean = sum(met(at, level + 1) for at in known[name]) / len(known[name])
            shares[level] += weight * mean
    coverage = _coverage(standard, answers, whole, known, exempt)
    level, score = _level_and_score(shares, standard.threshold)
    is_enough = coverage >= standard.minimum_coverage - 1e-12
    result = Result(
        level=level if is_enough else None,
        score=score if is_enough else None,
        coverage=coverage,
        aim=min(level + 1, LEVELS),
    )
    result.parts = [
        _part(
            sub,
            weights.get(sub.id, 0.0),
            result.aim,
            counted_positions(sub, answers, exempt),
            standard.threshold,
        )
        for sub in standard.subdomains
    ]
    return result


def _coverage(
    standard: StagedStandard,
    answers: Answers,
    whole: Mapping[str, float],
    known: Mapping[str, list[float]],
    exempt: Set[str],
) -> float:
    """Return weight answered ÷ weight not cut."""
    done = uncut = 0.0
    for sub in standard.subdomains:
        absent = {item for item in sub.items if is_not_applicable(answers, item)}
        cut = len(absent if len(absent) == len(sub.items) else absent & exempt)
        done += whole.get(sub.id, 0.0) * len(known[sub.id]) / len(sub.items)
        uncut += whole.get(sub.id, 0.0) * (1 - cut / len(sub.items))
    return done / uncut if uncut else 0.0


def _level_and_score(shares: list[float], threshold: float) -> tuple[int, float]:
    level = 0
    while level < LEVELS and round(shares[level], 9) >= threshold:
        level += 1
    return level, level + (round(shares[level], 9) if level < LEVELS else 0.0)


def _part(
    sub: Subdomain, weight: float, aim: int, positions: Mapping[str, float], threshold: float
) -> Part:
    counted = {item: positions.get(item) for item in sub.items}
    known = list(positions.values())
    if not known:
        return Part(sub.id, None, weight, counted)
    shares = [sum(met(at, level) for at in known) / len(known) for level in range(1, LEVELS + 1)]
    _, score = _level_and_score(shares, threshold)
    return Part(sub.id, score, weight, counted, short=weight * (1 - shares[aim - 1]))
