"""`/v1`, which names the others, and `/docs`: the document as a page that loads nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson
from flask import Blueprint, Response, current_app, render_template, request

from diagnosis import __version__
from diagnosis.bootstrap import Container
from diagnosis.domain.text import Language, Text
from diagnosis.present.say import Shown
from diagnosis.web.content_tags import out_of_content
from diagnosis.web.door.security_headers import CSP, policy_of_page
from diagnosis.web.exchange import answer
from diagnosis.web.languages import mark_language, wanted_language
from diagnosis.web.openapi.document import as_text, document
from diagnosis.web.openapi.operation import JSON

pages = Blueprint("docs", __name__, template_folder="templates")
DEFAULT_ADDRESS = "http://127.0.0.1:8000"
_THIS_MACHINE = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?")
_NAME = Text("制造企业数字化自诊断", "Diagnosis of manufacturers")
_STYLE = (Path(__file__).parent / "templates" / "docs.css").read_text(encoding="utf-8")
_POLICY = policy_of_page(_STYLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedOperation:
    """An operation as the page shows it; its parameters and answers refer to nothing else.

    `body` is the schema of the request's body, empty without; `answers` are by status; `curl` is a
    command that runs against this server, once ids are filled in.
    """

    id: str
    path: str
    method: str
    summary: str
    about: str
    body: str
    parameters: tuple[Shown, ...]
    answers: dict[str, Shown]
    curl: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedProperty:
    """A property of a schema: what values it takes, in words, and what it means."""

    name: str
    values: str
    about: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class DescribedSchema:
    """A schema as the page shows it."""

    about: str
    properties: tuple[DescribedProperty, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of one tag."""

    name: str
    description: str
    operations: tuple[DescribedOperation, ...]


@pages.get("/docs")
def show_docs() -> Response:
    """Show every operation with its parameters, answers and a curl that runs."""
    address = _address()
    shown = out_of_content(lambda: _page(address), address)
    shown.headers[CSP] = _POLICY  # also of what is kept, and of 304: it is what the page has
    return shown


@pages.get("/v1")
def show_start() -> Response:
    """Say where the page, the document, the health and the first resources are."""
    return out_of_content(_start)


def _start() -> Response:
    names = ("questionnaires", "standards", "diagnoses", "packages")
    places = {
        "name": _NAME.say(wanted_language()),
        "version": __version__,
        "docs": "/docs",
        "openapi": "/docs/openapi.json",
        "health": "/health/ready",
        "resources": {name: f"/v1/{name}" for name in names},
    }
    return answer(places)


def _address() -> str:
    """Return the address that commands are written for.

    It is the one of the settings, or that of this machine: what a request names as its host may
    be anybody's, and the page may be kept for others.
    """
    running: Container = current_app.extensions["diagnosis"]
    if running.settings.public_url is not None:
        return running.settings.public_url
    is_here = _THIS_MACHINE.fullmatch(request.host) is not None
    return f"http://{request.host}" if is_here else DEFAULT_ADDRESS


def _page(address: str) -> Response:
    spec, language = document(current_app), wanted_language()
    page = render_template(
        "docs.html",
        spec=spec,
        style=_STYLE,
        zh=language is Language.ZH,
        groups=_groups(spec, address),
        schemas={
            name: _described(schema) for name, schema in spec["components"]["schemas"].items()
        },
    )
    response = Response(page, content_type="text/html; charset=utf-8")
    return mark_language(response, language)


@pages.get("/docs/openapi.json")
def show_document() -> Response:
    """Show the OpenAPI document."""
    return out_of_content(_document)


def _document() -> Response:
    return Response(as_text(document(current_app)), content_type="application/json")


def _groups(spec: Shown, address: str) -> list[Group]:
    """Return the operations by tag, in the order of the tags."""
    return [
        Group(tag["name"], tag["description"], tuple(_operations(spec, tag["name"], address)))
        for tag in spec["tags"]
    ]


def _operations(spec: Shown, tag: str, address: str) -> Iterator[DescribedOperation]:
    """Yield the operations of a tag, in the order of the document."""
    for path, methods in spec["paths"].items():
        shared = methods.get("parameters", [])
        for method, operation in methods.items():
            if method == "parameters" or operation["tags"][0] != tag:
                continue
            parameters = tuple(
                _resolved(spec, parameter)
                for parameter in shared + operation.get("parameters", [])
            )
            yield DescribedOperation(
                id=operation["operationId"],
                path=path,
                method=method.upper(),
                summary=operation["summary"],
                about=operation["description"],
                body=_body_schema(operation.get("requestBody")),
                parameters=parameters,
                answers={
                    status: _resolved(spec, answer)
                    for status, answer in operation["responses"].items()
                },
                curl=_curl(address + path, method.upper(), parameters, operation),
            )


def _resolved(spec: Shown, part: Shown) -> Shown:
    """Return a part of the document, or the part that it refers to."""
    while "$ref" in part:
        place = spec
        for name in part["$ref"].removeprefix("#/").split("/"):
            place = place[name]
        part = place
    return part


def _body_schema(body: Shown | None) -> str:
    """Return the name of the schema of a body, empty where there is none, or it is a file."""
    if body is None or JSON not in body["content"]:
        return ""
    return str(body["content"][JSON]["schema"]["$ref"].rpartition("/")[2])


def _described(schema: Shown) -> DescribedSchema:
    """Return a schema with its properties in words."""
    required = schema.get("required", ())
    properties = (
        DescribedProperty(
            name=name,
            values=_values(value),
            about=value.get("description", ""),
            is_required=name in required,
        )
        for name, value in schema["properties"].items()
    )
    return DescribedSchema(schema.get("description", ""), tuple(properties))


def _values(part: Shown) -> str:
    """Return in words what values a part of a schema takes."""
    if "$ref" in part:
        return str(part["$ref"].rpartition("/")[2])
    for kinds in ("anyOf", "oneOf"):
        if kinds in part:
            return " or ".join(_values(kind) for kind in part[kinds])
    if "enum" in part:
        return " | ".join("null" if value is None else str(value) for value in part["enum"])
    types = part.get("type", "any value")
    text = types if isinstance(types, str) else " or ".join(types)
    if "items" in part:
        text += f" of {_values(part['items'])}"
    least, most = part.get("minimum"), part.get("maximum")
    return text if least is None or most is None else f"{text} {least} to {most}"


def _curl(url: str, method: str, parameters: tuple[Shown, ...], operation: Shown) -> str:
    """Return the command that sends a request, with the first example of its body."""
    body = operation.get("requestBody")
    parts = ["curl -s"]
    if method != "GET":
        parts.append(f"-X {method}")
    if operation["security"]:
        parts.append('-H "Authorization: Bearer $DIAGNOSIS_KEY"')
    if any(parameter["name"] == "If-Match" for parameter in parameters):
        parts.append("-H 'If-Match: \"v1\"'")
    if body is not None and JSON not in body["content"]:
        kind = next(iter(body["content"]))
        parts += [f"-H 'Content-Type: {kind}'", "--data-binary @FILE"]
    elif body is not None:
        example = next(iter(body["content"][JSON]["examples"].values()))
        parts.append("-H 'Content-Type: application/json'")
        parts.append(f"--data '{orjson.dumps(example['value']).decode()}'")
    return " \\\n  ".join([*parts, url])
