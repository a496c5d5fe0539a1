"""The chapters of a report, from values, in one language.

Lives here: one module for one to three chapters, what they share, the whole; a diagnosis, a plan,
support by themselves. May not: print, say anew what `present` says, decide anything. Imported by:
web, cli and `report`.
"""
