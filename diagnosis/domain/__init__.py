"""The pure core: what a sheet, a score, a plan and a match are.

Lives here: intake, scoring, retrofit, promotion. May not: do I/O, read a clock, draw random
numbers, import a framework (the standard library and numpy only). Imported by: every room above.
"""
