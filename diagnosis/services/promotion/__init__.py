"""Who did it before: cases and support for a sheet and its plan.

Lives here: the verbs that match. May not: score or plan on their own. Imported by: web and cli.
"""
