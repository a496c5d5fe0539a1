"""The REST API, one file per resource; a view's first line is its summary in the document."""
