"""A database as its two roles have it, brought to where the service can begin.

Lives here: which role migrates, and when the service is refused. May not: read or write a row.
Imported by: bootstrap.
"""
