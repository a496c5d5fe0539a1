"""What there is to do, to learn from and to be paid by: lists that a caller filters.

Lives here: finding packages, cases and instruments. May not: match a firm. Imported by: promotion,
present and web.
"""
