"""A key and a grant that end soon: whether they do so by the clock of the service."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from diagnosis.services.ports.scope import AccessRole
from diagnosis.storage.database import Database
from tests import asking as requests
from tests.builders import an_enterprise
from tests.keys import add_key, bearer, key_named

LASTS = timedelta(minutes=30)
_SHORT = key_named("endsinahalfh")
_CONSULTANT = key_named("clockconsult")
_SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class Expiry:
    """A key and a grant that count from now until half an hour later.

    The key counted before as well: keys have no beginning.
    """

    url: str
    firm_id: str

    @staticmethod
    def prepared(url: str, kept_in: str | Path) -> "Expiry":
        """Return a key and a grant that were just made in a database of a running service."""
        ends_at = datetime.now(UTC) + LASTS
        store = Database(kept_in)
        add_key(store, _SHORT, organisation="short", expires_at=ends_at)
        add_key(store, _CONSULTANT, organisation="clock-office", role=AccessRole.CONSULTANT)
        store.engine.dispose()
        firm = requests.post(
            f"{url}/v1/enterprises", json=an_enterprise(site="clock"), timeout=_SECONDS
        )
        assert firm.status_code == 201, firm.text
        leave = {
            "grantee": "clock-office",
            "role": "consultant",
            "purpose": "clock",
            "ends_at": ends_at.isoformat(),
        }
        path = f"{url}/v1/enterprises/{firm.json()['id']}/grants"
        given = requests.post(path, json=leave, timeout=_SECONDS)
        assert given.status_code == 201, given.text
        return Expiry(url=url, firm_id=firm.json()["id"])

    def faults_at(self, seconds: int) -> list[str]:
        """Return what does not follow a clock that is so far ahead of the real one."""
        is_over = seconds > LASTS.total_seconds()
        asked: tuple[tuple[str, str, str, int], ...] = (
            ("the key", _SHORT, "/v1/enterprises", 401 if is_over else 200),
            ("the grant", _CONSULTANT, f"/v1/enterprises/{self.firm_id}",
             200 if seconds >= 0 and not is_over else 404),
        )  # fmt: skip
        faults = []
        for what, key, path, expected in asked:
            answer = requests.get(self.url + path, headers=bearer(key), timeout=_SECONDS)
            if answer.status_code != expected:
                faults.append(f"{what} at {seconds:+d} s: {answer.status_code}, not {expected}")
        return faults
