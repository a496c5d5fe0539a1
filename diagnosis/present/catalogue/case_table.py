"""The real cases as a Markdown table: by industry, with size, place, figures and marks."""

from collections.abc import Iterable, Iterator

from diagnosis.domain.intake.enterprise import GUANGDONG, SizeClass
from diagnosis.domain.promotion.case import Case
from diagnosis.present import names
from diagnosis.present.catalogue.markdown import both, head, row
from diagnosis.services.ports.content import Content

_HEAD = """# Real cases 真实案例

Generated from `knowledge/cases/`; do not edit. Every case names its firm. “Inferred” says that
reports gave neither staff nor revenue, “expected” that nobody measured the figure. A case from
memory is unconfirmed and never called near; process and discrete manufacturing never match.

Looked for in public pages by trade, town and firm: outlets of Guangdong and its cities, trade
media, bureau notices, award lists. Nothing usable was found of small or medium firms in printing,
footwear, coatings, aquatic food or SMT assembly, nor before and after of lamp or lock shops.
"""
_COLUMNS = ("Case", "Place", "Size", "Year", "Figures", "Checked", "Confidence")


def case_table(content: Content) -> str:
    """Return the cases counted by size and place, then listed by division of industry."""
    cases = list(content.cases.values())
    lines = [_HEAD, *_counts(cases), ""]
    for division, name in content.codes.industry_names.items():
        of_division = [case for case in cases if case.division == division]
        if of_division:
            lines.append(f"## {division} {both(name)} ({len(of_division)})\n")
            lines += [*head(_COLUMNS), *(row(_cells(case)) for case in of_division), ""]
    return "\n".join(lines).rstrip() + "\n"


def _counts(cases: Iterable[Case]) -> Iterator[str]:
    """Yield a table of how many cases there are of each size, in Guangdong and elsewhere."""
    known = list(cases)
    yield from head(("Size", "Guangdong", "of these inferred", "Elsewhere"))
    for size in (*SizeClass, None):
        of_size = [case for case in known if case.size is size]
        here = [case for case in of_size if (case.place or "").startswith(GUANGDONG)]
        inferred = sum(case.is_size_inferred for case in here)
        name = "not published" if size is None else both(names.SIZES[size])
        yield row((name, str(len(here)), str(inferred), str(len(of_size) - len(here))))


def _cells(case: Case) -> Iterator[str]:
    yield f"{both(case.company)}<br>`{case.id}`"
    yield both(case.site)
    inferred = ", inferred" if case.is_size_inferred else ""
    yield "–" if case.size is None else f"{names.SIZES[case.size].en}{inferred}"
    yield str(case.year or "–")
    yield _figures(case)
    yield names.CHECKED["unconfirmed" if case.is_unconfirmed else case.checked].en
    yield case.confidence


def _figures(case: Case) -> str:
    """Return how many figures there are, and how many are expected or only remembered."""
    expected = sum(metric.expected for metric in case.metrics)
    remembered = sum(metric.mark.is_unconfirmed for metric in case.metrics)
    parts = [str(len(case.metrics))]
    parts += [f"{expected} expected"] if expected else []
    parts += [f"{remembered} from memory"] if remembered else []
    return ", ".join(parts)
