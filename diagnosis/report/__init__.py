"""What is printed and handed on: charts, chapters, and files made of them in a child process.

Lives here: `charts` (values to SVG), `chapters` (values to a document), `formats` (a document to
files), `fonts`, the child that prints. May not: compute what a verb decides, read a store or a
request. Imported by: web, cli and bootstrap.
"""
