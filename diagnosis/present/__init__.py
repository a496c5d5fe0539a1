"""What a reader sees: values in, JSON, tables, Markdown and terminal text out, in both languages.

Lives here: every sentence of the service and the shape of every answer. May not: decide or compute
what a verb decides. Imported by: web, cli, files and bootstrap.
"""
