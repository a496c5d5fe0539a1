"""Who did it before, and where a region stands: the real cases of other firms, shares of levels.

Lives here: cases as values, how near they are to a firm, which of them are shown to it; how many
firms of a region hold each level, by random visits. May not: rate a named firm, do I/O.
Imported by: services and above.
"""
