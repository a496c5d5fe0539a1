"""The pages of a visit: the consultant's list, sheet and signature, and what the firm reads.

Lives here: what the forms of a visit state, and the addresses of its pages. May not: decide or
word anything; import another room of pages. Imported by: `web.app`.
"""
