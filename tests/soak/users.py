"""Who uses the service in a soak: organisations with a key each, and what they made so far."""

import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import requests

from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.scope import KEY_ROLES, AccessRole
from diagnosis.storage.database import Database
from tests.keys import add_key, bearer, key_named

FIRMS = ("firm-a", "firm-b", "firm-c", "firm-d")
_KEPT = 20
"""How many of the things it made an organisation goes on working with."""
_SECONDS = 60
_MOST_ERRORS = 50
_NAMES = {
    "firm-a": ("soakoffirmaa", AccessRole.ENTERPRISE),
    "firm-b": ("soakoffirmbb", AccessRole.ENTERPRISE),
    "firm-c": ("soakoffirmcc", AccessRole.ENTERPRISE),
    "firm-d": ("soakoffirmdd", AccessRole.ENTERPRISE),
    "office": ("soakofoffice", AccessRole.CONSULTANT),
    "bureau": ("soakofbureau", AccessRole.PORTAL),
    OPERATOR: ("soakoperator", AccessRole.ADMIN),
}
"""The prefix of each organisation's key, and its role."""
BY_ROLE = {
    role: tuple(name for name, (_, its_role) in _NAMES.items() if its_role is role)
    for role in KEY_ROLES
}


@dataclass(kw_only=True)
class Tally:
    """What was asked and answered, by kind of request; safe from many threads."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    error_count: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, what: str, status: int, seconds: float) -> None:
        """Count an answer."""
        with self.lock:
            self.seconds[what].append(seconds)
            self.statuses[status] += 1

    def blame(self, what: str) -> None:
        """Count an error; the first are kept."""
        with self.lock:
            self.error_count += 1
            if len(self.errors) < _MOST_ERRORS:
                self.errors.append(what[:600])

    @property
    def requests(self) -> int:
        """Return how many requests were answered."""
        return sum(self.statuses.values())


@dataclass(kw_only=True)
class User:
    """An organisation that asks with its key; somebody without a key where it has none.

    `made` are the things it goes on working with, by kind: ids, and what else is known of them.
    """

    url: str
    tally: Tally
    name: str
    key: str | None
    made: dict[str, deque[Any]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=_KEPT))
    )
    after: int = 0
    """The number up to which it has read the feed."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(
        self,
        what: str,
        method: str,
        path: str,
        *,
        expect: Collection[int] = (200,),
        key: str | None = None,
        **more: Any,
    ) -> requests.Response | None:
        """Return an answer that is as expected, None of any other: it is counted as an error.

        `what` names the kind of request in the report; a refusal has to be a problem.
        """  # fmt: skip
        text = self.key if key is None else key
        headers = dict(more.pop("headers", {})) | (bearer(text) if text else {})
        began = time.monotonic()
        try:
            answer = requests.request(
                method, self.url + path, headers=headers, timeout=_SECONDS, **more
            )
        except requests.RequestException as error:
            self.tally.blame(f"{what}: {method} {path}: {error!r}")
            return None
        self.tally.add(what, answer.status_code, time.monotonic() - began)
        fault = _fault_of(answer, expect)
        if fault is not None:
            self.tally.blame(f"{what}: {method} {path}: {fault}")
            return None
        return answer

    def keep(self, kind: str, thing: Any) -> None:
        """Go on working with a thing, and with an older one no longer."""
        with self.lock:
            self.made[kind].append(thing)

    def some(self, kind: str, chance: Random) -> Any:
        """Return a thing of a kind to work with, None before the first."""
        with self.lock:
            things = self.made[kind]
            return chance.choice(list(things)) if things else None

    def take(self, kind: str) -> Any:
        """Return a thing that nobody else works with meanwhile, None where there is none."""
        with self.lock:
            things = self.made[kind]
            return things.popleft() if things else None


def _fault_of(answer: requests.Response, expect: Collection[int]) -> str | None:
    if answer.status_code not in expect:
        return f"{answer.status_code}, not {sorted(expect)}: {answer.text[:300]}"
    if answer.status_code < 400:
        return None
    if answer.headers.get("Content-Type") != "application/problem+json":
        return f"{answer.status_code} is no problem: {answer.headers}"
    problem = answer.json()
    if problem.get("status") != answer.status_code or not problem.get("type"):
        return f"{answer.status_code} has another problem: {problem}"
    return None


@dataclass(kw_only=True)
class World:
    """All users, and somebody without a key."""

    users: dict[str, User]
    nobody: User

    def of_role(self, role: AccessRole | None, chance: Random) -> User:
        """Return a user of a role, None being somebody without a key."""
        return self.nobody if role is None else self.users[chance.choice(BY_ROLE[role])]


def a_world(url: str, kept_in: str | Path) -> World:
    """Return the users of a running service, after keeping their keys in its database."""
    tally = Tally()
    store = Database(kept_in)
    users = {}
    for name, (prefix, role) in _NAMES.items():
        text = key_named(prefix)
        add_key(store, text, organisation=name, role=role, actor=f"soak {name}")
        users[name] = User(url=url, tally=tally, name=name, key=text)
    store.engine.dispose()
    return World(users=users, nobody=User(url=url, tally=tally, name="nobody", key=None))
