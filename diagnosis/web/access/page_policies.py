"""The one table of who may see and use which page: the same policies, told by cookies alone."""

from collections.abc import Mapping
from dataclasses import replace

from diagnosis.web.access.policy import KNOWN, LOGS_IN, POLICIES, PUBLIC, Policy


def _page(policy: Policy) -> Policy:
    return replace(policy, is_page=True)


PAGE_POLICIES: Mapping[str, Policy] = {
    **dict.fromkeys(
        ("show_home", "choose_language", "show_sign_in", "show_resume", "show_asset"),
        _page(PUBLIC),
    ),
    **dict.fromkeys(("sign_in", "resume_sheet"), _page(LOGS_IN)),
    **dict.fromkeys(("show_account", "sign_out"), _page(KNOWN)),
}
"""What each page asks of who asks, by its view; see `policy.POLICIES` for the API."""


def policy_of(operation: str) -> Policy:
    """Return the policy of an operation of the API or of a page.

    Raises
    ------
    KeyError
        When there is none, and nothing may be served.

    """
    page = PAGE_POLICIES.get(operation)
    return POLICIES[operation] if page is None else page
