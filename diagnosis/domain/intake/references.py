"""References from the help of one item to another: its id in braces."""

import re

REFERENCE = re.compile(r"\{([a-z0-9-]+)\}")
"""An item id in braces."""


def references(text: str) -> frozenset[str]:
    """Return the ids of the items that a text refers to.

    Examples
    --------
    >>> sorted(references("The plan; who leads: see {strategy-organisation}."))
    ['strategy-organisation']
    """
    return frozenset(REFERENCE.findall(text))
