"""The solver of plans: an exact choice of packages, then a calendar for them.

Lives here: `choice` (which packages; HiGHS through highspy, whose dual bound is the certificate),
`calendar` (when), `planner` (both, with repair where a set does not fit in time), `turns` (how
many plans at once). May not: state the problem, judge a plan, or render one: the domain verifies
whatever is proposed here. Imported by: bootstrap alone, behind the port `PlanSolver`.
"""
