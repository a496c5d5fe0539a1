"""What is asked and what was answered: items, forms, sheets, the enterprise.

Lives here: the shape of an item and a form, the reading of a caller's sheet with every fault
named, checks between answers. May not: know any standard's weights. Imported by: scoring
and above.
"""
