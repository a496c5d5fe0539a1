"""Plans: state the problem, have it solved, verify it, keep it, follow it up.

Lives here: the verbs on plans, support and feedback. May not: match cases.
Imported by: promotion.
"""
