"""The one table of who may see and use which page: the same policies, told by cookies alone."""

from collections.abc import Mapping
from dataclasses import replace

from diagnosis.web.access.policy import (
    HOLDS_READING,
    HOLDS_WRITING,
    KNOWN,
    LOGS_IN,
    OPENS,
    POLICIES,
    PUBLIC,
    READS_SECTION,
    RESPONDS,
    SENDS,
    SENT,
    TAKES_OVER,
    Policy,
)


def _page(policy: Policy) -> Policy:
    return replace(policy, is_page=True)


PAGE_POLICIES: Mapping[str, Policy] = {
    **dict.fromkeys(
        (
            *("show_home", "choose_language", "show_sign_in", "show_resume", "show_asset"),
            *("show_beginning", "open_link"),
        ),
        _page(PUBLIC),
    ),
    "begin_sheet": _page(OPENS),
    **dict.fromkeys(
        (
            *("show_sheet", "show_section_page", "show_firm_page", "show_check", "show_deletion"),
            "show_links",
        ),
        _page(SENT),
    ),
    **dict.fromkeys(
        (
            *("save_section_page", "autosave_section", "save_firm_page", "submit_sheet_page"),
            *("go_on_in_full", "delete_sheet_page"),
        ),
        _page(SENDS),
    ),
    "show_code": _page(HOLDS_READING),
    "renew_code_page": _page(HOLDS_WRITING),
    **dict.fromkeys(("send_section", "take_back_link"), _page(SENDS)),
    "show_sent_section_page": _page(READS_SECTION),
    "answer_sent_section": _page(RESPONDS),
    "show_attachment": _page(TAKES_OVER),
    "attach_sheet_page": _page(TAKES_OVER),
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
