"""The pages on which an enterprise fills in a sheet, from its profile to the submission.

Lives here: what a form states of answers and facts, the way from section to section, the resume
code, links to sections, taking a sheet over. May not: judge an answer (`services.intake` does), or
show a result (`web.pages.result`). Imported by: `web.app`.
"""
