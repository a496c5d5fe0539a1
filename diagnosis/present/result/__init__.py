"""What a firm sees after filling in: the first screen, weak points, plan, support, cases.

Lives here: values that are put together from a diagnosis, a plan, support and cases, for pages and
reports that people read: no ids, no long decimals. May not: say anew what the rooms below say.
Imported by: web and report.
"""
