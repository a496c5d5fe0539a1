"""The interval of a share that a sample estimates, honest where none or all of it was seen.

Wilson's interval on an effective sample size, with Student's t for small samples; such intervals
are compared by Franco, Little, Louis and Slud (J. of Survey Statistics and Methodology, 2019).
"""

from statistics import NormalDist

import numpy as np

from diagnosis.domain.scoring.encode import Floats

CONFIDENCE = 0.95
"""How often an interval holds the true share."""
_LEAST_FREEDOM = 3


def student_quantile(freedom: float, confidence: float = CONFIDENCE) -> float:
    """Return t that a Student variable of so many degrees of freedom stays within (−t, t).

    Fisher's expansion in 1/freedom (Abramowitz and Stegun 26.7.5), off by less than .004 from
    three degrees on; fewer count as three.
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    freedom = max(freedom, _LEAST_FREEDOM)
    return z + sum(term / freedom**power for power, term in enumerate(terms, start=1))


def wilson(share: Floats, sample: Floats, quantile: float) -> tuple[Floats, Floats]:
    """Return the low and high ends, 0–1, around shares (0–1) seen in effective samples (> 0).

    An infinite sample has no width; a share of 0 or 1 in any other has one.

    Examples
    --------
    >>> low, high = wilson(np.array([0.0]), np.array([100.0]), 1.96)
    >>> float(low[0]), round(float(high[0]), 3)
    (0.0, 0.037)
    """
    spread = quantile**2 / sample
    middle = (share + spread / 2) / (1 + spread)
    half = np.sqrt(spread * share * (1 - share) + spread**2 / 4) / (1 + spread)
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)
