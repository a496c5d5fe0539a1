"""Enterprises and sheets: register, begin a draft, save answers.

Lives here: the verbs that take in. May not: score. Imported by: scoring and above.
"""
