"""YAML content into domain values, through four gates: syntax, shape, sense, meaning.

Lives here: reading of questionnaires/ and knowledge/, the gates, the compiled form of both. Every
fault is named with file and line. May not: import a sibling room. Imported by: bootstrap.
"""
