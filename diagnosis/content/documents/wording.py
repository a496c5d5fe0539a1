"""The wording of an item as one digest, by which a change of it is seen."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def wording_of(item: Mapping[str, Any]) -> str:
    """Return the sha256, in hexadecimal, of everything an item says."""
    return sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()
