"""The pages that people use in a browser, over the same services and values as the API.

Lives here: addresses of pages, what a form of a page states, templates in both languages, the
style sheet and the scripts. May not: decide anything a service decides, or say a value in words
other than those of `present`. Imported by: `web.app`.
"""
