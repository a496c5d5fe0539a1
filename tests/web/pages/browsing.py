"""A browser without scripts: it keeps cookies, follows links and sends the forms of its page."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient

Fields = dict[str, list[str]]


@dataclass
class SeenForm:
    """A form as it stands on a page: where it goes, and what it would send."""

    action: str
    method: str
    fields: Fields = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class PageReader(HTMLParser):
    """Reads forms, links, headings and the words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[SeenForm] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self._select: tuple[str, list[str]] | None = None
        self._area: str | None = None
        self._words: list[str] = []
        self._silent = 0
        self.feed(html)

    @property
    def words(self) -> str:
        """Return what a reader sees, blanks made single."""
        return re.sub(r"\s+", " ", "".join(self._words)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag brings."""
        values = {name: value or "" for name, value in attrs}
        self.ids += [values["id"]] if "id" in values else []
        if tag in ("script", "style", "title"):
            self._silent += 1
        elif tag == "a":
            self.links.append(values.get("href", ""))
        elif tag == "label" and "for" in values:
            self.labels.add(values["for"])
        elif tag == "form":
            self.forms.append(SeenForm(values.get("action", ""), values.get("method", "get")))
        elif tag == "select":
            self._select = (values.get("name", ""), [])
            self.forms[-1].names.add(values.get("name", ""))
        elif tag == "option" and self._select is not None and "selected" in values:
            self._select[1].append(values.get("value", ""))
        elif tag == "textarea":
            self._area = values.get("name", "")
            self.forms[-1].fields[self._area] = [""]
            self.forms[-1].names.add(self._area)
        elif tag in ("input", "button"):
            self._note_input(tag, values)

    def _note_input(self, tag: str, values: dict[str, str]) -> None:
        name = values.get("name")
        if not self.forms or not name or "disabled" in values:
            return
        kind = values.get("type", "text")
        self.forms[-1].names.add(name)
        if tag == "button" or kind == "submit":
            return
        if kind in ("radio", "checkbox") and "checked" not in values:
            return
        self.forms[-1].fields.setdefault(name, []).append(values.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """Close what a tag began."""
        if tag in ("script", "style", "title"):
            self._silent -= 1
        elif tag == "select" and self._select is not None:
            name, chosen = self._select
            if chosen:
                self.forms[-1].fields[name] = chosen
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        """Note words."""
        if self._area is not None:
            self.forms[-1].fields[self._area][0] += data
        elif not self._silent:
            self._words.append(data)

    def form(self, action: str) -> SeenForm:
        """Return the form whose address ends so."""
        fitting = [each for each in self.forms if each.action.partition("?")[0].endswith(action)]
        assert fitting, (action, [each.action for each in self.forms])
        return fitting[0]


def characters_read(html: str) -> int:
    """Return how many characters of a page are read, without lists, charts and closed folds."""
    main = html[html.index("<main") : html.index("</main>")]
    main = re.sub(r"<(select|svg).*?</\1>", "", main, flags=re.DOTALL)
    inmost = r"<details(?![^>]* open)[^>]*>(?:(?!<details|</details>).)*</details>"
    while fold := re.search(inmost, main, re.DOTALL):
        (summary,) = re.findall(r"<summary>.*?</summary>", fold.group(), re.DOTALL)
        main = main.replace(fold.group(), summary)
    return len("".join(PageReader(main).words.split()))


class Browser:
    """Walks through pages; `page` is the one that it shows."""

    def __init__(self, app: Flask, language: str = "zh-CN") -> None:
        self.client = FlaskClient(app, app.response_class)
        self.language = language
        self.answer: Any = None
        self.path = ""

    @property
    def html(self) -> str:
        """Return the text of the page."""
        return str(self.answer.get_data(as_text=True))

    @property
    def page(self) -> PageReader:
        """Return the page, read."""
        return PageReader(self.html)

    def open(self, path: str) -> "Browser":
        """Go to an address, and on to where it sends."""
        return self._follow(self.client.get(path, headers=self._headers()), path)

    def send(
        self, action: str, changes: dict[str, str | list[str] | None] | None = None
    ) -> "Browser":
        """Send the form whose address ends so, some of its fields changed; None leaves one out."""
        form = self.page.form(action)
        fields: Fields = dict(form.fields)
        for name, value in (changes or {}).items():
            assert name in form.names, (name, sorted(form.names))
            if value is None:
                fields.pop(name, None)
            else:
                fields[name] = [value] if isinstance(value, str) else value
        target = form.action or self.path
        if form.method.lower() == "get":
            return self.open(f"{target.partition('?')[0]}?{urlencode(fields, doseq=True)}")
        return self._follow(self.post(target, fields), target)

    def post(self, path: str, fields: dict[str, Any]) -> Any:
        """Return the answer to fields sent to an address."""
        return self.client.post(
            path,
            data=urlencode(fields, doseq=True),
            headers=self._headers() | {"Sec-Fetch-Site": "same-origin"},
            content_type="application/x-www-form-urlencoded",
        )

    def _headers(self) -> dict[str, str]:
        return {"Accept-Language": self.language, "Accept": "text/html,*/*;q=0.8"}

    def _follow(self, answer: Any, path: str) -> "Browser":
        for _ in range(5):
            if answer.status_code != 303:
                break
            path = answer.headers["Location"]
            answer = self.client.get(path, headers=self._headers())
        self.answer, self.path = answer, path
        return self

    @property
    def status(self) -> int:
        """Return the status of the page."""
        return int(self.answer.status_code)
