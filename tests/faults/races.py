"""Writers at the same moment: each race is a row of `RACES`, tried over two workers."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from diagnosis.services.ports.scope import AccessRole
from diagnosis.storage.database import Database
from tests import asking as requests
from tests.builders import a_sheet, a_submission, an_enterprise
from tests.journeys.server import serving
from tests.keys import add_key, bearer, key_named

WRITERS = 8
_SECONDS = 60
_MANAGES = key_named("racesmanages")
_CONSULTANT = key_named("racesconsult")
_OFFICE, _RACERS = "races-office", "races"
_SUBMISSION = {"accept_incomplete": True}


@dataclass(kw_only=True)
class Race:
    """What a race came to: its answers by status, and what is wrong."""

    what: str
    database: str
    url: str
    tried: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, key: str | None = None, **more: Any) -> Any:
        """Return an answer."""
        headers = dict(more.pop("headers", {})) | (bearer(key) if key else {})
        return requests.request(method, self.url + path, headers=headers, timeout=_SECONDS, **more)

    def made(self, path: str, body: Any, key: str | None = None) -> Any:
        """Return what a POST made."""
        answer = self.ask("POST", path, key, json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def at_once(self, *sends: Callable[[], Any]) -> list[Any]:
        """Return the answers to requests that are all sent at the same moment."""
        start = threading.Barrier(len(sends))

        def send(number: int) -> Any:
            start.wait()
            return sends[number]()

        with ThreadPoolExecutor(len(sends)) as pool:
            answers = list(pool.map(send, range(len(sends))))
        self.answers.update(answer.status_code for answer in answers)
        return answers

    def expect(self, answers: list[Any], *statuses: int) -> None:
        """Blame answers whose statuses are others, in any order."""
        got = sorted(answer.status_code for answer in answers)
        if got != sorted(statuses):
            texts = [answer.text[:200] for answer in answers]
            self.wrong.append(f"{got}, not {sorted(statuses)}: {texts}")

    def expect_single(self, what: str, values: list[Any]) -> None:
        """Blame values that are not a single one."""
        if len(set(values)) != 1:
            self.wrong.append(f"{what}: {values}")


def same_request(race: Race) -> None:
    """Send a sheet under a key from many at once: a single diagnosis, shown to all."""
    reference = uuid4().hex
    headers = {"Idempotency-Key": reference}
    sheet = a_submission(answers={"ai-plan": 1}, reference=reference)
    answers = race.at_once(
        *[lambda: race.ask("POST", "/v1/diagnoses", json=sheet, headers=headers)] * WRITERS
    )
    race.expect(answers, *[201] * WRITERS)
    race.expect_single("ids", [answer.json().get("id") for answer in answers])
    # A plan that next steps are taken from waits for no turn: they may be fewer in a crowd.
    shown = [{**answer.json(), "next_steps": None} for answer in answers]
    race.expect_single("answers", [json.dumps(each, sort_keys=True) for each in shown])
    rows = race.ask("GET", f"/v1/diagnoses?reference={reference}").json()["items"]
    race.expect_single("rows", [row["id"] for row in rows] + [answers[0].json().get("id")])


def same_plan(race: Race) -> None:
    """Ask for a plan under a key from many at once: others wait or are told that it is made."""
    sheet = a_submission(answers={"ai-plan": 1})
    path = f"/v1/assessments/{race.made('/v1/diagnoses', sheet)['assessment_id']}/roadmaps"
    headers = {"Idempotency-Key": uuid4().hex}
    wish = {"budget_wan": 40}
    answers = race.at_once(*[lambda: race.ask("POST", path, json=wish, headers=headers)] * WRITERS)
    statuses = {answer.status_code for answer in answers}
    if not {201} <= statuses <= {201, 409}:
        race.wrong.append(f"{statuses}: {[answer.text[:200] for answer in answers]}")
    again = race.ask("POST", path, json=wish, headers=headers)
    made = [answer.json()["id"] for answer in (*answers, again) if answer.status_code == 201]
    race.expect_single("plans", made)


def same_version(race: Race) -> None:
    """Change a draft from many sides with the same ETag: one wins each version."""
    draft = race.ask("POST", "/v1/assessments", json=a_sheet(form="screening"))
    path, tag = draft.headers["Location"], draft.headers["ETag"]
    for position in range(3):
        before = {"If-Match": tag}
        answers = race.at_once(
            *(
                lambda writer=writer, position=position, before=before: race.ask(
                    "PATCH", path, headers=before,
                    json={"answers": {"ai-plan": position}, "reference": str(writer)},
                )
                for writer in range(WRITERS)
            )
        )  # fmt: skip
        race.expect(answers, 200, *[412] * (WRITERS - 1))
        (winner, *_) = [a for a in answers if a.status_code == 200] or answers
        tag = winner.headers.get("ETag", tag)
        race.expect_single("versions", [winner.content, race.ask("GET", path).content])


def same_draft_submitted(race: Race) -> None:
    """Submit a draft from many sides at once: a single diagnosis."""
    sheet = a_sheet(form="screening", answers={"ai-plan": 1}, reference=uuid4().hex)
    draft = race.ask("POST", "/v1/assessments", json=sheet)
    path, before = draft.headers["Location"], {"If-Match": draft.headers["ETag"]}
    answers = race.at_once(
        *[lambda: race.ask("POST", f"{path}/submit", json=_SUBMISSION, headers=before)] * WRITERS
    )
    race.expect(answers, 201, *[409] * (WRITERS - 1))
    rows = race.ask("GET", f"/v1/diagnoses?reference={sheet['reference']}").json()["items"]
    made = [answer.json()["id"] for answer in answers if answer.status_code == 201]
    race.expect_single("diagnoses", [row["id"] for row in rows] + made)


def same_firm(race: Race) -> None:
    """Register a firm and submit its sheets from many sides at once: a single row."""
    site = uuid4().hex[:12]
    firm = an_enterprise(site=site)
    sheet = a_submission(enterprise=firm, answers={"ai-plan": 1})
    half = WRITERS // 2
    answers = race.at_once(
        *[lambda: race.ask("POST", "/v1/enterprises", json=firm)] * half,
        *[lambda: race.ask("POST", "/v1/diagnoses", json=sheet)] * half,
    )
    statuses = Counter(answer.status_code for answer in answers[:half])
    if statuses[201] > 1 or set(statuses) - {201, 409}:
        race.wrong.append(f"registered: {statuses}")
    race.expect(answers[half:], *[201] * half)
    listed = race.ask("GET", f"/v1/enterprises?site={site}").json()["items"]
    submitted = [answer.json().get("enterprise_id") for answer in answers[half:]]
    race.expect_single("rows", [row["id"] for row in listed] + submitted)
    if len(listed) != 1:
        race.wrong.append(f"{len(listed)} rows of one firm")


def same_key_rotated(race: Race) -> None:
    """Rotate a key from many sides without an overlap: one gets the key that follows."""
    key = race.made("/v1/keys", {"actor": "race"}, _MANAGES)
    path = f"/v1/keys/{key['id']}/rotation"
    answers = race.at_once(
        *[lambda: race.ask("POST", path, _MANAGES, json={"overlap_hours": 0})] * WRITERS
    )
    race.expect(answers, 201, *[409] * (WRITERS - 1))
    for answer in answers:
        if answer.status_code == 201:
            race.ask("POST", f"/v1/keys/{answer.json()['id']}/revocation", _MANAGES)


def two_keys_rotate_each_other(race: Race) -> None:
    """Let each of two keys rotate the other at once: one of them is left, never none or both."""
    wish = {"actor": "race", "scopes": ["read", "write", "keys"]}
    keys = [race.made("/v1/keys", wish, _MANAGES) for _ in range(2)]
    (one, other) = keys
    answers = race.at_once(
        *(
            lambda by=by, whose=whose: race.ask(
                "POST", f"/v1/keys/{whose['id']}/rotation", by["key"], json={"overlap_hours": 0}
            )
            for by, whose in ((one, other), (other, one))
        )
    )
    if sorted(answer.status_code for answer in answers) not in ([201, 401], [201, 403]):
        race.wrong.append(str([(answer.status_code, answer.text[:200]) for answer in answers]))
    fresh = [answer.json()["id"] for answer in answers if answer.status_code == 201]
    for key_id in (one["id"], other["id"], *fresh):
        race.ask("POST", f"/v1/keys/{key_id}/revocation", _MANAGES)


def revoked_while_read(race: Race) -> None:
    """Take a grant back while its grantee reads: nothing is read that was asked for later."""
    firm = race.made("/v1/enterprises", an_enterprise(site=uuid4().hex[:12]))
    path = f"/v1/enterprises/{firm['id']}"
    leave = {"grantee": _OFFICE, "role": "consultant", "purpose": "race"}
    grant = race.made(f"{path}/grants", leave)
    reads: list[tuple[float, int, bool]] = []
    stopping = threading.Event()

    def read() -> None:
        while not stopping.is_set():
            asked_at = time.monotonic()
            answer = race.ask("GET", path, _CONSULTANT)
            listed = race.ask("GET", "/v1/enterprises?limit=200", _CONSULTANT)
            reads.append((asked_at, answer.status_code, firm["id"] in listed.text))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    while len(reads) < 6:
        time.sleep(0.01)
    (revoked,) = race.at_once(lambda: race.ask("DELETE", f"{path}/grants/{grant['id']}"))
    revoked_at = time.monotonic()
    race.expect([revoked], 204)
    read_before = len(reads)
    while len(reads) < read_before + 12:
        time.sleep(0.01)
    stopping.set()
    for reader in readers:
        reader.join(_SECONDS)
    late = [(status, is_listed) for at, status, is_listed in reads if at > revoked_at]
    race.answers.update(status for _, status, _ in reads)
    if not late or set(late) != {(404, False)}:
        race.wrong.append(f"read after the grant was taken back: {Counter(late)}")
    if not any(status == 200 and is_listed for _, status, is_listed in reads):
        race.wrong.append("nothing was read while the grant counted")


def firm_deleted_while_submitted(race: Race) -> None:
    """Delete a firm while its sheets come in: each is gone with it, or is of the firm anew."""
    site = uuid4().hex[:12]
    firm = an_enterprise(site=site)
    sheet = a_submission(enterprise=firm, answers={"ai-plan": 1})
    first = race.made("/v1/diagnoses", sheet)
    half = WRITERS // 2
    *submits, deleted = race.at_once(
        *[lambda: race.ask("POST", "/v1/diagnoses", json=sheet)] * half,
        lambda: race.ask(
            "DELETE", f"/v1/enterprises/{first['enterprise_id']}", headers={"If-Match": "*"}
        ),
    )
    race.expect([deleted], 204)
    race.expect(submits, *[201] * half)
    listed = race.ask("GET", f"/v1/enterprises?site={site}").json()["items"]
    rows = {row["id"] for row in listed}
    if len(rows) > 1 or first["enterprise_id"] in rows:
        race.wrong.append(f"rows of the firm: {rows}")
    for made in (first, *(answer.json() for answer in submits if answer.status_code == 201)):
        status = race.ask("GET", f"/v1/diagnoses/{made['id']}").status_code
        if status != (200 if made["enterprise_id"] in rows else 404):
            race.wrong.append(f"{status} for a diagnosis of {made['enterprise_id']}: {rows}")


RACES: Mapping[str, Callable[[Race], None]] = {
    "same Idempotency-Key, a diagnosis": same_request,
    "same Idempotency-Key, a plan": same_plan,
    "same draft, same ETag": same_version,
    "same draft submitted": same_draft_submitted,
    "same new firm": same_firm,
    "one key rotated by many": same_key_rotated,
    "two keys rotate each other": two_keys_rotate_each_other,
    "grant revoked while read": revoked_while_read,
    "firm deleted while submitted": firm_deleted_while_submitted,
}
"""Each race by what happens at once."""


@contextmanager
def a_track(folder: Path, url: str | None) -> Iterator[str]:
    """Yield the address of a server with two workers that knows the keys of races."""
    with serving(folder, url=url) as server:
        store = Database(url or folder / "data" / "diagnosis.db")
        add_key(store, _MANAGES, organisation=_RACERS)
        add_key(store, _CONSULTANT, organisation=_OFFICE, role=AccessRole.CONSULTANT)
        store.engine.dispose()
        yield server.url


def a_race(what: str, url: str, *, database: str, times: int) -> Race:
    """Try a race of `RACES` so many times over a server."""
    race = Race(what=what, database=database, url=url)
    while race.tried < times:
        RACES[what](race)
        race.tried += 1
    return race
