"""What is printed and handed on: charts now, chapters as they come.

Lives here: `charts` (values to SVG). May not: compute what a verb decides, read a store, a file or
a request. Imported by: web and bootstrap.
"""
