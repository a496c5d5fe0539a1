"""Values for pages: what people read there and the API does not say, in words.

Lives here: lists of firms, keys and entries of the audit in words, what the service runs with,
faults of forms. May not: say a value of the API otherwise than it does. Imported by: `web.pages`.
"""
