"""What an enterprise does: fills drafts, submits, plans, says who may see it, and errs."""

from typing import Any

from diagnosis.services.ports.scope import AccessRole
from tests.builders import an_example
from tests.soak.turns import Turn
from tests.soak.users import BY_ROLE

_SITES = 12
_EXAMPLE = "dongguan-mould-shop"
_READERS = (("office", "consultant"), ("bureau", "portal"))


def begin_draft(turn: Turn) -> None:
    """Begin a sheet of one of the firm's sites; it knows the firm from then on."""
    sheet = an_example(_EXAMPLE)
    sheet["enterprise"]["site"] = f"厂区 {turn.chance.randrange(_SITES)}"
    answers, sheet["answers"] = sheet["answers"], {}
    answer = turn.user.ask("begin a draft", "POST", "/v1/assessments", expect=(201,), json=sheet,
                           headers=turn.once())  # fmt: skip
    if answer is not None:
        draft = {"path": answer.headers["Location"], "tag": answer.headers["ETag"]}
        turn.user.keep("draft", draft | {"answers": answers})
        turn.user.keep("firm", answer.json()["enterprise_id"])


def fill_draft(turn: Turn) -> None:
    """Answer some questions of a draft; now and then with an ETag that is old by then."""
    draft = turn.user.take("draft")
    if draft is None:
        return begin_draft(turn)
    some = turn.chance.sample(sorted(draft["answers"]), 8)
    change = {"answers": {name: draft["answers"][name] for name in some}}
    before = {"If-Match": draft["tag"]}
    answer = turn.user.ask("fill a draft", "PATCH", draft["path"], json=change, headers=before)
    if answer is None:
        return None
    tag = answer.headers["ETag"]
    if tag != draft["tag"] and turn.chance.random() < 0.2:
        turn.user.ask("fill a draft with an old ETag", "PATCH", draft["path"], json=change,
                      headers=before, expect=(412,))  # fmt: skip
    return turn.user.keep("draft", draft | {"tag": tag})


def submit_draft(turn: Turn) -> None:
    """Submit a draft, and send that again as a client does that got no answer."""
    draft = turn.user.take("draft")
    if draft is None:
        return
    path, headers = f"{draft['path']}/submit", turn.once() | {"If-Match": draft["tag"]}
    body = {"accept_incomplete": True}
    ids = []
    for _ in range(turn.chance.choice((1, 1, 2))):
        answer = turn.user.ask("submit", "POST", path, json=body, headers=headers, expect=(201,))
        if answer is None:
            return
        ids.append(answer.json()["id"])
    if len(set(ids)) != 1:
        turn.user.tally.blame(f"a submission sent again made another: {ids}")
    shown = answer.json()
    turn.user.keep("diagnosis", {name: shown[name] for name in ("id", "assessment_id")})


def give_up_draft(turn: Turn) -> None:
    """Delete a draft; it is gone from then on."""
    draft = turn.user.take("draft")
    if draft is None:
        return
    before = {"If-Match": draft["tag"]}
    turn.user.ask("give up a draft", "DELETE", draft["path"], headers=before, expect=(204,))
    turn.user.ask("read what is gone", "GET", draft["path"], expect=(404,))


def read_results(turn: Turn) -> None:
    """Read a diagnosis in one of its forms, or a list."""
    diagnosis = turn.user.some("diagnosis", turn.chance)
    if diagnosis is None:
        return
    path = f"/v1/diagnoses/{diagnosis['id']}"
    submitted = f"/v1/assessments/{diagnosis['assessment_id']}"
    what, path = turn.chance.choice(
        (
            ("read a diagnosis", path),
            ("read a summary", f"{path}/summary"),
            ("read a trace", f"{path}/trace"),
            ("read a sheet", submitted),
            ("read cases", f"{submitted}/cases"),
            ("read support", f"{submitted}/support"),
            ("read a list", "/v1/diagnoses?limit=20"),
            ("read a list", "/v1/assessments?limit=20&state=draft"),
        )
    )
    turn.user.ask(what, "GET", path)


def plan(turn: Turn) -> None:
    """Have a plan made."""
    diagnosis = turn.user.some("diagnosis", turn.chance)
    if diagnosis is None:
        return
    path = f"/v1/assessments/{diagnosis['assessment_id']}/roadmaps"
    wish = {"budget_wan": turn.chance.choice((30, 40, 60, 120))}
    answer = turn.user.ask("plan", "POST", path, json=wish, headers=turn.once(), expect=(201,))
    if answer is not None:
        made = answer.json()
        packages = [each["id"] for phase in made["phases"] for each in phase["packages"]]
        turn.user.keep("plan", {"id": made["id"], "packages": packages})


def ask_what_if(turn: Turn) -> None:
    """Ask what a plan would be with another budget."""
    made = turn.user.some("plan", turn.chance)
    if made is not None:
        wish = {"budget_wan": turn.chance.choice((20, 50, 90))}
        turn.user.ask("what if", "POST", f"/v1/roadmaps/{made['id']}/compare", json=wish)


def note_progress(turn: Turn) -> None:
    """Note that a package of a plan is under way, and read how far the plan is."""
    made = turn.user.some("plan", turn.chance)
    if made is None or not made["packages"]:
        return
    path = f"/v1/roadmaps/{made['id']}/progress"
    note = {"project": made["packages"][0], "status": "running"}
    turn.user.ask("note progress", "POST", path, json={"projects": [note]}, headers=turn.once(),
                  expect=(201,))  # fmt: skip
    turn.user.ask("read progress", "GET", path)


def give_grant(turn: Turn) -> None:
    """Let the consultant or the portal read a firm."""
    firm = turn.user.some("firm", turn.chance)
    if firm is None:
        return
    grantee, role = turn.chance.choice(_READERS)
    leave = {"grantee": grantee, "role": role, "purpose": "soak"}
    answer = turn.user.ask("give a grant", "POST", f"/v1/enterprises/{firm}/grants", json=leave,
                           headers=turn.once(), expect=(201, 409))  # fmt: skip
    if answer is not None and answer.status_code == 201:  # 409: it is granted already
        turn.user.keep("grant", f"/v1/enterprises/{firm}/grants/{answer.json()['id']}")


def take_grant_back(turn: Turn) -> None:
    """Take a grant back, and read it: it says so."""
    path = turn.user.take("grant")
    if path is None:
        return
    turn.user.ask("take a grant back", "DELETE", path, expect=(204,))
    answer = turn.user.ask("read a grant", "GET", path)
    if answer is not None and answer.json()["state"] != "revoked":
        turn.user.tally.blame(f"taken back, and still: {answer.text[:200]}")


def state_consent(turn: Turn) -> None:
    """Give or withdraw consent to a use, and read what counts."""
    firm = turn.user.some("firm", turn.chance)
    if firm is None:
        return
    path = f"/v1/enterprises/{firm}/consents"
    use = turn.chance.choice(("statistics", "benchmarking"))
    statement = turn.chance.choice(
        (
            {"use": use, "consent": "given", "text_version": 1},
            {"use": use, "consent": "withdrawn"},
        )
    )
    turn.user.ask("state a consent", "POST", path, json=statement, headers=turn.once(),
                  expect=(201,))  # fmt: skip
    turn.user.ask("read consents", "GET", path)
    turn.user.ask("read consents", "GET", f"{path}/history?limit=5")


def ask_for_foreign_rows(turn: Turn) -> None:
    """Ask for a row of another enterprise: there is none."""
    strangers = [name for name in BY_ROLE[AccessRole.ENTERPRISE] if name != turn.user.name]
    stranger = turn.world.users[turn.chance.choice(strangers)]
    kind = turn.chance.choice(("diagnosis", "plan", "firm", "grant"))
    thing: Any = stranger.some(kind, turn.chance)
    if thing is None:
        return
    path = {
        "diagnosis": lambda: f"/v1/diagnoses/{thing['id']}",
        "plan": lambda: f"/v1/roadmaps/{thing['id']}",
        "firm": lambda: f"/v1/enterprises/{thing}",
        "grant": lambda: thing,
    }[kind]()
    turn.user.ask("read a foreign row", "GET", path, expect=(404,))
    if kind == "firm":
        turn.user.ask("change a foreign row", "PATCH", path, json={"employees": 5},
                      headers={"If-Match": "*"}, expect=(404,))  # fmt: skip
    if kind == "grant":
        turn.user.ask("change a foreign row", "DELETE", path, expect=(404,))


def send_faulty_sheet(turn: Turn) -> None:
    """Send a sheet with faults: each is told, nothing is stored."""
    sheet = an_example(_EXAMPLE)
    sheet["answers"] |= {"ai-plan": 9, "no-such-question": 1}
    answer = turn.user.ask("send a faulty sheet", "POST", "/v1/diagnoses", json=sheet,
                           expect=(422,))  # fmt: skip
    if answer is not None and len(answer.json()["errors"]) < 2:
        turn.user.tally.blame(f"two faults, told: {answer.text[:200]}")


def come_by_page(turn: Turn) -> None:
    """Open a session with the key, read, register a chain with the proof, and end the session."""
    typed = {"key": turn.user.key}
    opened = turn.user.ask("open a session", "POST", "/v1/session", key="", json=typed,
                           expect=(201,))  # fmt: skip
    if opened is None:
        return
    cookies: Any = opened.cookies
    proof = {"X-CSRF-Token": opened.json()["csrf_token"]}
    page: dict[str, Any] = {"key": "", "cookies": cookies}
    turn.user.ask("read with a session", "GET", "/v1/enterprises?limit=5", **page)
    once = turn.once()
    chain = {"name": f"链 {once['Idempotency-Key']}"}
    turn.user.ask("change without the proof", "POST", "/v1/chains", json=chain, expect=(403,),
                  **page)  # fmt: skip
    made = turn.user.ask("change with a session", "POST", "/v1/chains", json=chain, expect=(201,),
                         headers=proof | once, **page)  # fmt: skip
    if made is not None:
        before = proof | {"If-Match": "*"}
        turn.user.ask("undo with a session", "DELETE", made.headers["Location"], expect=(204,),
                      headers=before, **page)  # fmt: skip
    turn.user.ask("end a session", "DELETE", "/v1/session", headers=proof, expect=(204,), **page)
    turn.user.ask("ask with an ended session", "GET", "/v1/session", expect=(401,), **page)
