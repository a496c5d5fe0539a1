"""What an enterprise sees after filling in: result, plan and what-if, support, cases, reports.

Lives here: the pages below `/sheets/<id>/` that show what a sheet comes to, and their drawings.
May not: word or work out a value; save an answer. Imported by: `web.app`.
"""
