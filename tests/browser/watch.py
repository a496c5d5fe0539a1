"""What no page may do while it is looked at, written down as it happens."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

_SERVER_ERROR = 500
_BY_STATUS = "Failed to load resource: the server responded with a status of "
_OFFLINE = "net::ERR_INTERNET_DISCONNECTED"
_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) => console.error(
  `policy: ${event.effectiveDirective} forbids ${event.blockedURI || "inline"}`));
"""
_MAY_BE_REFUSED = {"document", "fetch", "xhr"}
"""What a page may answer with 4xx, as a form with faults is; its own styles must be there."""


class Watch:
    """The faults of all pages of some contexts: an empty list where all is well.

    A fault is an error of a script or of the console, a violation of the content security policy,
    a request to another host, an answer of 500 and above, and any of 400 and above to what a page
    itself loads. What is not answered because a test took the network away is none.
    """

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc
        self._faults: list[str] = []
        self._expected: list[str] = []

    def expect(self, text: str) -> None:
        """Let faults be that contain a text; it is a fault if there is none."""
        self._expected.append(text)

    def faults(self) -> list[str]:
        """Return what was wrong up to now, in order."""
        wrong = [
            fault for fault in self._faults if not any(text in fault for text in self._expected)
        ]
        missing = [
            f"expected, but did not happen: {text}"
            for text in self._expected
            if not any(text in fault for fault in self._faults)
        ]
        return wrong + missing

    def look_at(self, context: BrowserContext) -> None:
        """Write down the faults of a context from now on."""
        context.add_init_script(_VIOLATIONS)
        context.on("weberror", self._script_error)
        context.on("console", self._console)
        context.on("request", self._request)
        context.on("response", self._response)

    def _script_error(self, error: WebError) -> None:
        self._faults.append(f"error of a script: {error.error}")

    def _console(self, message: ConsoleMessage) -> None:
        text = message.text
        # Statuses are judged by what was asked for, which the console does not say.
        if message.type != "error" or text.startswith(_BY_STATUS) or _OFFLINE in text:
            return
        self._faults.append(f"console: {text} ({message.location['url']})")

    def _request(self, request: Request) -> None:
        place = urlsplit(request.url)
        if place.scheme in ("http", "https", "ws", "wss") and place.netloc != self._host:
            self._faults.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        kind, status = response.request.resource_type, response.status
        if status >= _SERVER_ERROR or (status >= 400 and kind not in _MAY_BE_REFUSED):
            self._faults.append(f"{status}: {response.request.method} {response.url} ({kind})")
