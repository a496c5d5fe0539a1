"""A regional portal walks through its pages: firms, a firm, entering, chains and parks."""

import pytest
from flask import Flask

from tests.builders import an_enterprise, an_example
from tests.keys import KEY, bearer
from tests.web.access.visiting import OFFICE, PORTAL, Visiting
from tests.web.pages.browsing import Browser

CODE: str = an_enterprise()["credit_code"]


@pytest.fixture
def visiting(app: Flask) -> Visiting:
    """Return a firm with a diagnosis that is granted to the portal."""
    return Visiting(app)


def signed_in(app: Flask, key: str = PORTAL, language: str = "en") -> Browser:
    """Return a browser in which somebody has signed in."""
    return Browser(app, language).open("/sign-in").send("/sign-in", {"key": key})


def test_a_portal_sees_the_firms_granted_to_it_and_how_far_they_are(
    app: Flask, visiting: Visiting
) -> None:
    browser = signed_in(app)
    assert {"/portal", "/portal/chains", "/portal/parks"} <= set(browser.page.links)
    browser.open("/portal")
    words = browser.page.words
    name = an_example("dongguan-mould-shop")["enterprise"]["name"]
    assert browser.status == 200 and name in words and "Submitted" in words
    assert "On this page: 1" in words and "Of the firms listed on this page (1)" in words
    assert "tatistic" not in words and browser.html.count("<svg") == 4
    browser.open(f"/portal/firms/{visiting.enterprise_id}")
    assert browser.status == 200 and "granted to you by the firm" in browser.page.words
    row = visiting.ask("get", "/v1/diagnoses?latest=true", PORTAL).json["items"][0]
    assert f"/sheets/{row['assessment_id']}/result" in browser.page.links
    assert "There is no plan yet" in browser.page.words
    made = visiting.ask("post", f"/v1/assessments/{row['assessment_id']}/roadmaps", KEY, json={})
    assert made.status_code == 201
    words = browser.open(f"/portal/firms/{visiting.enterprise_id}").page.words
    assert "Plan of" in words and "running 0" in words


def test_a_visit_stands_beside_what_the_firm_says(app: Flask, visiting: Visiting) -> None:
    visit = visiting.begin()
    reason = {"value": 0, "grade": "seen-running", "reason": "x"}
    assert visiting.save(visit, ai_plan=reason).status_code == 200
    headers = {"If-Match": "*"}
    assert visiting.ask("post", f"{visit}/signature", OFFICE, headers=headers).status_code == 201
    browser = signed_in(app, language="zh-CN").open("/portal")
    assert "已走访核实" in browser.page.words and "核实" in browser.page.words
    browser.open(f"/portal/firms/{visiting.enterprise_id}")
    assert "走访核实：" in browser.page.words


def test_what_is_not_granted_is_not_there(app: Flask, visiting: Visiting) -> None:
    visiting.revoke("bureau")
    browser = signed_in(app).open("/portal")
    assert "There is no firm yet" in browser.page.words
    assert browser.open(f"/portal/firms/{visiting.enterprise_id}").status == 404
    assert browser.open("/portal/sheets").page.words.count("There is no sheet yet") == 1


def test_filters_narrow_the_list_and_keep_what_was_typed(app: Flask, visiting: Visiting) -> None:
    row = visiting.ask("get", "/v1/diagnoses?latest=true", PORTAL).json["items"][0]
    level = row["levels"]["miit-sme-2024"]
    browser = signed_in(app)
    for query, fits in (
        ("city=441900", True),
        ("city=440100", False),
        ("size_class=large", False),
        (f"standard=miit-sme-2024&level={level}", True),
        (f"standard=miit-sme-2024&level={level}&basis=verified", False),
        ("with_result=yes&name=&city=", True),
        ("name=nobody", False),
    ):
        browser.open(f"/portal?{query}")
        assert browser.status == 200, browser.page.words
        assert ("On this page: 1" in browser.page.words) is fits, query
    browser.open("/portal").send("/portal", {"level": "2", "name": "ab"})
    assert browser.status == 422 and "Level by the standard: This is needed." in browser.page.words
    assert browser.page.form("/portal").fields["level"] == ["2"]
    assert browser.page.form("/portal").fields["name"] == ["ab"]
    assert browser.open("/portal?city=nowhere").status == 422
    assert browser.open("/portal?cursor=nonsense").status == 422


def test_long_lists_have_pages(app: Flask, visiting: Visiting) -> None:
    for number in range(26):
        body = an_enterprise(site=f"site {number}", name=f"firm {number:02}")
        assert visiting.ask("post", "/v1/enterprises", PORTAL, json=body).status_code == 201
    browser = signed_in(app).open("/portal")
    assert "On this page: 25, more follow" in browser.page.words
    assert "firm 25" in browser.page.words and "firm 00" not in browser.page.words
    (following,) = [link for link in browser.page.links if "cursor=" in link]
    browser.open(following)
    assert "On this page: 2" in browser.page.words and "firm 00" in browser.page.words
    assert "/portal" in browser.page.links and "more follow" not in browser.page.words


def test_a_firm_is_entered_by_the_word_of_its_trade(app: Flask, visiting: Visiting) -> None:
    browser = signed_in(app).open("/portal/firms/new")
    fields = {
        "name": "东莞市示例模具厂", "credit_code": CODE, "industry": "模具", "city": "441900119",
        "employees": "６0", "revenue_wan": "2,600",
    }  # fmt: skip
    browser.send("/portal/firms/new", fields)
    assert browser.status == 200, browser.page.words
    words = browser.page.words
    assert (
        "Not begun" in words
        and "26,000,000 yuan" in words
        and "entered by your organisation" in words
    )
    browser.open("/portal/firms/new").send("/portal/firms/new", fields)
    assert browser.status == 422 and "registered already" in browser.page.words
    assert any(link.startswith("/portal/firms/") for link in browser.page.links)
    assert browser.page.form("/portal/firms/new").fields["industry"] == ["模具"]


def test_faults_stand_at_the_fields_and_nothing_typed_is_lost(
    app: Flask, visiting: Visiting
) -> None:
    browser = signed_in(app).open("/portal/firms/new")
    browser.send(
        "/portal/firms/new",
        {"credit_code": "123", "industry": "注塑", "employees": "many", "revenue_wan": "-1"},
    )
    words = browser.page.words
    assert browser.status == 422
    assert "Name of the firm: This is needed." in words
    assert "Write a whole number" in words and "may be several trades" in words
    assert "18 digits" in words
    for name in ("name", "credit_code", "industry", "employees", "revenue_wan"):
        assert f"{name}-error" in browser.page.ids, name
    form = browser.page.form("/portal/firms/new")
    assert form.fields["employees"] == ["many"] and "industry_class" in form.names
    for api_name in ("credit_code", "revenue_wan", "industry_class"):
        assert api_name not in words
    fields = {"name": "x", "credit_code": CODE, "industry_class": "C2929", "employees": ""}
    browser.send("/portal/firms/new", fields | {"revenue_wan": ""})
    assert browser.status == 200
    firm = visiting.ask("get", f"/v1/enterprises?credit_code={CODE}", PORTAL).json["items"][0]
    assert firm["industry"] == "C2929" and firm["employees"] is None


@pytest.mark.parametrize("kind", ["chains", "parks"])
def test_a_chain_or_park_is_made_filled_renamed_and_deleted(
    app: Flask, visiting: Visiting, kind: str
) -> None:
    body = an_enterprise(name="成员企业")
    firm_id = visiting.ask("post", "/v1/enterprises", PORTAL, json=body).json["id"]
    browser = signed_in(app).open(f"/portal/{kind}")
    browser.send(f"/portal/{kind}", {"name": " "})
    assert browser.status == 422 and "Name: This is needed." in browser.page.words
    browser.send(f"/portal/{kind}", {"name": "模具链"})
    place = browser.path
    assert browser.status == 200 and place.startswith(f"/portal/{kind}/")
    browser.send("/firms", {"firm": firm_id})
    assert browser.path == place and "On this page: 1" in browser.page.words
    assert "deletion" not in browser.html
    assert place in browser.open(f"/portal/firms/{firm_id}").page.links
    browser.open(place).send("/name", {"name": "东莞模具链"})
    assert browser.path == place
    assert "东莞模具链" in browser.page.words
    csrf = browser.page.form("/removal").fields["csrf_token"]
    refused = browser.post(f"{place}/deletion", {"csrf_token": csrf})
    assert refused.status_code == 409 and "Firms are in it still" in refused.text
    browser.open(f"/portal/{kind}").send(f"/portal/{kind}", {"name": "东莞模具链"})
    assert browser.status == 422 and "registered already" in browser.page.words
    browser.open(place).send("/removal")
    assert browser.path == place and "No firm yet" in browser.page.words
    browser.send("/deletion")
    assert browser.path == f"/portal/{kind}" and "模具链" not in browser.page.words
    assert browser.open(place).status == 404


def test_a_granted_firm_is_put_into_no_chain(app: Flask, visiting: Visiting) -> None:
    browser = signed_in(app).open("/portal/chains").send("/portal/chains", {"name": "chain"})
    assert "There is no firm to put in" in browser.page.words
    csrf = browser.page.form("/deletion").fields["csrf_token"]
    for firm in (visiting.enterprise_id, "nonsense", ""):
        sent = {"csrf_token": csrf, "firm": firm}
        assert browser.post(f"{browser.path}/firms", sent).status_code == 404


def test_others_see_no_page_of_a_portal_and_no_proof_changes_nothing(
    app: Flask, visiting: Visiting
) -> None:
    for key in (KEY, OFFICE):
        browser = signed_in(app, key)
        for path in ("/portal", "/portal/firms/new", "/portal/sheets", "/portal/parks"):
            assert browser.open(path).status == 403, path
    assert Browser(app).open("/portal").path == "/resume?next=%2Fportal"
    browser = signed_in(app)
    for path in ("/portal/firms/new", "/portal/chains"):
        assert browser.post(path, {"name": "x", "credit_code": CODE}).status_code == 403
    made = browser.client.get("/v1/chains", headers=bearer(PORTAL)).json
    assert made["items"] == []


@pytest.mark.parametrize(("language", "other"), [("zh-CN", "Narrow"), ("en", "找")])
def test_sheets_of_all_firms_are_listed_by_state(
    app: Flask, visiting: Visiting, language: str, other: str
) -> None:
    browser = signed_in(app, language=language).open("/portal/sheets?state=submitted")
    assert f"/portal/firms/{visiting.enterprise_id}" in browser.page.links
    assert other not in browser.page.words
    browser.open("/portal/sheets?state=draft&created_after=")
    assert f"/portal/firms/{visiting.enterprise_id}" not in browser.page.links
    assert browser.open("/portal/sheets?created_after=yesterday").status == 422
