"""The one table of who may do what: each operation by its id; what is not in it is never served.

The document's `security` is made from it, and each request is held to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from diagnosis.services.ports.scope import KEY_ROLES, AccessRole, KeyScope
from diagnosis.web.openapi_parts import SecurityPart

SCHEMES = ("key", "token", "session")
CODE_SCHEME = "code"
LINK_SCHEME = "link"
RESULT_LINK_SCHEME = "resultLink"
"""The names of the ways to say who asks, in the document."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may: these roles with this scope, or with any where it is None; everybody without roles.

    What is done to a key that key may `to_itself` without the scope. What `opens` keeps something
    for everybody. Where a sheet `changes_hands` a request has both: the key, token or session of
    who takes it over, and the code that gives it. What is `shared` is told to be attached first to
    whoever asks with a code. `by_body`: who asks is in the body, and is looked at by the operation
    itself. Who asks for what `is_page` is told by cookies alone.
    """

    roles: tuple[AccessRole, ...] = ()
    scope: KeyScope | None = None
    to_itself: bool = False
    opens: bool = False
    changes_hands: bool = False
    shared: bool = False
    by_body: bool = False
    is_page: bool = False

    @property
    def is_public(self) -> bool:
        """Return whether nobody is asked who they are."""
        return not self.roles and not self.by_body

    def security(self) -> list[SecurityPart]:
        """Return what OpenAPI calls security: each role that may, with the scope it needs."""
        need = "" if self.scope is None else f":{self.scope}"
        also = {CODE_SCHEME: [_HOLDS]} if self.changes_hands else {}
        return [
            {scheme: [f"{role}{need}"], **also} for role in self.roles for scheme in ways_of(role)
        ]


_HOLDS = f"{AccessRole.HOLDER}:{KeyScope.WRITE}"


_SCHEMES = {
    AccessRole.HOLDER: CODE_SCHEME,
    AccessRole.RESPONDENT: LINK_SCHEME,
    AccessRole.VIEWER: RESULT_LINK_SCHEME,
}


def ways_of(role: AccessRole) -> tuple[str, ...]:
    """Return the names of the ways in which principals of a role may say who asks."""
    return (_SCHEMES[role],) if role in _SCHEMES else SCHEMES


_OF_FIRMS = (AccessRole.ENTERPRISE, AccessRole.CONSULTANT, AccessRole.PORTAL)
_AT_FIRMS = (AccessRole.ENTERPRISE, AccessRole.CONSULTANT)
PUBLIC = Policy()
"""Content, and previews that keep nothing."""
READS = Policy(_OF_FIRMS, KeyScope.READ)
"""Rows: those of the organisation, a consultant and a portal also those granted to it."""
REGISTERS = Policy(_OF_FIRMS, KeyScope.WRITE)
"""What enters firms and their sheets: rows of the organisation alone."""
WORKS = Policy(_AT_FIRMS, KeyScope.WRITE)
"""What a firm decides, does and thinks: a portal does not say it for a firm."""
OPENS = Policy(opens=True)
"""A nameless sheet, which the code that it is answered with opens from then on."""
READS_SHEETS = Policy((*_OF_FIRMS, AccessRole.HOLDER), KeyScope.READ)
"""Rows of a sheet: also those of the nameless sheet whose code asks."""
WRITES_SHEETS = Policy((*_OF_FIRMS, AccessRole.HOLDER), KeyScope.WRITE)
"""What enters a sheet: also the nameless one whose code asks."""
PLANS_SHEETS = Policy((*_AT_FIRMS, AccessRole.HOLDER), KeyScope.WRITE)
"""Plans of a firm: also that of the nameless sheet whose code asks."""
HOLDS_READING = Policy((AccessRole.HOLDER,), KeyScope.READ)
HOLDS_WRITING = Policy((AccessRole.HOLDER,), KeyScope.WRITE)
"""The nameless sheet of the code that asks, and the code itself."""
SENDS = Policy((AccessRole.ENTERPRISE, AccessRole.HOLDER), KeyScope.WRITE)
SENT = Policy((AccessRole.ENTERPRISE, AccessRole.HOLDER), KeyScope.READ)
"""Sections of a draft, and links to a result, which its owner alone gives to others."""
RESPONDS = Policy((AccessRole.RESPONDENT,), KeyScope.WRITE)
READS_SECTION = Policy((AccessRole.RESPONDENT,), KeyScope.READ)
"""The single section of the link that asks."""
VIEWS = Policy((AccessRole.VIEWER,), KeyScope.READ)
"""The single result of the link that asks."""
TAKES_OVER = Policy((AccessRole.ENTERPRISE,), KeyScope.WRITE, changes_hands=True)
"""A nameless sheet becomes that of the organisation that asks beside its code."""
DECIDES = Policy((AccessRole.ENTERPRISE,), KeyScope.WRITE)
"""Who may see a firm, and what for: the firm says it, and nobody for it."""
SHARES = replace(DECIDES, shared=True)
"""What a nameless sheet has to be attached for."""
READS_DECISIONS = Policy((AccessRole.ENTERPRISE,), KeyScope.READ)
"""Who else may see a firm: its owner alone is told."""
HOLDS_GRANTS = Policy((AccessRole.CONSULTANT, AccessRole.PORTAL), KeyScope.READ)
"""What is granted to the caller's organisation."""
VISITS = Policy((AccessRole.CONSULTANT,), KeyScope.WRITE)
"""What is verified on site: a consultant does, of firms that are granted to its organisation."""
MANAGES_KEYS = Policy(KEY_ROLES, KeyScope.KEYS)
"""An admin all keys, anybody else those of its organisation."""
AUDITS = Policy((AccessRole.ADMIN,), KeyScope.KEYS)
"""Who did what, by ids: an admin sees no answer and no name of a firm."""
ENDS_KEYS = replace(MANAGES_KEYS, to_itself=True)
"""Every key may be given up by whoever has it."""

LOGS_IN = Policy(by_body=True)
"""A key that a person types."""
KNOWN = Policy(KEY_ROLES)
"""Who asks about themselves."""

POLICIES: Mapping[str, Policy] = {
    **dict.fromkeys(
        (
            *("live", "ready", "show_start", "show_docs", "show_document"),
            *("begin_log_in", "finish_log_in"),
            *("list_questionnaires", "get_questionnaire", "get_questionnaire_schema"),
            *("compare_questionnaires", "find_next_question", "infer_answers"),
            *("list_standards", "get_standard", "get_crosswalk", "list_scales", "get_scale"),
            *("list_packages", "get_package", "list_trades", "get_trade"),
            *("list_earlier_projects", "get_earlier_project", "list_typical_firms"),
            *("list_cases", "get_case", "list_support", "get_support"),
            *("list_measures", "get_measure", "list_context", "list_models", "get_model"),
            "list_consent_texts",
            "check_report",
            *("preview_diagnosis", "find_counterfactual", "preview_roadmap"),
        ),
        PUBLIC,
    ),
    **dict.fromkeys(
        (
            *("list_enterprises", "list_feedback", "list_changes"),
            *("list_assessments", "list_diagnoses", "get_roadmap_progress"),
            *("list_chains", "get_chain", "list_parks", "get_park", "get_consents"),
            *("list_visits", "get_visit", "get_visit_sheet", "get_visit_answers"),
            *("get_visit_findings", "get_visit_levels", "list_objections"),
            "get_agreement",
        ),
        READS,
    ),
    **dict.fromkeys(
        (
            *("create_enterprise", "change_enterprise"),
            *("create_assessment", "delete_assessment"),
            *("create_diagnosis", "withdraw_diagnosis"),
            *("create_chain", "change_chain", "delete_chain"),
            *("add_enterprise_to_chain", "remove_enterprise_from_chain"),
            *("create_park", "change_park", "delete_park"),
            *("add_enterprise_to_park", "remove_enterprise_from_park"),
        ),
        REGISTERS,
    ),
    **dict.fromkeys(
        (
            *("get_enterprise", "get_assessment", "list_evidence", "get_evidence"),
            *("match_cases", "match_support", "match_support_with_claims"),
            *("get_diagnosis", "get_diagnosis_trace", "get_diagnosis_summary"),
            *("list_roadmaps", "get_roadmap", "get_roadmap_csv", "get_roadmap_workbook"),
            *("compare_roadmaps", "what_if_roadmap"),
            *("list_reports", "get_report", "get_report_file"),
        ),
        READS_SHEETS,
    ),
    **dict.fromkeys(
        (
            *("change_assessment", "upgrade_assessment", "submit_assessment"),
            *("add_evidence", "remove_evidence", "create_report", "withdraw_report"),
        ),
        WRITES_SHEETS,
    ),
    "create_roadmap": PLANS_SHEETS,
    "open_sheet": OPENS,
    "list_sheets": HOLDS_READING,
    **dict.fromkeys(("delete_sheet", "renew_code"), HOLDS_WRITING),
    "attach_sheet": TAKES_OVER,
    **dict.fromkeys(("create_section_link", "revoke_section_link"), SENDS),
    **dict.fromkeys(("list_section_links", "list_answered_items"), SENT),
    **dict.fromkeys(("create_result_link", "revoke_result_link"), SENDS),
    "list_result_links": SENT,
    "get_shared_result_by_link": VIEWS,
    "get_section": READS_SECTION,
    "answer_section": RESPONDS,
    **dict.fromkeys(("list_keys", "create_key", "get_key", "rotate_key"), MANAGES_KEYS),
    "revoke_key": ENDS_KEYS,
    "list_audit": AUDITS,
    "open_session": LOGS_IN,
    **dict.fromkeys(("get_session", "end_session", "log_out"), KNOWN),
    **dict.fromkeys(("create_grant", "state_consent"), SHARES),
    **dict.fromkeys(("revoke_grant", "delete_enterprise", "object_to_visit"), DECIDES),
    **dict.fromkeys(
        (
            "list_grants",
            "get_grant",
            "list_consent_history",
            "list_enterprise_audit",
            "export_enterprise",
        ),
        READS_DECISIONS,
    ),
    "list_held_grants": HOLDS_GRANTS,
    **dict.fromkeys(
        (
            *("begin_visit", "save_visit_answers", "sign_visit", "withdraw_visit"),
            *("answer_objection", "add_visit_evidence", "remove_visit_evidence"),
        ),
        VISITS,
    ),
    **dict.fromkeys(("add_roadmap_progress", "give_feedback"), WORKS),
}
"""What each operation asks of who asks, by its id."""
