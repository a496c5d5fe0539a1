"""A draft whose sections are sent to others, and somebody with a link."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.builders import a_sheet

CANARY = "canary-of-the-firm"


class Draft:
    """A draft of an organisation, and the links that it gives."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.app = app
        made: Any = self.client.post(
            "/v1/assessments",
            json=a_sheet(form="screening", answers={"ai-plan": 1}, reference=CANARY),
        )
        assert made.status_code == 201, made.text
        self.place = f"/v1/assessments/{made.json['id']}"
        self.links = f"{self.place}/links"

    def give(self, section: str = "money-stock", respondent: str = "会计", **more: Any) -> Any:
        """Return the answer to giving a link."""
        body = {"section": section, "respondent": respondent} | more
        return self.client.post(self.links, json=body)

    def respondent(self, *args: Any, **more: Any) -> "Respondent":
        """Return somebody with a link."""
        given = self.give(*args, **more)
        assert given.status_code == 201, given.text
        return Respondent(self.app, given.json)

    def answers(self) -> Any:
        """Return the answers of the sheet."""
        return (self.client.get(self.place).json or {})["sheet"]["answers"]

    def save(self, **answers: Any) -> Any:
        """Return the answer to saving answers of the owner."""
        headers = {"If-Match": "*"}
        return self.client.patch(self.place, json={"answers": answers}, headers=headers)


class Respondent:
    """Somebody who has a link and no key."""

    def __init__(self, app: Flask, given: Any) -> None:
        self.client = FlaskClient(app, app.response_class)
        self.link: str = given["link"]
        self.place = f"/v1/sections/{given['id']}"

    def ask(self, method: str = "GET", path: str | None = None, **more: Any) -> Any:
        """Return the answer to a request with the link."""
        headers = {"Section-Link": self.link} | more.pop("headers", {})
        return self.client.open(path or self.place, method=method, headers=headers, **more)

    def answer(self, answers: Any, tag: str = "*") -> Any:
        """Return the answer to answering some questions."""
        return self.ask("PATCH", json={"answers": answers}, headers={"If-Match": tag})
