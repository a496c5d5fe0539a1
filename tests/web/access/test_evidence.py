"""Files to answers: added by the firm, read by whom it lets read its answers, gone with them."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.bootstrap import Container
from diagnosis.content.versions import Versions
from diagnosis.services.intake import evidence as evidence_verbs
from diagnosis.services.intake.evidence_files import sweep_files
from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.scope import AccessRole
from tests.builders import a_sheet
from tests.databases import fresh_database
from tests.evidence_files import GPS_WORDS, a_pdf, a_photo, a_picture
from tests.keys import KEY, add_key, bearer, key_named
from tests.web.access.nameless import Holder, filled, problem_of
from tests.web.access.visiting import FIRM, OFFICE, PORTAL, STRANGER, Visiting
from tests.web.service import a_service, an_app

ANY = {"If-Match": "*"}
OTHER_ITEM = "sales-management"
PNG = a_picture("PNG")
WHO = {"name": "示例模具有限公司", "credit_code": "91441900EXAMPLE11Y"}


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, versions: Versions, tmp_path: Path) -> Iterator[Flask]:
    """Yield the application over either database."""
    url = None
    if request.param == "postgresql":
        url = fresh_database(request.getfixturevalue("postgres"))
    service = a_service(versions, tmp_path, url)
    yield an_app(service)
    service.store.engine.dispose()


@pytest.fixture
def place(client: FlaskClient) -> str:
    """Return where the files of a draft are."""
    return begun(client)


def begun(client: FlaskClient) -> str:
    made: Any = client.post(
        "/v1/assessments", json=a_sheet(form="screening", answers={"ai-plan": 1})
    )
    assert made.status_code == 201, made.text
    return f"/v1/assessments/{made.json['id']}/evidence"


def add(
    client: Any, place: str, sent: bytes = PNG, kind: str = "image/png", item: str = "ai-plan"
) -> Any:
    """Return the answer to adding a file."""
    return client.post(f"{place}?item={item}", data=sent, content_type=kind)


def kept_files(app: Flask) -> dict[str, list[str]]:
    """Return the SHA-256 of all that lies in the folder, by owner."""
    files = service_of(app).evidence_desk.files
    return {owner: list(files.digests(owner)) for owner in files.owners()}


def service_of(app: Flask) -> Container:
    service: Container = app.extensions["diagnosis"]
    return service


def test_a_photo_is_kept_without_its_place_and_handed_out_to_be_saved(
    client: FlaskClient, place: str, app: Flask
) -> None:
    photo = a_photo()
    added = add(client, place, photo, "image/jpeg")
    assert added.status_code == 201, added.text
    shown = added.json
    assert (shown["kind"], shown["item"], shown["added_by"]) == ("image/jpeg", "ai-plan", "local")
    assert added.headers["Location"] == f"{place}/{shown['id']}"
    got: Any = client.get(added.headers["Location"])
    assert (len(got.data), sha256(got.data).hexdigest()) == (shown["bytes"], shown["sha256"])
    assert GPS_WORDS in photo and GPS_WORDS not in got.data
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"].split("; ")
    assert got.headers["Cache-Control"] == "no-store"
    name = f"ai-plan-{shown['id']}.jpg"
    assert got.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert (client.get(place).json or {})["items"] == [shown]
    assert kept_files(app) == {"local": [shown["sha256"]]}


def test_the_same_file_again_is_kept_once(client: FlaskClient, place: str, app: Flask) -> None:
    first, again = add(client, place), add(client, place)
    assert (again.status_code, again.json) == (201, first.json)
    other = add(client, place, item=OTHER_ITEM)
    assert (other.status_code, other.json["sha256"]) == (201, first.json["sha256"])
    assert len((client.get(place).json or {})["items"]) == 2
    assert len(kept_files(app)["local"]) == 1


def test_bytes_stay_while_any_sheet_of_the_owner_names_them(
    client: FlaskClient, place: str, app: Flask
) -> None:
    other = begun(client)
    added = [add(client, each).headers["Location"] for each in (place, other)]
    assert len(kept_files(app)["local"]) == 1
    assert client.delete(added[0]).status_code == 204
    assert client.delete(added[0]).status_code == 404
    assert client.get(added[0]).status_code == 404
    assert client.get(added[1]).data.startswith(b"\x89PNG")
    assert client.delete(added[1]).status_code == 204
    assert kept_files(app) == {}


@pytest.mark.parametrize(
    ("sent", "kind", "expected"),
    [
        (b"<svg onload='alert(1)'/>", "image/png", (422, "faulty-input", "unknown-kind")),
        (PNG, "image/jpeg", (422, "faulty-input", "other-kind")),
        (b"", "image/png", (422, "faulty-input", "empty-file")),
        (PNG, "text/plain", (415, "unsupported-file-type", None)),
        (PNG, "application/json", (415, "unsupported-file-type", None)),
        (a_pdf(lambda w: w.encrypt("a")), "application/pdf",
         (422, "faulty-input", "encrypted-file")),
        (PNG + b"x" * 8_000_000, "image/png", (413, "too-large", None)),
    ],
)  # fmt: skip
def test_what_is_not_taken_leaves_nothing_behind(
    client: FlaskClient, place: str, app: Flask, sent: bytes, kind: str, expected: Any
) -> None:
    refused = add(client, place, sent, kind)
    codes = [each["code"] for each in refused.json["errors"]]
    assert (*problem_of(refused), codes[0] if codes else None) == expected
    assert kept_files(app) == {} and (client.get(place).json or {})["items"] == []


def test_other_bodies_are_as_small_as_before(client: FlaskClient) -> None:
    assert client.post("/v1/diagnoses/preview", json={"x": "x" * 1_000_001}).status_code == 413


def test_an_item_that_the_form_does_not_ask_has_no_files(
    client: FlaskClient, place: str, app: Flask
) -> None:
    for item, code in (("no-such-item", "not-in-form"), ("..%2F..%2Fx", "not-in-form")):
        (fault,) = add(client, place, item=item).json["errors"]
        assert (fault["pointer"], fault["code"]) == ("/item", code)
    (fault,) = client.post(place, data=PNG, content_type="image/png").json["errors"]  # type: ignore[index]
    assert (fault["pointer"], fault["code"]) == ("/item", "missing-field")
    assert kept_files(app) == {}


def test_so_many_files_are_taken(
    client: FlaskClient, place: str, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def code(answer: Any) -> Any:
        return answer.json["errors"][0]["code"] if answer.status_code == 422 else 201

    pictures = [a_picture("PNG", (size, 4)) for size in range(1, 8)]
    with ThreadPoolExecutor(4) as pool:
        monkeypatch.setattr(service_of(app).evidence_desk.clean._turn, "_wait_seconds", 60)
        sent = list(pool.map(lambda each: add(app.test_client(), place, each), pictures))
    assert sorted(map(str, map(code, sent))) == ["201"] * 5 + ["too-many-files-of-item"] * 2
    assert len(kept_files(app)["local"]) == 5
    monkeypatch.setattr(evidence_verbs, "MOST_OF_SHEET", 6)
    assert code(add(client, place, item=OTHER_ITEM)) == 201
    refused = add(client, place, a_picture("PNG", (30, 4)), item=OTHER_ITEM)
    assert code(refused) == "too-many-files-of-sheet"


def test_an_organisation_has_so_much_room(client: FlaskClient, place: str, app: Flask) -> None:
    service = service_of(app)
    first = add(client, place).json
    room = replace(service.evidence_desk, most_total=2 * first["bytes"])
    service.__dict__["evidence_desk"] = room
    other = begun(client)
    assert add(client, other).status_code == 201
    refused = add(client, other, item=OTHER_ITEM)
    assert refused.json["errors"][0]["code"] == "no-room-for-files"
    assert client.get(f"{place}/{first['id']}").status_code == 200


def test_a_file_is_what_whoever_reads_the_answers_may_read(app: Flask) -> None:
    firm = Visiting(app)
    made = firm.ask("get", firm.diagnosis, FIRM).json
    place = f"/v1/assessments/{made['assessment_id']}/evidence"
    added = firm.ask("post", f"{place}?item=ai-plan", FIRM, data=PNG, content_type="image/png")
    assert added.status_code == 201, added.text
    file = added.headers["Location"]
    for path in (place, file):
        assert firm.statuses(path) == [200, 200, 200, 200, 404]
    assert firm.ask("get", file, OFFICE).data == firm.ask("get", file, FIRM).data
    for key, expected in ((OFFICE, 403), (PORTAL, 403), (STRANGER, 404)):
        more = {"data": PNG, "content_type": "image/png"}
        sent = firm.ask("post", f"{place}?item=ai-plan", key, **more)
        assert sent.status_code == expected == firm.ask("delete", file, key).status_code
    lines = firm.ask("get", f"{firm.begin()}/sheet").json["lines"]
    beside = {line["item"]: line["evidence"] for line in lines if line["evidence"]}
    assert beside == {"ai-plan": [added.json]}
    firm.revoke()
    for path in (place, file):
        assert firm.statuses(path) == [200, 404, 200, 200, 404]


def test_a_file_is_found_under_its_sheet_alone(client: FlaskClient, place: str) -> None:
    added, other = add(client, place).json, begun(client)
    assert client.get(f"{other}/{added['id']}").status_code == 404
    assert client.delete(f"{other}/{added['id']}").status_code == 404
    nowhere = "/v1/assessments/01a20786-0000-7000-8000-000000000000/evidence"
    assert add(client, nowhere).status_code == 404
    assert client.get(nowhere).status_code == 404


def test_a_page_session_adds_with_its_proof(app: Flask, place: str) -> None:
    page = FlaskClient(app, app.response_class)
    opened: Any = page.post("/v1/session", json={"key": KEY})
    token = {"X-CSRF-Token": opened.json["csrf_token"]}
    more = {"data": PNG, "content_type": "image/png"}
    assert page.post(f"{place}?item=ai-plan", **more).status_code == 403
    assert page.post(f"{place}?item=ai-plan", headers=token, **more).status_code == 201


def test_the_audit_has_ids_and_the_name_of_the_item(
    client: FlaskClient, place: str, app: Flask
) -> None:
    key = key_named("readsanaudit")
    add_key(service_of(app).store, key, organisation=OPERATOR, role=AccessRole.ADMIN)
    added = add(client, place)
    client.delete(added.headers["Location"])
    page: Any = client.get("/v1/audit?limit=2", headers=bearer(key)).json
    removed, entered = page["items"]
    assert (entered["kind"], entered["operation"]) == ("evidence-added", "add_evidence")
    assert (removed["kind"], removed["operation"]) == ("evidence-removed", "remove_evidence")
    for entry in (removed, entered):
        assert (entry["subject_id"], entry["changed_fields"]) == (added.json["id"], ["ai-plan"])
        assert added.json["sha256"] not in json.dumps(entry)


def test_files_go_with_a_draft_that_is_given_up(
    client: FlaskClient, place: str, app: Flask
) -> None:
    assert add(client, place).status_code == 201
    assert client.delete(place.removesuffix("/evidence"), headers=ANY).status_code == 204
    assert kept_files(app) == {}


def test_a_firm_gets_its_files_and_takes_them_along(client: FlaskClient, app: Flask) -> None:
    made: Any = client.post("/v1/assessments", json=a_sheet(form="screening", answers={})).json
    place = f"/v1/assessments/{made['id']}/evidence"
    added, lost = add(client, place).json, add(client, place, a_picture("PNG", (9, 9))).json
    files = service_of(app).evidence_desk.files
    files.remove("local", lost["sha256"])
    gone: Any = client.get(f"{place}/{lost['id']}")
    assert problem_of(gone) == (503, "file-not-kept") and gone.headers["Retry-After"] == "600"
    path = f"/v1/enterprises/{made['enterprise_id']}"
    archive = ZipFile(BytesIO(client.get(f"{path}/export").data))
    name = f"files/ai-plan-{added['id']}.png"
    assert sha256(archive.read(name)).hexdigest() == added["sha256"]
    assert archive.read(f"files/ai-plan-{lost['id']}.png.lost") == b""
    rows = json.loads(archive.read("rows/assessment_evidence.json"))
    assert [row["id"] for row in rows] == [added["id"], lost["id"]]
    assert client.delete(path, headers=ANY).status_code == 204
    assert kept_files(app) == {}


def test_a_holder_adds_attaches_and_the_files_change_hands(app: Flask) -> None:
    holder = filled(app)
    place = f"{holder.place}/evidence"
    more = {"data": PNG, "content_type": "image/png"}
    added = holder.ask("POST", f"{place}?item=ai-plan", **more)
    assert added.status_code == 201, added.text
    assert added.json["added_by"] == "holder"
    file = added.headers["Location"]
    assert holder.ask("GET", file).data.startswith(b"\x89PNG")
    owner = f"code:{holder.opened['assessment']['id']}"
    assert list(kept_files(app)) == [owner]
    assert holder.client.get(file, headers=bearer(KEY)).status_code == 404
    attached = holder.ask("POST", f"{holder.sheet}/attachment", json=WHO, headers=bearer(KEY))
    assert attached.status_code == 200, attached.text
    assert kept_files(app) == {"local": [added.json["sha256"]]}
    assert holder.client.get(file, headers=bearer(KEY)).data.startswith(b"\x89PNG")
    assert holder.ask("GET", file).status_code == 401


def test_files_go_with_a_nameless_sheet(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = Holder(app)
    more = {"data": PNG, "content_type": "image/png"}
    path = f"{holder.place}/evidence?item=ai-plan"
    monkeypatch.setattr(evidence_verbs, "MOST_BYTES_OF_NAMELESS", 10)
    (fault,) = holder.ask("POST", path, **more).json["errors"]
    assert fault["code"] == "no-room-for-files" and kept_files(app) == {}
    monkeypatch.undo()
    assert holder.ask("POST", path, **more).status_code == 201
    assert holder.ask("DELETE", holder.sheet).status_code == 204
    assert kept_files(app) == {}


def test_what_no_row_names_is_swept(client: FlaskClient, place: str, app: Flask) -> None:
    service = service_of(app)
    files, store = service.evidence_desk.files, service.store
    added = add(client, place).json
    files.keep("local", b"an orphan")
    files.keep("code:gone", b"another")
    assert sweep_files(store, files, only_count=True) == 2
    assert len(kept_files(app)["local"]) == 2
    assert sweep_files(store, files) == 2
    assert kept_files(app) == {"local": [added["sha256"]]}
    assert sweep_files(store, files) == 0


def test_a_file_that_waits_too_long_for_another_is_told_to_come_back(
    client: FlaskClient, place: str, app: Flask
) -> None:
    clean: Any = service_of(app).evidence_desk.clean
    clean._turn._wait_seconds = 0
    with clean._turn():
        refused = add(client, place)
    assert problem_of(refused) == (503, "files-busy") and refused.headers["Retry-After"] == "2"
    assert add(client, place).status_code == 201
