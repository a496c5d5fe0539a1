"""What a mutation is."""

from collections.abc import Callable
from random import Random

from tests.fuzz.stock import Stock
from tests.fuzz.wire_request import WireRequest

Mutation = Callable[[WireRequest, Random, Stock], WireRequest]
"""Returns a request with a change; the request itself where the change does not fit it."""
WireMutation = Callable[[bytes, Random], bytes]
"""Returns the bytes of a request with a change."""
