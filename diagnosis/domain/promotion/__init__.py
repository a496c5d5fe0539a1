"""Who did it before, who is like us, and how far it reaches.

Lives here: real cases and their matching, peers, cohort statistics, reach, portfolios. May not:
rate a named firm, do I/O. Imported by: services and above.
"""
