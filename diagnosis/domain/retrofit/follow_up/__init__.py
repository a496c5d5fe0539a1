"""What became of a plan.

Lives here: notes on projects, what it planned against what a later sheet shows, what a firm
thinks of recommended projects. May not: plan. Imported by: services.
"""
