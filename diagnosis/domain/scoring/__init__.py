"""What a sheet is worth by each standard: scores, levels, gates, gaps, the trace.

Lives here: standards as values, the vectorised kernels (n firms × items; one firm is n = 1), what
holds a level back. May not: know forms' wording or render anything. Imported by: retrofit and
above.
"""
