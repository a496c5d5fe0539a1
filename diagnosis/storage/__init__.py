"""The store: tables, migrations, and the unit of work over SQLite or PostgreSQL.

Lives here: SQLAlchemy Core and SQL; `scoped` is the only module that reads a row of an owner;
engines, readiness, files, backups. May not: decide anything a service decides. Imported by:
bootstrap; `backups.refusal` also by the command line.
"""
