"""The verbs: what the service does for its users, over values of the domain.

Lives here: one room for each of the domain's, in its order, and the ports they need. May not:
import a framework, a database or a file format. Imported by: content, storage, classifier … (to
implement the ports), present, web and cli.
"""
