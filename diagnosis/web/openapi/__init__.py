"""What describes the API: its operations, the OpenAPI document, the page of it, its examples.

Lives here: how a view is documented, and what is made of that. May not: answer a request of the
API. Imported by: web/api, the application and the command line.
"""
