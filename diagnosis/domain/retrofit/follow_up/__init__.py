"""What became of a plan.

Lives here: notes on packages, what it planned against what a later sheet shows, what a firm
thinks of recommended packages. May not: plan. Imported by: services.
"""
