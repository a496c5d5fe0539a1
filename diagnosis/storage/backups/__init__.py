"""Backups: made, checked and restored for SQLite, named as lines for a shell for PostgreSQL.

Lives here: what the two commands do. May not: run while a request waits. Imported by: bootstrap;
`refusal` by the command line.
"""
