"""The settings: what `DIAGNOSIS_*` variables say, read once and refused where malformed.

Lives here: readers of the environment, which no other room reads. May not: open what a setting
names, but for files of secrets. Imported by: bootstrap, web, cli.
"""
