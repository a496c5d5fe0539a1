"""What can be done: packages with what they cost and raise, trades, measures of the action plan.

Lives here: packages, trades, measures, and the amounts they are told in, as values. May not:
know a firm.
Imported by: plan, support and follow_up.
"""
