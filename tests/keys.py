"""The keys that tests ask with: that of an enterprise of organisation `local` unless they say so.

Their text and the pepper are fixed, so that a server of its own process knows them too.
"""

from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from diagnosis.identity.api_keys import KeyMint, prefix_of
from diagnosis.services.ports.keys import OPERATOR, KeyRecord, KeyStore, Organisation
from diagnosis.services.ports.scope import AccessRole, Principal
from diagnosis.storage.identifiers import new_id

PEPPER = "the pepper of tests, nobody else's"
UNLIMITED = 1_000_000_000
PEPPERED = MappingProxyType(
    {
        "DIAGNOSIS_KEY_PEPPER": PEPPER,
        "DIAGNOSIS_KEYS_PER_ORGANISATION": str(UNLIMITED),
        "DIAGNOSIS_REQUESTS_PER_ORGANISATION": str(UNLIMITED),
        "DIAGNOSIS_REQUESTS_PER_ADDRESS": str(UNLIMITED),
        "DIAGNOSIS_SHEETS_PER_ADDRESS": str(UNLIMITED),
    }
)
"""The settings of a server that knows the keys of tests, and counts requests but refuses none."""
MINT = KeyMint(PEPPER.encode())
ROOT = Principal(OPERATOR, "root", AccessRole.ADMIN)
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
_USED = datetime(2100, 1, 1, tzinfo=UTC)
"""So late that no request of a test writes when its key was used."""


def key_named(name: str) -> str:
    """Return the text of a key by its prefix, twelve of a–z and 2–7."""
    return f"dk_{name}_" + "A" * 43


PREFIX = "testsoflocal"
KEY = key_named(PREFIX)


LINE = f"Authorization: Bearer {KEY}\r\n"
"""The line of a request that says who asks, as it goes over the wire."""


def bearer(text: str) -> dict[str, str]:
    """Return the header that says who asks."""
    return {"Authorization": f"Bearer {text}"}


def let_in(store: KeyStore) -> None:
    """Keep the key of tests where it is not kept yet."""
    if store.key_of(PREFIX) is None:
        add_key(store)


def add_key(store: KeyStore, text: str = KEY, **changes: Any) -> KeyRecord:
    """Keep a key of tests, of an enterprise of `local` unless said otherwise; return it."""
    prefix = prefix_of(text)
    assert prefix is not None, text
    values: dict[str, Any] = {
        "id": new_id(_MADE),
        "prefix": prefix,
        "digest": MINT.digest(text),
        "organisation": "local",
        "actor": "local",
        "role": AccessRole.ENTERPRISE,
        "scopes": (),
        "created_at": _MADE,
        "issued_by": "tests",
        "expires_at": _USED + timedelta(days=365),
        "last_used_at": _USED,
    }
    record = KeyRecord(**(values | changes))
    with store.keys(ROOT, writes=True) as rows:
        organisation = record.organisation
        rows.add_organisation(Organisation(id=organisation, name=organisation, created_at=_MADE))
        rows.keep_check(MINT.check)
        rows.add_key(record)
    return record
