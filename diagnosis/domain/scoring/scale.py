"""The scales that the standards count on, and the decimals that scores keep."""

TOP = 5
"""The highest position of a ladder."""
SCENE_TOP = 4
"""The highest level of a scene, and of the SME index."""
LEVELS = 5
"""The levels above 0 of the maturity model and of AI readiness."""
ROUNDING = 9
"""The decimals that scores keep: what differs by less is the noise of binary fractions."""
HALF_STEP = 0.5e-9
"""Half of the last decimal kept: x ≥ g after rounding is x ≥ g − HALF_STEP before."""
