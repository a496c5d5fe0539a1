"""The one table of who may see and use which page: the same policies, told by cookies alone."""

from collections.abc import Mapping
from dataclasses import replace

from diagnosis.services.ports.scope import KeyScope
from diagnosis.web.access.policy import (
    DECIDES,
    HOLDS_GRANTS,
    HOLDS_READING,
    HOLDS_WRITING,
    KNOWN,
    LOGS_IN,
    OPENS,
    POLICIES,
    PUBLIC,
    READS_DECISIONS,
    READS_SECTION,
    RESPONDS,
    SENDS,
    SENT,
    TAKES_OVER,
    VISITS,
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
    **dict.fromkeys(
        ("show_assigned_firms", "show_visit_page", "show_visit_levels_page"), _page(HOLDS_GRANTS)
    ),
    **dict.fromkeys(
        ("show_visit_plan", "show_visit_item", "show_signature", "show_withdrawal"),
        _page(replace(VISITS, scope=KeyScope.READ)),
    ),
    **dict.fromkeys(
        (
            *("begin_visit_of_form", "save_visit_item", "sign_visit_of_form"),
            *("withdraw_visit_of_form", "answer_objection_of_form"),
        ),
        _page(VISITS),
    ),
    "show_visits_to_firm": _page(READS_DECISIONS),
    "object_to_visit_of_form": _page(DECIDES),
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
