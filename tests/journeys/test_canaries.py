"""No log line and no metric holds a name, a code, an answer, a key, a purpose or a note.

Canaries stand in all that a firm says, in requests that succeed, are refused, malformed, meet a
broken database and crash; every byte of the log and of the metrics is searched for them.
"""

import json
import socket
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests import asking as requests
from tests.builders import an_example
from tests.journeys.server import Server, serving
from tests.keys import KEY

LATIN, CHINESE = "KANARIENVOGEL", "金丝雀"
WORD = f"{CHINESE}{LATIN}"
CODE = "91441900EXAMPLE11Y"
NUMBER = 77123.25
"""An answer that stands nowhere else."""


class Firm:
    """What a firm and others ask of a server, with canaries in every word."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.statuses: list[int] = []

    def ask(self, method: str, path: str, **more: Any) -> Any:
        """Return the answer to a request, and remember its status."""
        headers = {"Connection": "close", **more.pop("headers", {})}
        answer = requests.request(
            method, self.server.url + path, timeout=60, headers=headers, **more
        )
        self.statuses.append(answer.status_code)
        return answer

    def made(self, path: str, body: Any) -> Any:
        """Return what a POST made."""
        key = {"Idempotency-Key": f"{LATIN}-{len(self.statuses)}"}
        answer = self.ask("POST", path, json=body, headers=key)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def lives(self) -> dict[str, str]:
        """Register, diagnose, plan, note, decide and read; return ids."""
        sheet = an_example("dongguan-mould-shop") | {"reference": WORD}
        named = {"name": f"{WORD}有限公司", "site": WORD, "revenue_wan": NUMBER}
        sheet["enterprise"] = sheet["enterprise"] | named
        made = self.made("/v1/diagnoses", sheet)
        firm = f"/v1/enterprises/{made['enterprise_id']}"
        plans = f"/v1/assessments/{made['assessment_id']}/roadmaps"
        plan = self.made(plans, {"budget_wan": 40})
        package = plan["phases"][0]["packages"][0]["id"]
        note = {"project": package, "status": "dropped", "on": "2026-11-20", "reason": WORD}
        self.made(f"/v1/roadmaps/{plan['id']}/progress", {"projects": [note]})
        words = {"useful": False, "why": "too-expensive", "text": WORD}
        self.made(f"{firm}/projects/{package}/feedback", words)
        grant = {"grantee": "office", "role": "consultant", "purpose": WORD}
        self.made(f"{firm}/grants", grant)
        draft = self.made("/v1/assessments", sheet)
        self.made(f"/v1/diagnoses/{made['id']}/withdrawal", {"reason": WORD})
        change = {"employees": 12, "name": f"{WORD}二厂"}
        self.ask("PATCH", firm, json=change, headers={"If-Match": "*"})
        for path in (firm, f"{firm}/audit", f"{firm}/export", f"/v1/diagnoses/{made['id']}"):
            assert self.ask("GET", path).status_code == 200
        self.ask("GET", "/v1/enterprises", params={"name": WORD, "credit_code": CODE})
        return {"firm": firm, "draft": draft["id"], "package": package}

    def is_refused(self) -> str:
        """Ask what is refused in every way; return the text of a key that was issued."""
        issued: str = self.made("/v1/keys", {"actor": WORD})["key"]
        for headers in ({"Authorization": f"Bearer dk_{LATIN}"}, {"If-Match": f'"{LATIN}"'},
                        {"Accept-Language": LATIN}):  # fmt: skip
            place = "/v1/enterprises/00000000-0000-7000-8000-000000000000"
            self.ask("PATCH", place, headers=headers, json={WORD: WORD})
        for body in (f'{{"{WORD}": "{WORD}"}}', f'{{"enterprise": {{"name": "{WORD}"', WORD):
            for path in ("/v1/diagnoses", "/v1/enterprises", "/v1/roadmaps/preview"):
                self.ask("POST", path, data=body.encode(),
                         headers={"Content-Type": "application/json"})  # fmt: skip
        for path in (
            f"enterprises/{LATIN}",
            f"../{WORD}",
            f"packages/{LATIN}",
            f"diagnoses?{LATIN}={WORD}",
            f"enterprises?cursor={LATIN}",
        ):
            self.ask("GET", f"/v1/{path}")
        self.ask("POST", f"/v1/{LATIN}", data=LATIN, headers={"Content-Type": LATIN})
        line = f"GET /{LATIN} {LATIN}\r\n{LATIN}\r\n\r\n".encode()
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=20) as wire:
            wire.sendall(line)
            wire.recv(4096)
        return issued

    def gives_links(self, sheet_id: str) -> list[str]:
        """Give a link to a section and one to the result, and open both; return their texts."""
        place = f"/v1/assessments/{sheet_id}"
        section = {"section": "machines", "respondent": WORD}
        result = {"recipient": WORD}
        texts = [
            self.made(f"{place}/{name}", body)["link"]
            for name, body in (("links", section), ("result-links", result))
        ]
        for page, text in zip(("answer", "look"), texts, strict=True):
            for opened in (text, f"{text}{LATIN}"):
                self.ask("GET", f"/{page}/{opened}")
        return texts

    def meets_a_broken_database(self, file: Path, ids: dict[str, str]) -> None:
        """Ask for a row that is damaged, and of a table that is gone."""
        with closing(sqlite3.connect(file)) as database, database:
            broken = f"{WORD} no packed text".encode()
            database.execute(
                "UPDATE assessment SET sheet = ? WHERE id = ?", (broken, ids["draft"])
            )
            database.execute("ALTER TABLE feedback RENAME TO gone")
        assert self.ask("GET", f"/v1/assessments/{ids['draft']}").status_code == 500
        words = {"useful": False, "why": "too-expensive", "text": WORD}
        path = f"{ids['firm']}/projects/{ids['package']}/feedback"
        assert self.ask("POST", path, json=words).status_code == 503


def test_no_canary_is_in_the_log_or_the_metrics(tmp_path: Path) -> None:
    settings = {"DIAGNOSIS_LOG_LEVEL": "debug"}
    with serving(tmp_path, workers=1, settings=settings) as server:
        firm = Firm(server)
        ids = firm.lives()
        issued, links = firm.is_refused(), firm.gives_links(ids["draft"])
        firm.meets_a_broken_database(tmp_path / "data" / "diagnosis.db", ids)
        metrics = server.metrics()
    log = server.log.read_bytes()
    lines = [json.loads(line) for line in log.splitlines() if line.startswith(b"{")]
    told = {line["event"] for line in lines}
    assert {"request", "crash", "unavailable"} <= told, told
    assert sum(line["event"] == "request" for line in lines) >= len(firm.statuses)
    assert {200, 201, 401, 404, 422, 500, 503} <= set(firm.statuses)
    escaped = json.dumps(CHINESE).strip('"')
    secrets = [LATIN, LATIN.lower(), CHINESE, escaped, CODE, str(NUMBER), KEY, KEY[-43:], issued]
    secrets += links
    for searched in (log.decode(errors="replace"), metrics):
        assert [secret for secret in secrets if secret in searched] == []
    assert "/v1/diagnoses" in metrics
