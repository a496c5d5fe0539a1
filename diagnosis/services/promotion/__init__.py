"""Who did it before, where a region stands: cases and support for a plan, shares of levels.

Lives here: the verbs that match, and the shares of levels among many firms. May not: score or plan
on their own. Imported by: present, web and cli.
"""
