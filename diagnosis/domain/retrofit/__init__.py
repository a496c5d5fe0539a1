"""What a firm may do next, and the public money that may pay for it.

Lives here: retrofit packages, support instruments and their rules at a date, the roadmap as a
problem and the checking of a plan. May not: solve the roadmap, read a clock, render anything.
Imported by: promotion, services and above.
"""
