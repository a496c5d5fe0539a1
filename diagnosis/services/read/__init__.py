"""What a caller asks, read from plain values with every fault at once.

Lives here: filters, the facts a firm states, the request of a plan. May not: touch a store.
Imported by: the verbs.
"""
