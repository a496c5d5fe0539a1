"""What consultants, portals, admins and those without a key do, and how they err."""

from uuid import uuid4

from tests.builders import an_enterprise, an_example
from tests.keys import key_named
from tests.soak.turns import Turn

_CONTENT = (
    "/v1/questionnaires", "/v1/questionnaires/full", "/v1/questionnaires/screening/schema",
    "/v1/standards", "/v1/standards/ai-readiness", "/v1/packages", "/v1/cases", "/v1/trades",
    "/v1/support", "/v1/scales", "/v1/measures", "/v1/models", "/v1/consents/texts",
    "/v1/typical-firms", "/v1/crosswalk",
)  # fmt: skip
_MOST_PAGES = 4
_UNKNOWN_KEY = key_named("nobodyhasone")
_MAY_BE_OVER = (200, 404)
"""What a reader gets whose grant may be taken back at any moment."""


def granted_firm(turn: Turn) -> str | None:
    """Return a firm that was granted to the user a moment ago."""
    answer = turn.user.ask("list held grants", "GET", "/v1/grants?limit=20")
    if answer is None:
        return None
    active = [each for each in answer.json()["items"] if each["state"] == "active"]
    return str(turn.chance.choice(active)["enterprise_id"]) if active else None


def read_granted_firm(turn: Turn) -> None:
    """Read a granted firm and its diagnoses."""
    firm = granted_firm(turn)
    if firm is None:
        return
    turn.user.ask("read a granted firm", "GET", f"/v1/enterprises/{firm}", expect=_MAY_BE_OVER)
    path = f"/v1/diagnoses?limit=10&enterprise_id={firm}"
    answer = turn.user.ask("list granted diagnoses", "GET", path, expect=(200, 422))
    rows = answer.json().get("items", ()) if answer is not None else ()
    for row in rows[:2]:
        turn.user.ask("read a granted diagnosis", "GET", f"/v1/diagnoses/{row['id']}",
                      expect=_MAY_BE_OVER)  # fmt: skip


def read_granted_plans(turn: Turn) -> None:
    """Read a plan of a granted firm, as a workbook too."""
    answer = turn.user.ask("list granted plans", "GET", "/v1/roadmaps?limit=10")
    rows = answer.json()["items"] if answer is not None else ()
    if rows:
        path = f"/v1/roadmaps/{turn.chance.choice(rows)['id']}"
        for what, end in (("read a granted plan", ""), ("read a workbook", "/table.xlsx"),
                          ("read a table", "/table.csv")):  # fmt: skip
            turn.user.ask(what, "GET", path + end, expect=_MAY_BE_OVER)


def walk_lists(turn: Turn) -> None:
    """Walk some pages of a list by its cursors: none comes twice."""
    following = turn.chance.choice(("/v1/enterprises?limit=5", "/v1/diagnoses?limit=10"))
    seen: list[str] = []
    for _ in range(_MOST_PAGES):
        answer = turn.user.ask("walk a list", "GET", following)
        if answer is None:
            return
        page = answer.json()
        seen += [row["id"] for row in page["items"]]
        following = page["next"]
        if following is None:
            break
    if len(seen) != len(set(seen)):
        turn.user.tally.blame(f"a row came twice in a walk: {seen}")


def follow_feed(turn: Turn) -> None:
    """Register something, and read the feed from where it was read last: numbers rise."""
    if turn.chance.random() < 0.3:
        chain = {"name": f"chain {uuid4().hex}"}
        turn.user.ask("register a chain", "POST", "/v1/chains", json=chain, headers=turn.once(),
                      expect=(201,))  # fmt: skip
    after = turn.user.after
    answer = turn.user.ask("follow the feed", "GET", f"/v1/changes?limit=100&after={after}")
    if answer is None:
        return
    page = answer.json()
    numbers = [each["number"] for each in page["items"]]
    if numbers != sorted(set(numbers)) or any(number <= after for number in numbers):
        turn.user.tally.blame(f"the feed after {after} is {numbers}")
    turn.user.after = max(turn.user.after, page["after"])


def manage_keys(turn: Turn) -> None:
    """Issue a key, rotate it, revoke the one that follows; neither is taken any more."""
    user = turn.user
    wish = {"role": "admin", "actor": "soak"}
    if turn.chance.random() < 0.3:
        wish = {"role": "enterprise", "actor": "soak", "organisation": f"org-{uuid4().hex[:12]}"}
    issued = user.ask("issue a key", "POST", "/v1/keys", json=wish, expect=(201,))
    if issued is None:
        return
    last = issued
    if wish["role"] == "admin":
        path = f"/v1/keys/{issued.json()['id']}/rotation"
        rotated = user.ask("rotate a key", "POST", path, json={"overlap_hours": 0}, expect=(201,))
        if rotated is None:
            return
        last = rotated
    user.ask("revoke a key", "POST", f"/v1/keys/{last.json()['id']}/revocation")
    for ended in {issued.json()["key"], last.json()["key"]}:
        user.ask("ask with an ended key", "GET", "/v1/keys", key=ended, expect=(401,))
    user.ask("list keys", "GET", "/v1/keys?limit=20")


def read_content(turn: Turn) -> None:
    """Read content, again with its ETag: it has not changed."""
    path = turn.chance.choice(_CONTENT)
    answer = turn.user.ask("read content", "GET", path)
    if answer is not None and answer.headers.get("ETag") and turn.chance.random() < 0.5:
        known = {"If-None-Match": answer.headers["ETag"]}
        turn.user.ask("read content again", "GET", path, headers=known, expect=(304,))


def preview(turn: Turn) -> None:
    """Preview a diagnosis, or a plan with a turn that others without a key wait for too."""
    sheet = an_example(turn.chance.choice(("dongguan-mould-shop", "foshan-furniture-maker")))
    if turn.chance.random() < 0.7:
        turn.user.ask("preview a diagnosis", "POST", "/v1/diagnoses/preview", json=sheet)
        return
    body = {"sheet": sheet, "roadmap": {"budget_wan": 40}}
    turn.user.ask("preview a plan", "POST", "/v1/roadmaps/preview", json=body, expect=(200, 503))


def ask_without_key(turn: Turn) -> None:
    """Ask for rows without a key, with an unknown one, and with none that is one."""
    path = turn.chance.choice(("/v1/diagnoses", "/v1/keys", "/v1/changes", "/v1/grants"))
    key = turn.chance.choice((None, _UNKNOWN_KEY, "dk_wrong"))
    turn.user.ask("ask without a key", "GET", path, key=key, expect=(401,))
    turn.user.ask("ask for no address", "GET", f"/v1/{uuid4().hex}", expect=(404,))


def write_as_reader(turn: Turn) -> None:
    """Try to decide for a firm, and to change one that may only be read."""
    firm = granted_firm(turn)
    if firm is None:
        return
    path = f"/v1/enterprises/{firm}"
    statement = {"use": "statistics", "consent": "given", "text_version": 1}
    turn.user.ask("decide for a firm", "POST", f"{path}/consents", json=statement, expect=(403,))
    turn.user.ask("change a granted firm", "PATCH", path, json={"employees": 9},
                  headers={"If-Match": "*"}, expect=(403, 404))  # fmt: skip


def read_as_admin(turn: Turn) -> None:
    """Try to read and to enter firms as an admin, who may neither."""
    turn.user.ask("read firms as an admin", "GET", "/v1/enterprises", expect=(403,))
    turn.user.ask("enter a firm as an admin", "POST", "/v1/enterprises", json=an_enterprise(),
                  expect=(403,))  # fmt: skip


def fill_without_name(turn: Turn) -> None:
    """Open a nameless sheet, come back to it with its code alone, submit it, and delete it."""
    sheet = {"form": "screening", "answers": {"equipment-automation": 1, "sales-management": 2}}
    opened = turn.user.ask("open a nameless sheet", "POST", "/v1/sheets", json=sheet,
                           expect=(201,))  # fmt: skip
    if opened is None:
        return
    code = {"Resume-Code": opened.json()["code"]}
    path = f"/v1/assessments/{opened.json()['assessment']['id']}"
    turn.user.ask("come back with a code", "GET", path, headers=code)
    turn.user.ask("come back without the code", "GET", path, expect=(401,))
    turn.user.ask("fill a nameless sheet", "PATCH", path, headers=code | {"If-Match": "*"},
                  json={"answers": {"ai-plan": 1}})  # fmt: skip
    made = turn.user.ask("submit a nameless sheet", "POST", f"{path}/submit", expect=(201,),
                         headers=code | {"If-Match": "*"},
                         json={"accept_incomplete": True})  # fmt: skip
    if made is not None:
        turn.user.ask("read a nameless diagnosis", "GET", made.headers["Location"], headers=code)
    path = path.replace("assessments", "sheets")
    turn.user.ask("delete a nameless sheet", "DELETE", path, headers=code, expect=(204,))
    turn.user.ask("ask with a dead code", "GET", "/v1/sheets", headers=code, expect=(401,))
