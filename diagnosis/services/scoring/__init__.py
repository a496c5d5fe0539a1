"""Sheets in, diagnoses out.

Lives here: diagnose, submit, read back, advise. May not: plan. Imported by: retrofit and above.
"""
