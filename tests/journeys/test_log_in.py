"""A browser logs in at a provider and works with its session, at the real server."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import requests

from tests.journeys.server import free_port, serving, start
from tests.keys import KEY
from tests.provider.server import CLIENT, SECRET, OpenIdProvider, running

SECONDS = 60


def hidden(jar: requests.Session, *addresses: str) -> set[str]:
    """Return every secret of a browser and of the addresses that it went through."""
    secrets = {cookie.value for cookie in jar.cookies if cookie.value}
    for address in addresses:
        query = parse_qs(urlsplit(address).query)
        for name in ("state", "nonce", "code", "code_challenge"):
            secrets |= set(query.get(name, ()))
    return secrets


def test_a_browser_logs_in_works_and_logs_out(tmp_path: Path) -> None:
    port = free_port()
    with running(OpenIdProvider()) as provider:
        server = start(
            tmp_path, port=port, workers=2,
            settings=provider.settings | {
                "DIAGNOSIS_OIDC_CLIENT_ID": CLIENT, "DIAGNOSIS_OIDC_CLIENT_SECRET": SECRET,
                "DIAGNOSIS_PUBLIC_URL": f"http://127.0.0.1:{port}",
            },
        )  # fmt: skip
        try:
            browser = requests.Session()
            assert browser.get(f"{server.url}/v1/session", timeout=SECONDS).status_code == 401
            landed = browser.get(f"{server.url}/login?next=/v1/session", timeout=SECONDS)
            assert landed.url == f"{server.url}/v1/session", landed.text
            assert landed.json()["actor"] == "ms-wu"
            ways = [each.headers["Location"] for each in landed.history]
            assert [each.status_code for each in landed.history] == [303, 302, 303]
            for _ in range(6):  # either worker knows the session
                answer = browser.get(f"{server.url}/v1/diagnoses", timeout=SECONDS)
                assert answer.status_code == 200
            proof = landed.json()["csrf_token"]
            chains = f"{server.url}/v1/chains"
            refused = browser.post(chains, json={"name": "模具"}, timeout=SECONDS)
            assert refused.status_code == 403
            made = browser.post(
                chains, json={"name": "模具"}, headers={"X-CSRF-Token": proof}, timeout=SECONDS
            )
            assert made.status_code == 201
            again = browser.get(ways[1], timeout=SECONDS)
            assert again.status_code == 400
            secrets = hidden(browser, *ways) | {proof, KEY}
            out = browser.post(
                f"{server.url}/logout", data={"csrf_token": proof}, timeout=SECONDS,
                allow_redirects=False,
            )  # fmt: skip
            assert out.status_code == 303
            for _ in range(4):
                ended = browser.get(f"{server.url}/v1/diagnoses", timeout=SECONDS)
                assert ended.status_code == 401
            log = server.log.read_text()
        finally:
            server.stop()
    assert len(secrets) > 6 and not [secret for secret in secrets if secret in log]
    assert not re.search(r"eyJ[\w-]{10}|Traceback|ms-wu", log)


def test_a_session_outlives_the_server_and_dies_with_its_key(tmp_path: Path) -> None:
    browser = requests.Session()
    with serving(tmp_path, workers=1) as server:
        opened = browser.post(f"{server.url}/v1/session", data={"key": KEY}, timeout=SECONDS,
                              allow_redirects=False)  # fmt: skip
        assert opened.status_code == 303
        assert browser.get(f"{server.url}/v1/diagnoses", timeout=SECONDS).status_code == 200
    with serving(tmp_path, workers=2) as server:
        shown = browser.get(f"{server.url}/v1/session", timeout=SECONDS)
        assert shown.status_code == 200
        proof = {"X-CSRF-Token": shown.json()["csrf_token"]}
        keys = browser.get(f"{server.url}/v1/keys", timeout=SECONDS).json()["items"]
        path = f"{server.url}/v1/keys/{keys[0]['id']}/revocation"
        assert browser.post(path, headers=proof, timeout=SECONDS).status_code == 200
        statuses = {browser.get(f"{server.url}/v1/session", timeout=SECONDS).status_code
                    for _ in range(6)}  # fmt: skip
        assert statuses == {401}
        assert KEY not in server.log.read_text()
