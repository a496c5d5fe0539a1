"""What a sheet is worth by each standard: scores, levels, gates, gaps, the trace.

Lives here: standards as values, the kernels for many sheets, the scorer of one, verdicts, what a
level still lacks, the trace. May not: know forms' wording or render anything. Imported by:
retrofit and above.
"""
