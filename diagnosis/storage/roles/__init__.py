"""The two roles of PostgreSQL: one owns the tables, the other serves and is bound by row security.

Lives here: what the role of the service may do with each table, and whether row security binds a
role. May not: make a role, or know a password. Imported by: the store.
"""
