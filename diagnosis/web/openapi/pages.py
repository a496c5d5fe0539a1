"""`/docs`: the document as a page, made here and asking nobody else for anything."""

from typing import Any

import orjson
from flask import Blueprint, Response, current_app, render_template, request

from diagnosis.domain.text import Language
from diagnosis.web.languages import mark_language, wanted_language
from diagnosis.web.openapi.document import as_text, document

pages = Blueprint("docs", __name__, template_folder="templates")
_CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@pages.get("/docs")
def show_docs() -> Response:
    """Show every operation with its parameters, answers and a curl that runs."""
    spec, language = document(current_app), wanted_language()
    page = render_template(
        "docs.html",
        spec=spec,
        zh=language is Language.ZH,
        groups=_groups(spec),
        schemas=spec["components"]["schemas"],
        resolve=_resolver(spec),
        curl=_curl,
        as_json=_as_json,
    )
    response = Response(page, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = _CSP
    return mark_language(response, language)


@pages.get("/docs/openapi.json")
def show_document() -> Response:
    """Show the OpenAPI document."""
    return Response(as_text(document(current_app)), content_type="application/json")


def _groups(spec: dict[str, Any]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Return the operations by tag, in the order of the tags."""
    found: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in spec["tags"]}
    for path, item in spec["paths"].items():
        shared = item.get("parameters", [])
        for method, own in item.items():
            if method != "parameters":
                parameters = shared + own.get("parameters", [])
                row = {"path": path, "method": method.upper(), "parameters": parameters}
                found[own["tags"][0]].append(own | row)
    return [(tag, found[tag["name"]]) for tag in spec["tags"]]


def _resolver(spec: dict[str, Any]) -> Any:
    def resolve(value: dict[str, Any]) -> dict[str, Any]:
        found: Any = value
        while "$ref" in found:
            place: Any = spec
            for part in found["$ref"].removeprefix("#/").split("/"):
                place = place[part]
            found = place
        return dict(found)

    return resolve


def _as_json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()


def _curl(operation: dict[str, Any]) -> str:
    """Return a command that runs against this server (ids are to be filled in)."""
    parts = ["curl -s"]
    if operation["method"] != "GET":
        parts.append(f"-X {operation['method']}")
    names = {one.get("name") for one in operation["parameters"]}
    if "If-Match" in names:
        parts.append("-H 'If-Match: \"v1\"'")
    media = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    example = next(iter(media.get("examples", {}).values()), None)
    if example is not None:
        parts.append("-H 'Content-Type: application/json'")
        parts.append(f"--data '{orjson.dumps(example['value']).decode()}'")
    host = request.host_url.rstrip("/")
    return " \\\n  ".join([*parts, f"{host}{operation['path']}"])
