"""The one table of who may see and use which page: the same policies, told by cookies alone."""

from collections.abc import Mapping
from dataclasses import replace

from diagnosis.services.ports.scope import AccessRole, KeyScope
from diagnosis.web.access.policy import (
    AUDITS,
    DECIDES,
    ENDS_KEYS,
    HOLDS_GRANTS,
    HOLDS_READING,
    HOLDS_WRITING,
    KNOWN,
    LOGS_IN,
    MANAGES_KEYS,
    OPENS,
    PLANS_SHEETS,
    POLICIES,
    PUBLIC,
    READS,
    READS_DECISIONS,
    READS_SECTION,
    READS_SHEETS,
    REGISTERS,
    RESPONDS,
    SENDS,
    SENT,
    TAKES_OVER,
    VIEWS,
    VISITS,
    WRITES_SHEETS,
    Policy,
)


def _page(policy: Policy) -> Policy:
    return replace(policy, is_page=True)


def _of_portal(policy: Policy) -> Policy:
    """Return the policy of a page of the portals, whose API others may use as well."""
    return replace(policy, roles=(AccessRole.PORTAL,), is_page=True)


PAGE_POLICIES: Mapping[str, Policy] = {
    **dict.fromkeys(
        (
            *("show_home", "choose_language", "show_sign_in", "show_resume", "show_asset"),
            *("show_beginning", "open_link", "open_result_link"),
            *("show_report_check", "check_report_of_form"),
        ),
        _page(PUBLIC),
    ),
    "begin_sheet": _page(OPENS),
    **dict.fromkeys(
        (
            *("show_sheet", "show_section_page", "show_firm_page", "show_check", "show_deletion"),
            *("show_links", "show_sharing"),
        ),
        _page(SENT),
    ),
    **dict.fromkeys(
        (
            *("save_section_page", "autosave_section", "save_firm_page", "submit_sheet_page"),
            *("go_on_in_full", "delete_sheet_page", "fill_in_another"),
        ),
        _page(SENDS),
    ),
    **dict.fromkeys(("share_firm", "take_back_share"), _page(DECIDES)),
    "show_code": _page(HOLDS_READING),
    "renew_code_page": _page(HOLDS_WRITING),
    **dict.fromkeys(("send_section", "take_back_link"), _page(SENDS)),
    **dict.fromkeys(("give_result_link_page", "take_back_result_link"), _page(SENDS)),
    "show_shared_result_page": _page(VIEWS),
    "show_sent_section_page": _page(READS_SECTION),
    **dict.fromkeys(("answer_sent_section", "autosave_sent_section"), _page(RESPONDS)),
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
            *("add_visit_file", "remove_visit_file"),
        ),
        _page(VISITS),
    ),
    "show_visits_to_firm": _page(READS_DECISIONS),
    "object_to_visit_of_form": _page(DECIDES),
    **dict.fromkeys(
        (
            *("show_firms", "show_firm", "show_firm_sheets", "show_register"),
            *("show_register_entry", "show_empty_firm"),
        ),
        _of_portal(READS),
    ),
    **dict.fromkeys(
        (
            *("enter_firm", "enter_in_register", "change_register_entry"),
            *("put_into_register", "take_out_of_register", "delete_register_entry"),
        ),
        _of_portal(REGISTERS),
    ),
    **dict.fromkeys(
        ("show_keys", "show_key_details", "issue_typed_key", "replace_key"), _page(MANAGES_KEYS)
    ),
    "end_key": _page(ENDS_KEYS),
    **dict.fromkeys(("show_administration", "show_audit"), _page(AUDITS)),
    **dict.fromkeys(
        (
            *("show_result", "show_plan", "show_sheet_support", "show_sheet_cases"),
            *("show_reports", "save_report_file"),
        ),
        _page(READS_SHEETS),
    ),
    **dict.fromkeys(("make_report_of_form", "withdraw_report_of_form"), _page(WRITES_SHEETS)),
    "keep_sheet_plan": _page(PLANS_SHEETS),
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
