"""What pages weigh and cost, and when they show something: `python -m benchmarks.pages`.

Of each page that `tests/browser/addresses.py` lists: its bytes on the wire, compressed, and those
of its styles and scripts; the first contentful paint in Chromium on a phone at 4 × CPU slow-down,
1.6 Mbit/s and 150 ms; and the CPU of the server a page ÷ that of a bare Flask hello. Server and
hello have one worker each on core 0 and take turns. Where there is no Chromium that is said.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from benchmarks.servers import HOST, Server, free_port, gunicorn, serving
from benchmarks.speed.machine import describe_machine
from benchmarks.speed.report import table
from benchmarks.speed.spread import Spread, ratios
from tests.browser.addresses import PAGES, Address
from tests.browser.chromium import NoChromium, a_chromium
from tests.browser.network import first_contentful_paint, throttled
from tests.browser.people import let_people_in
from tests.browser.screens import PHONE, new_context
from tests.browser.weight import LOADED_BYTES, PAGE_BYTES, Weight, weigh

PAINT_MS, TIMES_HELLO = 1500, 6
"""The most that is asked for: of the first contentful paint, and of CPU a page ÷ hello."""
HELLO, SERVICE = "hello", "service"
HELLO_REQUESTS = 400
"""So many hellos a round at the least: the clock of a process counts hundredths of a second."""
NO_ADDRESS = 405
"""The status of a page that a form was answered with, and that nobody can ask for again."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page is once one has got there: its path, with the cookies of who did."""

    path: str
    status: int = 200
    cookies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredPage:
    """What a page came to: its weight, the first paints in ms (none without Chromium), ratios."""

    name: str
    weight: Weight
    paints: Sequence[float]
    by_hello: Sequence[float]


@contextmanager
def both(folder: Path) -> Iterator[Mapping[str, Server]]:
    """Yield hello and the service, over a database that knows who signs in."""
    ports = {name: free_port() for name in (HELLO, SERVICE)}
    settings = {"DIAGNOSIS_DATA_DIR": str(folder)}
    with (
        serving(gunicorn(HELLO, ports[HELLO]), ports[HELLO], folder / "hello.log") as hello,
        serving(
            gunicorn(SERVICE, ports[SERVICE]), ports[SERVICE], folder / "service.log",
            environment=settings,
        ) as service,
    ):  # fmt: skip
        let_people_in(f"sqlite:///{folder}/diagnosis.db")
        yield {HELLO: hello, SERVICE: service}


def cpu_us(server: Server, place: Place, requests: int) -> float:
    """Return the CPU µs of a server for a page, each asked for when the last is answered.

    Raises
    ------
    RuntimeError
        Where an answer has another status than the page has.

    """
    headers = {"Accept": "text/html", "Accept-Encoding": "gzip", "Accept-Language": "zh-CN"}
    if place.cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in place.cookies.items())
    connection = server.connect()
    before = server.cpu_seconds()
    for _ in range(requests):
        connection.request("GET", place.path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != place.status:
            raise RuntimeError(f"{place.path}: {answer.status}")
    spent = server.cpu_seconds() - before
    connection.close()
    return spent / requests * 1e6


def reach(browser: Browser, url: str, address: Address) -> Place:
    """Return where a page is, after walking there in a browser, and how it is answered there.

    What a form was answered with has status 405 where it has no address of its own.
    """
    with new_context(browser, url, PHONE) as context:
        page = context.new_page()
        address.visit(page)
        cookies = {cookie["name"]: cookie["value"] for cookie in context.cookies()}
        status = context.request.get(page.url, headers={"Accept": "text/html"}).status
        return Place(page.url.removeprefix(url), status, cookies)


def paints(browser: Browser, url: str, place: Place, runs: int) -> list[float]:
    """Return the first contentful paint of as many fresh visits, ms; the first visit warms up."""
    seen = []
    for _ in range(runs + 1):
        with new_context(browser, url, PHONE) as context:
            context.add_cookies(
                [{"name": name, "value": text, "url": url} for name, text in place.cookies.items()]
            )
            page = context.new_page()
            throttled(page)
            page.goto(place.path)
            seen.append(first_contentful_paint(page))
    return seen[1:]


def compare(
    servers: Mapping[str, Server], places: Mapping[str, Place], rounds: int, requests: int
) -> dict[str, list[float]]:
    """Return the CPU of each page ÷ hello, round by round; a round before them warms up."""
    cpu: dict[str, list[float]] = {name: [] for name in (HELLO, *places)}
    os.sched_setaffinity(0, {1} if (os.cpu_count() or 1) > 1 else {0})
    try:
        for turn in range(rounds + 1):
            spent = {HELLO: cpu_us(servers[HELLO], Place("/"), max(requests, HELLO_REQUESTS))}
            for name, place in places.items():
                spent[name] = cpu_us(servers[SERVICE], place, requests)
            for name, value in spent.items() if turn else ():
                cpu[name].append(value)
    finally:
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
    return {name: ratios(cpu[name], cpu[HELLO]) for name in places}


def measure(
    folder: Path, browser: Browser | None, *, runs: int, rounds: int, requests: int
) -> list[MeasuredPage]:
    """Return what every page came to; without a browser, those to which nothing must be filled."""
    with both(folder) as servers:
        url = f"http://{HOST}:{servers[SERVICE].port}"
        places = {
            address.name: Place(address.path, address.status)
            if browser is None
            else reach(browser, url, address)
            for address in PAGES
            if browser is not None or address.walk is None
        }
        places = {name: place for name, place in places.items() if place.status != NO_ADDRESS}
        by_hello = compare(servers, places, rounds, requests)
        return [
            MeasuredPage(
                name=name,
                weight=weigh(url + place.path, cookies=place.cookies),
                paints=[] if browser is None else paints(browser, url, place, runs),
                by_hello=by_hello[name],
            )
            for name, place in places.items()
        ]


def rows(pages: Sequence[MeasuredPage]) -> list[list[str]]:
    """Return a row of the report for each page; the last cell says what it is over."""
    references = {address.name for address in PAGES if address.reference}
    written = []
    for page in pages:
        paint, cpu = (Spread.of(page.paints) if page.paints else None), Spread.of(page.by_hello)
        over = [
            about
            for about, is_over in (
                ("page", page.weight.page > PAGE_BYTES),
                ("styles and scripts", page.weight.loaded > LOADED_BYTES),
                ("paint", paint is not None and paint.middle > PAINT_MS),
                ("CPU", cpu.middle > TIMES_HELLO),
            )
            if is_over
        ]
        verdict = "over: " + ", ".join(over) if over else "kept"
        written.append(
            [
                page.name,
                f"{page.weight.page / 1000:.1f}",
                f"{page.weight.loaded / 1000:.1f}",
                "–" if paint is None else f"{paint:.0f}",
                f"{cpu:.2f}",
                "reference" if page.name in references else verdict,
            ]
        )
    return written


def write_report(pages: Sequence[MeasuredPage], arguments: argparse.Namespace) -> str:
    """Return the report in Markdown."""
    head = ["page", "kB", "styles and scripts, kB", "first paint, ms", "CPU ÷ hello", "asked for"]
    return (
        f"# What pages weigh and cost\n\n{describe_machine()}\n\n"
        f"Command: `python -m benchmarks.pages --runs {arguments.runs} --rounds "
        f"{arguments.rounds} --requests {arguments.requests}`. Bytes on the wire, compressed; "
        "first contentful paint on a phone at 4 × CPU slow-down, 1.6 Mbit/s and 150 ms; CPU of "
        "the server a page ÷ a bare Flask hello. Medians (lowest–highest). At most "
        f"{PAGE_BYTES // 1000} kB, {LOADED_BYTES // 1000} kB, {PAINT_MS} ms and {TIMES_HELLO} are "
        f"asked for, but not of the reference for developers.\n\n{table(head, rows(pages))}\n"
    )


def main() -> None:
    """Measure and print; with --report, write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="visits for the first paint")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of CPU")
    parser.add_argument("--requests", type=int, default=40, help="requests a round and page")
    parser.add_argument("--report", type=Path)
    arguments = parser.parse_args()
    sizes = {name: getattr(arguments, name) for name in ("runs", "rounds", "requests")}
    with TemporaryDirectory() as folder:
        try:
            with a_chromium() as browser:
                pages = measure(Path(folder), browser, **sizes)
        except NoChromium as missing:
            print(f"No first paint is measured. {missing}", file=sys.stderr)
            pages = measure(Path(folder), None, **sizes)
    text = write_report(pages, arguments)
    print(text)
    if arguments.report:
        arguments.report.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
