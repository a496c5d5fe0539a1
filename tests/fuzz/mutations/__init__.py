"""Mutations by stage: a value is changed before its text, the text before it is packed, and so on.

Each is a small function with a name; it draws what it does from the chance it is handed, so the
same chance does the same again.
"""

from tests.fuzz.mutations.addresses import ADDRESSES
from tests.fuzz.mutations.codings import CODINGS
from tests.fuzz.mutations.framings import FRAMINGS
from tests.fuzz.mutations.headers import HEADERS
from tests.fuzz.mutations.kinds import Mutation, WireMutation
from tests.fuzz.mutations.octets import OCTETS
from tests.fuzz.mutations.request_lines import REQUEST_LINES
from tests.fuzz.mutations.texts import TEXTS
from tests.fuzz.mutations.values import VALUES

STAGES: dict[str, tuple[Mutation, ...]] = {
    "values": VALUES,
    "texts": TEXTS,
    "codings": CODINGS,
    "framings": FRAMINGS,
    "addresses": ADDRESSES,
    "headers": HEADERS,
    "request lines": REQUEST_LINES,
}
"""Mutations of a request, in the order in which they are applied."""
ON_BODIES = frozenset(("values", "texts"))
"""Stages that change nothing where there is no body."""

__all__ = ["OCTETS", "ON_BODIES", "STAGES", "Mutation", "WireMutation"]
