"""The pages of a regional portal: its firms, how far each is, its chains and parks.

Lives here: lists of firms and sheets, a firm as far as it is granted, entering a firm, chains and
parks. May not: show a firm that the organisation neither entered nor is granted, or call what is
on one page statistics. Imported by: `web.app`.
"""
