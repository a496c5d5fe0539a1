"""Which packages, in what order, for how much.

Lives here: the problem that a solver is given, prerequisites, the verification of a plan, reasons,
next steps. May not: solve the problem. Imported by: follow_up, promotion, services, optimiser.
"""
