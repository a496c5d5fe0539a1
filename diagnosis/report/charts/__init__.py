"""Charts as SVG, drawn from values alone: the same on a page and in a PDF.

Lives here: one module a chart (`radar`, `level_steps`, `worth_effort`, `gantt`, `yearly_bars`,
`histogram`), over places (`radar_axes`, `radar_layout`, `scatter`), `caption` (title and
description), `legend`, `lettering` (how wide a text is, where it wraps) and `svg` (elements and
numbers). Each takes values and a `Caption` and returns an `<svg>` that needs no style sheet.
May not: decide what is shown, use a style attribute, which the page's policy forbids.
Imported by: report and web.
"""
