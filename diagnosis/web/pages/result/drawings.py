"""The charts of a result and a plan, as safe parts of a page."""

from markupsafe import Markup

from diagnosis.present.pages.other_readers import to_others
from diagnosis.report.document import Figure


def markup(figure: Figure | None) -> Markup | None:
    """Return a drawing that stands in a page as it is: each text in it is escaped already."""
    return None if figure is None else Markup(figure.svg)


def for_others(figure: Figure | None) -> Markup | None:
    """Return a drawing as it stands before a reader who is not the firm."""
    return None if figure is None else Markup(to_others(figure.svg))
