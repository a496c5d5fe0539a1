"""YAML content into domain values, through four gates: syntax, shape, sense, meaning.

Lives here: `library`, which takes questionnaires/ and knowledge/ through `documents` (gate 1),
`gates` (2 to 4) and `build`, and `compiled`, the copy kept of what passed. Every fault is named
with file and line. May not: import a sibling room. Imported by: bootstrap.
"""
