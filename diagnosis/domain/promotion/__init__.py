"""Who did it before: the real cases of other firms.

Lives here: cases as values, how near they are to a firm, which of them are shown to it. May not:
rate a named firm, do I/O. Imported by: services and above.
"""
