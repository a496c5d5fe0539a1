"""What each raise of an answer adds to a standard, and what each level still lacks.

Lives here: raises by mark and step, the conditions of levels, the yardstick of a sheet. May not:
score (the scorers do), or say where a raise comes from. Imported by: retrofit, services.
"""
