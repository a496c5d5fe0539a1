"""The public money that may pay for it.

Lives here: instruments, their eligibility rules, offers to a firm, their total and what to beware
of. May not: advise. Imported by: promotion and services.
"""
