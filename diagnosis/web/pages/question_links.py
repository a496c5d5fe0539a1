"""Where the questions of a form stand on the pages of a sheet: links to them, each by its name."""

from collections.abc import Iterable, Mapping

from diagnosis.domain.intake.form import Form, Layout
from diagnosis.present.say import Shown


def places_of(form: Form, place: str, *, back: bool = False) -> dict[str, str]:
    """Return the address of each question of a form, by its item.

    `place` is the address of the sheet. With `back` its section goes back to the check. The
    questions of a grid stand in its table.
    """
    query = "?back=check" if back else ""
    return {
        entry.item: f"{place}/sections/{section.id}{query}"
        + ("#form" if section.layout is Layout.GRID else f"#q-{entry.item}")
        for section in form.sections
        for entry in section.entries
    }


def with_links(
    doubts: Iterable[Shown], links: Mapping[str, str], firm: str | None = None
) -> list[Shown]:
    """Return what does not fit together, each of its questions with its address.

    A question that the form does not ask has none. `firm` is the address of the facts of the firm,
    None where they may not be changed.
    """
    return [
        {
            **doubt,
            "items": [{**each, "link": links.get(each["id"])} for each in doubt["items"]],
            "firm": firm if doubt["is_of_firm"] else None,
        }
        for doubt in doubts
    ]
