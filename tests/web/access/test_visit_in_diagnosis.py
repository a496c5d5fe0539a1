"""A diagnosis shows what the last signed visit verified, to whoever sees that visit."""

from typing import Any

from flask import Flask

from tests.web.access.visiting import ANY, FIRM, OFFICE, PORTAL, SECOND, Visiting, seen


def paid(visiting: Visiting, key: str = OFFICE, *, signed: bool = True) -> str:
    """Return the address of a visit that somebody paid, and signed unless said otherwise."""
    path = visiting.begin(key)
    assert visiting.save(path, key, ai_plan=seen(0, reason="没看到")).status_code == 200
    if signed:
        assert visiting.ask("post", f"{path}/signature", key, headers=ANY).status_code == 201
    return path


def test_a_diagnosis_shows_what_the_last_signed_visit_verified(app: Flask) -> None:
    visiting = Visiting(app)

    def shown(key: str) -> Any:
        return visiting.ask("get", visiting.diagnosis, key).json.get("verified")

    paid(visiting, signed=False)
    assert shown(FIRM) is None
    one = paid(visiting)
    levels = visiting.ask("get", f"{one}/levels", FIRM).json["standards"]
    expected = [
        {"standard": each["standard"]}
        | {name: each["verified"][name] for name in ("level", "score")}
        for each in levels
    ]
    for key in (FIRM, OFFICE, PORTAL):
        verified = shown(key)
        assert verified["visit_id"] == one[-36:]
        by_standard = {each["standard"]: each for each in verified["readings"]}
        assert [by_standard[each["standard"]] for each in expected] == expected
    assert shown(SECOND) is None
    summary = visiting.ask("get", f"{visiting.diagnosis}/summary", FIRM).text
    assert "最近一次现场核实的级别" in summary
    level = expected[0]["level"]
    named = {each["standard"]: each["level"] for each in expected}
    for key, listed in ((FIRM, 1), (OFFICE, 1), (PORTAL, 1), (SECOND, 0)):
        path = f"/v1/diagnoses?basis=verified&standard={expected[0]['standard']}"
        for more in ("", "" if level is None else f"&level={level}", "&latest=true"):
            rows = visiting.ask("get", path + more, key).json["items"]
            assert [row["verified_levels"] for row in rows] == [named] * listed, (key, more)
    (row,) = visiting.ask("get", "/v1/diagnoses", SECOND).json["items"]
    assert row["verified_levels"] == dict.fromkeys(named)
    two = paid(visiting, SECOND)
    assert [shown(key)["visit_id"] for key in (FIRM, OFFICE)] == [two[-36:], one[-36:]]
