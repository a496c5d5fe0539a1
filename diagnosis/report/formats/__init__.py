"""A document printed: HTML, PDF, a text document, a workbook, Markdown, on a terminal.

Lives here: one module a format, its templates. May not: reach for a file or an address of its own
accord, know a firm. Imported by: `report.child`; of Markdown and the terminal by web and cli.
"""
