"""Builders for tests and benchmarks: valid by default, one thing overridden.

One module a subject; all are imported from here.
"""

from tests.builders.business import a_business
from tests.builders.cases import a_case, a_seeker
from tests.builders.content import copy_content, two_screenings
from tests.builders.instruments import an_instrument, an_offer
from tests.builders.packages import a_package
from tests.builders.plan_faults import faults_of
from tests.builders.plans import a_kept_plan, a_phase, a_planned_project
from tests.builders.problems import (
    LOOSE,
    MIDDLE,
    TIGHT,
    Shape,
    a_problem,
    an_option,
    random_problem,
)
from tests.builders.projects import a_project
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
    "a_business",
    "a_case",
    "a_kept_plan",
    "a_package",
    "a_phase",
    "a_planned_project",
    "a_problem",
    "a_project",
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
    "every",
    "faults_of",
    "random_problem",
    "random_sheet",
    "read_random",
    "two_screenings",
]
