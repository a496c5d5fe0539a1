"""The pages of an administrator: what the service runs with, and who did what.

Lives here: health, versions of content and models, consent texts, the audit. May not: show a firm
or an answer. Imported by: `web.app`.
"""
