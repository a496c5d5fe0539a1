"""The whole task as a good team would write it: Flask, marshmallow, SQLAlchemy, scikit-learn.

It scores by loops of its own over the weights of the four standards, says the result in both
languages, keeps a row per answer, both texts and the trace, and asks a scikit-learn model for each
of the two estimates. It leaves out what is the service's alone: next steps, inconsistencies,
prediction sets, reasons of an estimate, idempotency, currency, the feed of changes.
"""
