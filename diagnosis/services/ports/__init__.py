"""What the verbs need of the rooms above them.

Lives here: protocols and the values that pass through them. May not: do anything.
Imported by: every room of services, and the rooms that implement the ports.
"""
