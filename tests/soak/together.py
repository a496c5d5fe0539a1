"""What a firm does with others: sections by link, files, visits, and leaving with its archive."""

from typing import Any

from tests.builders import an_example
from tests.evidence_files import a_photo
from tests.fuzz.tenants import VISIT
from tests.soak.others import granted_firm
from tests.soak.turns import Turn

_ANY = {"If-Match": "*"}
_ITEM = "ai-plan"
_OVER = (403, 404, 409)
"""What a consultant gets whose grant or visit may be over at any moment."""
_REASON = "现场没看到"


def ask_by_link(turn: Turn) -> None:
    """Send a section of a draft to somebody, who answers it; then the link is revoked."""
    user, draft = turn.user, turn.user.take("draft")
    if draft is None:
        return
    sections = user.ask("read the form", "GET", "/v1/questionnaires/full")
    if sections is None:
        return
    body = {"section": sections.json()["sections"][0]["id"], "respondent": "会计"}
    path = f"{draft['path']}/links"
    given = user.ask("send a section", "POST", path, json=body, expect=(201,))
    if given is None:
        return
    link: dict[str, Any] = {"key": "", "headers": {"Section-Link": given.json()["link"]}}
    place = f"/v1/sections/{given.json()['id']}"
    section = user.ask("read a section by link", "GET", place, **link)
    if section is not None:
        asked = [item["id"] for item in section.json()["section"]["items"]]
        answers = {name: draft["answers"][name] for name in asked if name in draft["answers"]}
        link["headers"] |= _ANY
        user.ask("answer a section by link", "PATCH", place, json={"answers": answers}, **link)
        user.ask("read more by link", "GET", draft["path"], expect=(403, 404), **link)
    user.ask("revoke a link", "DELETE", f"{path}/{given.json()['id']}", expect=(204,))
    user.ask("ask with an ended link", "GET", place, expect=(401,), **link)
    read = user.ask("read a draft", "GET", draft["path"])
    if read is not None:
        user.keep("draft", draft | {"tag": read.headers["ETag"]})


def file_evidence(turn: Turn) -> None:
    """Add a photo to an answer, read it, and remove it; another may be looked into meanwhile."""
    user, draft = turn.user, turn.user.take("draft")
    if draft is None:
        return
    path, photo = f"{draft['path']}/evidence", {"Content-Type": "image/jpeg"}
    added = user.ask("add a photo", "POST", f"{path}?item={_ITEM}", data=a_photo(), headers=photo,
                     expect=(201, 503))  # fmt: skip
    if added is not None and added.status_code == 201:
        place = f"{path}/{added.json()['id']}"
        user.ask("list files", "GET", path)
        user.ask("read a photo", "GET", place)
        user.ask("remove a photo", "DELETE", place, expect=(204,))
    user.keep("draft", draft)


def visit_granted_firm(turn: Turn) -> None:
    """Begin a visit to a granted firm, verify an answer, and sign it or give it up."""
    user, firm = turn.user, granted_firm(turn)
    if firm is None:
        return
    path = f"/v1/diagnoses?limit=1&enterprise_id={firm}"
    listed = user.ask("list granted diagnoses", "GET", path, expect=(200, 422))
    rows = listed.json().get("items", ()) if listed is not None else ()
    if not rows:
        return
    path = f"/v1/diagnoses/{rows[0]['id']}/visits"
    begun = user.ask("begin a visit", "POST", path, json=VISIT, expect=(201, *_OVER))
    if begun is None or begun.status_code != 201:
        return
    visit = begun.headers["Location"]
    user.ask("read a visit sheet", "GET", f"{visit}/sheet", expect=(200, *_OVER))
    seen = {"value": 1, "grade": "seen-running", "reason": _REASON}
    user.ask("verify an answer", "PATCH", f"{visit}/answers", json={"answers": {_ITEM: seen}},
             headers=_ANY, expect=(200, *_OVER))  # fmt: skip
    if turn.chance.random() < 0.3:
        user.ask("give up a visit", "POST", f"{visit}/withdrawal", headers=_ANY,
                 expect=(200, *_OVER))  # fmt: skip
        return
    signed = user.ask("sign a visit", "POST", f"{visit}/signature", headers=_ANY,
                      expect=(201, *_OVER))  # fmt: skip
    if signed is not None and signed.status_code == 201:
        user.ask("read verified levels", "GET", f"{visit}/levels", expect=(200, *_OVER))


def come_and_leave(turn: Turn) -> None:
    """Submit a sheet of a firm of its own, take its archive along, and have it all deleted."""
    user, sheet = turn.user, an_example("foshan-furniture-maker")
    once = turn.once()
    sheet["enterprise"]["site"] = f"厂区 {once['Idempotency-Key'][:8]}"
    made = user.ask("submit a sheet", "POST", "/v1/diagnoses", json=sheet, headers=once,
                    expect=(201,))  # fmt: skip
    if made is None:
        return
    firm = f"/v1/enterprises/{made.json()['enterprise_id']}"
    archive = user.ask("take an archive along", "GET", f"{firm}/export")
    if archive is not None and not archive.content.startswith(b"PK"):
        user.tally.blame(f"an archive is {archive.content[:40]!r}")
    user.ask("delete a firm", "DELETE", firm, headers=_ANY, expect=(204,))
    for path in (firm, made.headers["Location"]):
        user.ask("read what is gone", "GET", path, expect=(404,))
