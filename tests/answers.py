"""Record every answer about the five examples, and compare two recordings byte for byte.

    python -m tests.answers record FOLDER [--checkout DIR]
    python -m tests.answers compare FOLDER FOLDER

`record` starts the service of a checkout on a database of its own, submits the five examples in
both ways, plans, notes progress and gives feedback; then it asks every GET of the document, the
previews and the commands, in both languages, and writes one file an answer. What has to differ
from run to run is masked by name: ids are numbered in the order they are met, moments, the code
version, the content digest and the tags of content are replaced by their names.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import requests

from tests.journeys.server import Server, free_port, start
from tests.keys import KEY, bearer

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("zh-Hans", "en")
EXAMPLES = tuple(sorted(path.stem for path in (ROOT / "examples").glob("*.json")))
DAY = "2026-11-23"
_ID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_MOMENT = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_TAG = re.compile(r'"[0-9a-f]{32}((?:-gzip)?)"')
_VERSION_TAG = re.compile(r'"(v\d+)\.[0-9a-f]{8}((?:-gzip)?)"')
_PLAN = {"budget_wan": 60, "starts_on": "2027-01-04", "pains": ["defects"]}
_WISHES: tuple[dict[str, Any], ...] = (
    _PLAN,
    {"target": {"standard": "gbt-39116-2020", "level": 2}, "starts_on": "2027-01-04"},
    {"budget_wan": 150, "target": "ai-readiness", "starts_on": "2027-02-01",
     "budgets_wan": [30, 600]},
    {"budget_wan": 1, "target": "miit-sme-2024:4", "starts_on": "2027-02-01"},
    {"budget_wan": 30, "target": "smart-factory-2025", "wanted": ["pkg-work-reporting"],
     "refused": ["prj-agv"], "done": ["pkg-changeover"], "starts_on": "2027-02-01"},
)  # fmt: skip
_COMMANDS: tuple[tuple[str, ...], ...] = (
    ("content", "check"),
    ("content", "sources"),
    ("content", "sources", "--json"),
    ("content", "diff", "screening@2.0.0", "full@2.0.0"),
    ("models", "list"),
    ("openapi",),
)
_BY_EXAMPLE: tuple[tuple[str, ...], ...] = (
    ("score",),
    ("score", "--json"),
    ("score", "--json", "--target", "gbt-39116-2020:3"),
    ("roadmap", "--budget", "60", "--pain", "late-delivery"),
    ("roadmap", "--budget", "120", "--target", "gbt-39116-2020:2", "--budgets", "40"),
    ("roadmap", "--budget", "120", "--target", "ai-readiness", "--json"),
)


class Masks:
    """Replaces what differs from run to run by names; `places` maps addresses to theirs."""

    def __init__(self, code: str, content: str, places: dict[str, str]) -> None:
        self._fixed = {**places, content: "<content>", content[:12]: "<content>"}
        self._code = re.compile(rf'("code":\s?"|code `|"version":\s?"|version ){re.escape(code)}')
        self._ids: dict[str, str] = {}

    def masked(self, text: str) -> str:
        """Return a text with ids, moments, code version and content digest masked."""
        for raw, name in self._fixed.items():
            text = text.replace(raw, name)
        text = self._code.sub(r"\g<1><code>", text)
        text = _TAG.sub(r'"<tag>\g<1>"', text)
        text = _VERSION_TAG.sub(r'"\g<1>\g<2>"', text)
        text = _MOMENT.sub("<moment>", text)
        return _ID.sub(lambda met: self._ids.setdefault(met[0], f"<id-{len(self._ids)}>"), text)


class Recorder:
    """Asks a running service and writes its answers below a folder."""

    def __init__(self, server: Server, folder: Path, checkout: Path) -> None:
        self._url = server.url
        self._folder = folder
        self._session = requests.Session()
        self._session.headers.update(bearer(KEY))
        ready = self.json("GET", "/health/ready")
        places = {server.url: "<server>", str(checkout): "<checkout>"}
        self.masks = Masks(ready["version"], ready["content"], places)

    def ask(self, method: str, path: str, language: str, body: Any = None,
            **headers: str) -> requests.Response:  # fmt: skip
        """Return the answer to a request."""
        return self._session.request(
            method,
            self._url + path,
            json=body,
            headers={"Accept-Language": language, **headers},
            timeout=120,
        )

    def json(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Return the JSON of an answer that is asked for along the way."""
        return self.ask(method, path, "zh-Hans", body, **headers).json()

    def keep(self, name: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Write an answer in both languages; return the JSON of the last, None for a file."""
        answer: Any = None
        for language in LANGUAGES:
            response = self.ask(method, path, language, body, **headers)
            answer = self._write(f"http/{name}.{language}", response)
            if method == "POST" and response.status_code == 201:
                break  # made once; both languages are read by the GETs
        return answer

    def _write(self, name: str, response: requests.Response) -> Any:
        shown = sorted(
            f"{key}: {value}"
            for key, value in response.headers.items()
            if key in ("Content-Type", "Content-Language", "ETag", "Location")
        )
        kind = response.headers.get("Content-Type", "")
        if kind.endswith("sheet"):
            text, answer = _cells(response.content), None
        elif "json" in kind:
            answer = response.json()
            text = json.dumps(answer, ensure_ascii=False, indent=1)
        else:
            text, answer = response.text, None
        head = "\n".join([str(response.status_code), *shown])
        self.write(name, f"{head}\n\n{text}\n")
        return answer

    def write(self, name: str, text: str) -> None:
        """Write a masked text below the folder."""
        path = self._folder / re.sub(r"[^A-Za-z0-9._/@-]", "_", self.masks.masked(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.masks.masked(text), encoding="utf-8")


def _cells(content: bytes) -> str:
    """Return the parts of a workbook that hold what a reader sees."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        with ZipFile(file) as parts:
            names = [n for n in parts.namelist() if n.startswith("xl/") and n.endswith(".xml")]
            return "\n".join(f"{name}\n{parts.read(name).decode()}" for name in sorted(names))


def _sheet(example: str) -> dict[str, Any]:
    sheet: dict[str, Any] = json.loads((ROOT / "examples" / f"{example}.json").read_bytes())
    return sheet


def record_stored(recorder: Recorder) -> list[tuple[str, str]]:
    """Store examples, plans, progress, feedback; return (parameter, id) of what was made."""
    made: list[tuple[str, str]] = []
    for example in EXAMPLES:
        sheet, keep = _sheet(example), recorder.keep
        key = {"Idempotency-Key": f"key-{example}"}
        stored = keep(f"post/{example}.diagnosis", "POST", "/v1/diagnoses", sheet, **key)
        keep(f"post/{example}.diagnosis-again", "POST", "/v1/diagnoses", sheet, **key)
        draft = keep(f"post/{example}.draft", "POST", "/v1/assessments",
                     {**sheet, "period": 2024, "reference": f"draft of {example}"})  # fmt: skip
        made.append(("assessment_id", draft["id"]))
        keep(f"post/{example}.draft-change", "PATCH", f"/v1/assessments/{draft['id']}",
             {"answers": {"ai-plan": 0.5}}, **{"If-Match": '"v1"'})  # fmt: skip
        current = recorder.json("GET", f"/v1/assessments/{draft['id']}")["version"]
        second = keep(f"post/{example}.submit", "POST", f"/v1/assessments/{draft['id']}/submit",
                      **{"If-Match": f'"v{current}"'})  # fmt: skip
        other = {**sheet, "form": "screening", "answers": {"equipment-automation": 2}}
        moved = keep(f"post/{example}.second-draft", "POST", "/v1/assessments", other)
        keep(f"post/{example}.upgrade", "POST", f"/v1/assessments/{moved['id']}/upgrade",
             {"form": "gbt-39116"}, **{"If-Match": '"v1"'})  # fmt: skip
        made += [
            ("assessment_id", stored["assessment_id"]),
            ("assessment_id", moved["id"]),
            ("diagnosis_id", stored["id"]),
            ("diagnosis_id", second["id"]),
            ("enterprise_id", stored["enterprise_id"]),
        ]
        made += _record_plans(recorder, example, stored)
    return made


def _record_plans(
    recorder: Recorder, example: str, stored: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    firm, plans = stored["enterprise_id"], f"/v1/assessments/{stored['assessment_id']}/roadmaps"
    recorder.keep(f"post/{example}.feedback", "POST",
                  f"/v1/enterprises/{firm}/projects/pkg-work-reporting/feedback",
                  {"useful": False, "why": "too-expensive", "text": "今年没有预算"})  # fmt: skip
    for number, wish in enumerate(_WISHES):
        plan = recorder.keep(f"post/{example}.roadmap-{number}", "POST", plans, wish)
        yield "roadmap_id", plan["id"]
        packages = [package["id"] for phase in plan["phases"] for package in phase["packages"]]
        for package, status in zip(packages, ("done", "running"), strict=False):
            note = {"project": package, "status": status, "on": "2026-11-20", "cost_wan": 3.5}
            recorder.keep(f"post/{example}.progress-{number}-{status}", "POST",
                          f"/v1/roadmaps/{plan['id']}/progress", {"projects": [note]})  # fmt: skip


def record_previews(recorder: Recorder) -> None:
    """Ask what is answered without being kept."""
    for example in EXAMPLES:
        sheet = _sheet(example)
        recorder.keep(f"preview/{example}.diagnosis", "POST", "/v1/diagnoses/preview", sheet)
        recorder.keep(f"preview/{example}.levels", "POST",
                      "/v1/diagnoses/preview?view=levels", sheet)  # fmt: skip
        recorder.keep(f"preview/{example}.roadmap", "POST", "/v1/roadmaps/preview", {
            "sheet": sheet,
            "roadmap": _PLAN | {"budgets_wan": [20]},
            "what_if": {"answers": {"data-collection": 3}, "roadmap": {"budget_wan": 90}},
            "facts": {"listed": {"zjtx": True}, "declared": {}, "equipment_wan": 120},
            "support": True, "cases": True, "date": DAY,
        })  # fmt: skip
        form = sheet["form"].partition("@")[0]
        some = dict(list(sheet["answers"].items())[:6])
        begun = {"answers": some, "enterprise": sheet["enterprise"]}
        recorder.keep(f"preview/{example}.next", "POST",
                      f"/v1/questionnaires/{form}/next-question", begun)  # fmt: skip
        for standard in ("gbt-39116-2020", "ai-readiness"):
            recorder.keep(f"preview/{example}.raise-{standard}", "POST",
                          "/v1/diagnoses/counterfactuals",
                          {"sheet": sheet, "standard": standard})  # fmt: skip
    recorder.keep("faults/sheet", "POST", "/v1/diagnoses/preview", {
        "form": "full", "enterprise": {"employees": -1, "credit_code": "9", "colour": 3},
        "answers": {"ai-plan": 9, "no-such-item": 1, "miit-funding": {"part": 3}},
    })  # fmt: skip
    recorder.keep("faults/roadmap", "POST", "/v1/roadmaps/preview", {
        "sheet": {}, "roadmap": {"wanted": ["pkg-nothing"], "phases": [{}], "goals": ["speed"]},
        "facts": {"roles": {"king": True}, "equipment_wan": "many"},
    })  # fmt: skip
    recorder.keep("faults/question", "POST", "/v1/questionnaires/full/next-question",
                  {"agreement": 7, "standard": "x", "colour": 1})  # fmt: skip


def record_gets(recorder: Recorder, made: list[tuple[str, str]]) -> None:
    """Ask every GET of the document, for every thing of a list and everything that was made."""
    lists = {
        "form": "/v1/questionnaires", "standard": "/v1/standards", "case": "/v1/cases",
        "package": "/v1/packages", "trade": "/v1/trades", "instrument": "/v1/support",
        "measure": "/v1/measures",
        "model": "/v1/models",
    }  # fmt: skip
    ids: dict[str, list[str]] = {"project": ["prj-mes", "prj-esop"]}
    for parameter, path in lists.items():
        items = recorder.json("GET", f"{path}?limit=200")["items"]
        while items:
            ids.setdefault(parameter, []).extend(row["id"] for row in items)
            more = recorder.json("GET", f"{path}?limit=200&cursor={items[-1]['id']}")
            items = more["items"]
    for parameter, identity in made:
        ids.setdefault(parameter, []).append(identity)
    document = recorder.json("GET", "/docs/openapi.json")
    for path in document["paths"]:
        if "get" not in document["paths"][path]:
            continue
        parameter = next(iter(re.findall(r"{(\w+)}", path)), None)
        for identity in ids.get(parameter, []) if parameter else [""]:
            filled = re.sub(r"{\w+}", identity, path)
            query = ""
            if path.endswith("/compare"):
                query = f"?with={ids['roadmap_id'][0]}"
            elif path.endswith("/support") or parameter == "instrument":
                query = f"?date={DAY}"
            recorder.keep(f"get{filled}", "GET", filled + query)
    recorder.keep("get/missing", "GET", "/v1/diagnoses/00000000-0000-7000-8000-000000000000")
    recorder.keep("get/filtered", "GET", "/v1/packages?trade=trade-lamps&employees=35")
    recorder.keep("get/bad-filter", "GET", "/v1/cases?size=giant&city=1&colour=red")
    recorder.keep("get/docs", "GET", "/docs")


def record_commands(checkout: Path, recorder: Recorder) -> None:
    """Run the commands about content and every example, in both languages."""
    python = checkout / ".venv/bin/python"
    environment = {**os.environ, "COLUMNS": "100"}

    def run(name: str, arguments: tuple[str, ...]) -> None:
        made = subprocess.run(
            [python if python.exists() else sys.executable, "-m", "diagnosis", *arguments],
            cwd=checkout, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        text = f"{made.returncode}\n{made.stdout}\n--- stderr\n{made.stderr}"
        recorder.write(f"cli/{name}", text)

    for arguments in _COMMANDS:
        run("_".join(arguments), arguments)
    for standard in recorder.json("GET", "/v1/standards")["items"]:
        run(f"standard-{standard['id']}", ("standards", "export", standard["id"],
                                           "--form", "full"))  # fmt: skip
    for model in recorder.json("GET", "/v1/models")["items"]:
        run(f"model-{model['id']}", ("models", "show", model["id"]))
    for language in LANGUAGES:
        run(f"form.{language}", ("forms", "export", "full", "--language", language))
        for example in EXAMPLES:
            for number, command in enumerate(_BY_EXAMPLE):
                run(f"{example}-{number}.{language}",
                    (command[0], f"examples/{example}.json", *command[1:],
                     "--language", language))  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder, "in.jsonl")
        sheets = [{"id": example, **_sheet(example)} for example in EXAMPLES]
        lines.write_text("\n".join(map(json.dumps, [*sheets, {"id": "bad"}])), encoding="utf-8")
        run("score-jsonl", ("score", "--jsonl", str(lines), "--out", "/dev/stdout"))


def record(folder: Path, checkout: Path) -> int:
    """Write every answer of a checkout's service below a folder; return how many files."""
    with tempfile.TemporaryDirectory() as made:
        server = start(Path(made), port=free_port(), checkout=checkout)
        try:
            recorder = Recorder(server, folder, checkout)
            record_previews(recorder)
            record_gets(recorder, record_stored(recorder))
            record_commands(checkout, recorder)
        finally:
            server.stop()
    return sum(path.is_file() for path in folder.rglob("*"))


def compare(before: Path, after: Path) -> list[str]:
    """Return the names of answers that differ, or that only one of two recordings has."""
    names = {
        path.relative_to(folder)
        for folder in (before, after)
        for path in folder.rglob("*")
        if path.is_file()
    }
    return [
        str(name)
        for name in sorted(names)
        if not ((before / name).exists() and (after / name).exists())
        or (before / name).read_bytes() != (after / name).read_bytes()
    ]


def main() -> None:
    """Record or compare."""
    parser = argparse.ArgumentParser(prog="python -m tests.answers", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    recording = actions.add_parser("record")
    recording.add_argument("folder", type=Path)
    recording.add_argument("--checkout", type=Path, default=ROOT)
    comparing = actions.add_parser("compare")
    comparing.add_argument("folders", type=Path, nargs=2)
    arguments = parser.parse_args()
    if arguments.action == "record":
        print(f"{record(arguments.folder, arguments.checkout.resolve())} answers")
        return
    differing = compare(*arguments.folders)
    for name in differing:
        print(name)
    print(f"{len(differing)} answers differ")
    raise SystemExit(bool(differing))


if __name__ == "__main__":
    main()
