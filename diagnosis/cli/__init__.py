"""The command line: the same services as the web.

Lives here: commands, terminal reports, progress. May not: score or decide anything itself.
JSON goes to stdout alone; progress and logs go to stderr. Imported by: `__main__`.
"""
