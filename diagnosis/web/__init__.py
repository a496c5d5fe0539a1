"""What speaks HTTP: the REST API and the pages, over the same services as the CLI.

Lives here: routes, conventions (problems, languages, provenance). May not: decide anything a
service decides. Imported by: `__main__` and the server.
"""
