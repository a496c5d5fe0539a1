"""Solvers of the roadmap problem: a fast planner, a bound beside it, and the exact plan.

Lives here: whatever proposes plans (numpy: sets grow in `frontier`, get their time in `schedule`)
and bounds them (scipy linprog and milp: `relaxation`). May not: state the problem, judge a plan,
or render one: the domain verifies whatever is proposed here. Imported by: bootstrap alone, behind
the port `PlanSolver`.
"""
