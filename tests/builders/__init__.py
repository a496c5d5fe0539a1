"""Builders for tests and benchmarks: valid by default, one thing overridden.

One module a subject; all are imported from here.
"""

from tests.builders.business import a_business
from tests.builders.cases import a_case, a_seeker
from tests.builders.content import copy_content, two_screenings
from tests.builders.earlier_plans import earlier_shown, earlier_values
from tests.builders.firms import UsualFirm, usual_firm, usual_firms
from tests.builders.instruments import an_instrument, an_offer, paying_for
from tests.builders.packages import a_package
from tests.builders.plan_faults import faults_of
from tests.builders.plans import a_kept_plan, a_phase, a_planned_package
from tests.builders.problems import a_problem, an_option
from tests.builders.random_problems import LOOSE, MIDDLE, TIGHT, Shape, random_problem
from tests.builders.sheets import (
    EXAMPLES,
    a_sheet,
    a_submission,
    an_enterprise,
    an_example,
    as_before_release,
    every,
    random_sheet,
    read_random,
)
from tests.builders.texts import MARK, TEXT
from tests.builders.trades import a_spine_step, a_trade

__all__ = [
    "EXAMPLES",
    "LOOSE",
    "MARK",
    "MIDDLE",
    "TEXT",
    "TIGHT",
    "Shape",
    "UsualFirm",
    "a_business",
    "a_case",
    "a_kept_plan",
    "a_package",
    "a_phase",
    "a_planned_package",
    "a_problem",
    "a_seeker",
    "a_sheet",
    "a_spine_step",
    "a_submission",
    "a_trade",
    "an_enterprise",
    "an_example",
    "an_instrument",
    "an_offer",
    "an_option",
    "as_before_release",
    "copy_content",
    "earlier_shown",
    "earlier_values",
    "every",
    "faults_of",
    "paying_for",
    "random_problem",
    "random_sheet",
    "read_random",
    "two_screenings",
    "usual_firm",
    "usual_firms",
]
