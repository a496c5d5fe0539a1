"""What can be done: retrofit projects, measures of the action plan, how likely is adoption.

Lives here: projects, measures and the adoption prior as values. May not: know a firm.
Imported by: plan, support and follow_up.
"""
