"""Files in and out: workbooks to print and fill in.

Lives here: file formats, behind guards. May not: decide what a form holds. Imported by: bootstrap.
"""
