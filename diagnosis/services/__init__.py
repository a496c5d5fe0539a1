"""The verbs: one file per use case, and the ports they need.

Lives here: what the service does for its users, over values of the domain. May not: import a
framework, a database or a file format. Imported by: content, storage, classifier … (to implement
the ports), web and cli (to call the verbs).
"""
