"""What became of a plan.

Lives here: notes on projects, what was promised against what a later sheet shows, what a firm
thinks of recommended projects. May not: plan. Imported by: services.
"""
