"""The headers that tell browsers what an answer may do: nothing, but for the page of the docs.

The values follow the OWASP HTTP Headers Cheat Sheet for an API that is no page.
"""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256

from flask import Response

CSP = "Content-Security-Policy"
REFERRER = "Referrer-Policy"
SECURITY_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    CSP: "default-src 'none'; frame-ancestors 'none'",
    REFERRER: "no-referrer",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What every answer has; a page may have a policy of its own for what it loads."""
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""Of a file that somebody sent: opened all the same, it runs nothing and is of no site."""
OF_PAGES = (CSP, REFERRER)
"""What a page may have otherwise."""
HSTS = "Strict-Transport-Security"
_OVER_TLS: Mapping[str, str] = {**SECURITY_HEADERS, HSTS: "max-age=31536000"}


def stamp_headers(response: Response, public_url: str | None) -> None:
    """Give an answer the headers of every answer; a policy that it has itself stays.

    Where callers know the service by an address with https, browsers are told to come by nothing
    else for a year: told so by a service without TLS, they would stay away.
    """
    is_https = public_url is not None and public_url.startswith("https://")
    kept = [(name, response.headers[name]) for name in OF_PAGES if name in response.headers]
    response.headers.extend(_OVER_TLS if is_https else SECURITY_HEADERS)
    for name, value in kept:
        response.headers[name] = value


def policy_of_page(style: str) -> str:
    """Return the policy of a page that has one style sheet inside, and loads and runs nothing."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
