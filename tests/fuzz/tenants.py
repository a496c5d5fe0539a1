"""Organisations whose rows hold words to be searched for, and who sends beside them."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain
from time import time
from typing import Any
from zipfile import BadZipFile, ZipFile

from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.scope import KEY_ROLES, AccessRole
from diagnosis.storage.database import Database
from diagnosis.web.access.policy import POLICIES
from tests import asking as requests
from tests.builders import a_sheet, an_enterprise, an_example
from tests.fuzz.exchange import Exchange
from tests.keys import KEY, add_key, bearer, key_named
from tests.provider.server import OpenIdProvider

SECONDS = 60
TOKEN_SECONDS = 3_600
VISIT = {
    "why": "requested", "planned_on": "2026-12-08", "employer": "示例咨询有限公司",
    "vendor_ties": [], "visitor": "陈工",
}  # fmt: skip
"""What a consultant says who begins a visit."""
NOBODY = "nobody"
"""Who sends without a key."""
HOLDER = AccessRole.HOLDER
"""Who sends with the resume code of a nameless sheet."""
RESPONDENT = AccessRole.RESPONDENT
"""Who sends with a section link."""
VIEWER = AccessRole.VIEWER
"""Who sends with a result link."""
SESSION, TOKEN = "session", "token"
"""The enterprise again, by a page session and by an access token of a provider."""
SENDERS = (
    *map(str, (*KEY_ROLES, HOLDER, RESPONDENT, VIEWER)), SESSION, TOKEN, NOBODY
)  # fmt: skip
GRANTER, STRANGER = "granter", "stranger"
"""Organisations: one granted a firm to every consultant and portal here, one granted nothing."""
RIVAL = "rival"
"""Consultants who visit the firm that was granted too."""
_ORGANISATIONS = {
    AccessRole.ENTERPRISE: "local",
    AccessRole.CONSULTANT: "office",
    AccessRole.PORTAL: "bureau",
    AccessRole.ADMIN: OPERATOR,
}
_ROLE_KEYS = {
    AccessRole.ENTERPRISE: KEY,
    AccessRole.CONSULTANT: key_named("sendsofoffic"),
    AccessRole.PORTAL: key_named("sendsofburea"),
    AccessRole.ADMIN: key_named("sendsofadmin"),
}
_RIVAL_KEY = key_named("visitsbefore")
_FILLS = {
    "local": KEY,
    "office": key_named("fillsoffices"),
    "bureau": key_named("fillsbureaus"),
    GRANTER: key_named("fillsgranted"),
    STRANGER: key_named("fillsforeign"),
}
"""The key of an enterprise of each organisation that has firms."""
_KINDS_OF_FIRM = ("firm", "sit", "reference", "why", "opinion")
_BY_COMMAND = frozenset(("create_key", "rotate_key"))
"""What an admin may over HTTP only where an organisation has no key: there is none here."""
_OF_HOLDERS = frozenset(("list_sheets", "get_assessment", "get_enterprise"))
"""What a holder may of a draft, whatever was done to it before."""
_OF_KEYS = frozenset(("list_keys", "create_key", "get_key", "rotate_key", "revoke_key"))
"""What asks for a scope of its own, or for the key itself."""
_OF_VISITS = frozenset(
    (
        *("sign_visit", "withdraw_visit", "answer_objection", "object_to_visit"),
        *("get_visit_levels", "list_objections", "save_visit_answers"),
        *("add_visit_evidence", "remove_visit_evidence"),
    )
)
"""What hangs on how a visit stands, or has to be paid to whoever sends."""
_READ_BY_VISITORS = frozenset(
    ("get_visit", "get_visit_answers", "get_visit_findings", "get_visit_sheet")
)


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who sends the requests of a round.

    `key` is what follows `Bearer`, None for who sends without; `fills` is the key that makes rows
    of its organisation; `unseen` are words that no answer to it may hold, `foreign` ids of others'
    rows by their names in addresses.
    """

    name: str
    key: str | None
    fills: str
    unseen: frozenset[bytes] = frozenset()
    foreign: tuple[Mapping[str, str], ...] = ()

    @property
    def role(self) -> str:
        """Return the role that it has in the policy."""
        return AccessRole.ENTERPRISE if self.name in (SESSION, TOKEN) else self.name

    @property
    def keeps_keys_with(self) -> str:
        """Return the key that issues those which the sender may manage."""
        issues = self.name in (AccessRole.CONSULTANT, AccessRole.PORTAL) and self.key
        return issues or self.fills

    @property
    def ways(self) -> frozenset[str]:
        """Return the ways to say who asks that it has."""
        alone = {
            HOLDER: {"code"}, RESPONDENT: {"link"}, VIEWER: {"resultLink"}, NOBODY: set[str](),
        }  # fmt: skip
        return frozenset(alone.get(self.name, {"key", "code", "link", "resultLink"}))

    def may(self, operation: str) -> bool:
        """Return whether a valid request of an operation can succeed, whatever was sent before."""
        policy = POLICIES[operation]
        if self.name == HOLDER:
            return not policy.roles or operation in _OF_HOLDERS
        if self.name in (SESSION, TOKEN) and operation in _OF_KEYS:
            return False
        if operation in _OF_VISITS:
            return False
        if operation in _READ_BY_VISITORS and self.name != AccessRole.CONSULTANT:
            return False
        if self.name == AccessRole.ADMIN and operation in _BY_COMMAND:
            return False
        if policy.roles == (HOLDER,):
            return "code" in self.ways
        if policy.roles == (RESPONDENT,):
            return "link" in self.ways
        if policy.roles == (VIEWER,):
            return "resultLink" in self.ways
        return not policy.roles or self.role in policy.roles


LOCAL = Sender(name=AccessRole.ENTERPRISE, key=KEY, fills=KEY)
"""An enterprise alone with its service."""


@dataclass(frozen=True, kw_only=True)
class Planted:
    """Rows of an organisation: their ids by their names in addresses, and the words in them.

    `of_firm` are words that a grant of the firm opens, `of_keys` what an admin reads, `others`
    what nobody reads but the organisation.
    """

    organisation: str
    ids: Mapping[str, str]
    of_firm: frozenset[bytes]
    of_keys: frozenset[bytes]
    others: frozenset[bytes]

    @property
    def words(self) -> frozenset[bytes]:
        """Return every word."""
        return self.of_firm | self.of_keys | self.others

    def shown(self, url: str) -> dict[str, str]:
        """Return what the organisation reads of its rows, address → text."""
        addresses = [
            *(f"/v1/{name}" for name in ("chains", "parks", "keys", "diagnoses", "assessments")),
            *_addresses(self.ids),
        ]
        headers = bearer(_FILLS[self.organisation])
        return {
            path: requests.get(url + path, headers=headers, timeout=SECONDS).text
            for path in addresses
        }


def _addresses(ids: Mapping[str, str]) -> Iterator[str]:
    for name in ("enterprise_id", "firm_of_diagnosis"):
        firm = f"/v1/enterprises/{ids[name]}"
        yield from (firm, f"{firm}/grants", f"{firm}/feedback", f"{firm}/consents")
    yield f"/v1/diagnoses/{ids['diagnosis_id']}"
    yield f"/v1/assessments/{ids['assessment_id']}"
    yield f"/v1/roadmaps/{ids['roadmap_id']}"
    yield f"/v1/roadmaps/{ids['roadmap_id']}/progress"
    if "rival_visit" in ids:
        yield f"/v1/visits/{ids['rival_visit']}"
        yield f"/v1/visits/{ids['rival_visit']}/answers"


def word(organisation: str, kind: str) -> str:
    """Return the word that is planted in rows of a kind of an organisation."""
    digest = hashlib.sha256(f"{organisation}/{kind}".encode()).hexdigest()[:16]
    return f"kanari{digest}"


def _number(organisation: str) -> float:
    """Return a turnover that no other firm has, 万元."""
    return 70_000 + int(hashlib.sha256(organisation.encode()).hexdigest()[:6], 16) % 9973 + 0.37


def plant(url: str, organisation: str, grantees: Sequence[tuple[str, str]]) -> Planted:
    """Return rows of an organisation with words in all their texts, after making them.

    Its firm is granted to `grantees`, each an organisation and a role.
    """
    key = _FILLS[organisation]

    def made(path: str, body: Any) -> Any:
        answer = requests.post(url + path, json=body, headers=bearer(key), timeout=SECONDS)
        assert answer.status_code == 201, answer.text
        return answer.json()

    of_firm = {kind: word(organisation, kind) for kind in _KINDS_OF_FIRM}
    sheet = an_example("dongguan-mould-shop")
    revenue = _number(organisation)
    sheet["enterprise"] |= {
        "name": of_firm["firm"], "site": of_firm["sit"], "revenue_wan": revenue,
    }  # fmt: skip
    sheet["reference"] = of_firm["reference"]
    diagnosis = made("/v1/diagnoses", sheet)
    firm = f"/v1/enterprises/{diagnosis['enterprise_id']}"
    plan = made(f"/v1/assessments/{diagnosis['assessment_id']}/roadmaps", {"budget_wan": 40})
    package = plan["phases"][0]["packages"][0]["id"]
    note = {"project": package, "status": "dropped", "on": "2026-11-20", "reason": of_firm["why"]}
    made(f"/v1/roadmaps/{plan['id']}/progress", {"projects": [note]})
    others = {kind: word(organisation, kind) for kind in ("chain", "park", "purpose")}
    opinion = {"useful": False, "why": "too-expensive", "text": of_firm["opinion"]}
    made(f"{firm}/projects/{package}/feedback", opinion)
    # A firm that is granted to nobody, with a draft.
    hidden = {"name": word(organisation, "hidden"), "site": word(organisation, "hiddensit")}
    other = made("/v1/enterprises", an_enterprise(**hidden))
    draft = made(
        "/v1/assessments",
        a_sheet(form="screening", answers={"ai-plan": 1}, enterprise=an_enterprise(**hidden)),
    )
    leave = {"grantee": "nobody", "role": "consultant", "purpose": others["purpose"]}
    grant = made(f"/v1/enterprises/{other['id']}/grants", leave)
    for grantee, role in grantees:
        leave = {"grantee": grantee, "role": role, "purpose": of_firm["why"]}
        made(f"{firm}/grants", leave)
    actor = word(organisation, "actor")
    ids = {
        "enterprise_id": other["id"],
        "firm_of_diagnosis": diagnosis["enterprise_id"],
        "diagnosis_id": diagnosis["id"],
        "assessment_id": draft["id"],
        "roadmap_id": plan["id"],
        "chain_id": made("/v1/chains", {"name": others["chain"]})["id"],
        "park_id": made("/v1/parks", {"name": others["park"], "city": "441900"})["id"],
        "key_id": made("/v1/keys", {"actor": actor})["id"],
        "grant_id": grant["id"],
    }
    return Planted(
        organisation=organisation,
        ids=ids,
        of_firm=_bytes(of_firm.values()) | {str(revenue).encode()},
        of_keys=frozenset({actor.encode()}),
        others=_bytes(others.values()) | _bytes(hidden.values()),
    )


def _bytes(words: Any) -> frozenset[bytes]:
    return frozenset(each.encode() for each in words)


def visited_by_a_rival(url: str, rows: Planted) -> Planted:
    """Return the rows with an open visit of others to its firm, whose words its firm reads too."""
    words = {kind: word(RIVAL, kind) for kind in ("visitor", "note", "reason")}
    body = VISIT | {"visitor": words["visitor"]}
    path = f"{url}/v1/diagnoses/{rows.ids['diagnosis_id']}/visits"
    begun = requests.post(path, json=body, headers=bearer(_RIVAL_KEY), timeout=SECONDS)
    assert begun.status_code == 201, begun.text
    visit_id = begun.json()["id"]
    verified = {"value": 1, "grade": "record-shown"}
    verified |= {name: words[name] for name in ("note", "reason")}
    saved = requests.patch(
        f"{url}/v1/visits/{visit_id}/answers",
        json={"answers": {"ai-plan": verified}},
        headers=bearer(_RIVAL_KEY) | {"If-Match": "*"},
        timeout=SECONDS,
    )
    assert saved.status_code == 200, saved.text
    return replace(
        rows,
        ids={**rows.ids, "rival_visit": visit_id},
        others=rows.others | _bytes(words.values()),
    )


def let_in_all(database: str) -> None:
    """Keep the keys of every role and organisation in the database of a server."""
    store = Database(database)
    for role, key in _ROLE_KEYS.items():
        if key != KEY:
            add_key(store, key, organisation=_ORGANISATIONS[role], role=role, actor=f"a {role}")
    role = AccessRole.CONSULTANT
    add_key(store, _RIVAL_KEY, organisation=RIVAL, role=role, actor="a rival")
    for organisation, key in _FILLS.items():
        if key != KEY:
            add_key(store, key, organisation=organisation, actor=f"fills {organisation}")
    store.engine.dispose()


def plant_all(url: str) -> tuple[Planted, Planted]:
    """Return the rows of both other organisations, after making them; their owners read all."""
    readers = [
        (_ORGANISATIONS[role], str(role)) for role in (AccessRole.CONSULTANT, AccessRole.PORTAL)
    ]
    readers.append((RIVAL, str(AccessRole.CONSULTANT)))
    granter, stranger = plant(url, GRANTER, readers), plant(url, STRANGER, ())
    planted = visited_by_a_rival(url, granter), stranger
    for rows in planted:
        seen = "".join(rows.shown(url).values()).encode()
        lost = sorted(each for each in rows.words if each not in seen)
        assert not lost, f"{rows.organisation} does not read {lost}"
    return planted


def a_sender(name: str, planted: Sequence[Planted], provider: OpenIdProvider | None) -> Sender:
    """Return who sends, beside organisations whose rows were planted."""
    unseen: set[bytes] = set()
    for rows in planted:
        is_granted = rows.organisation == GRANTER and name in ("consultant", "portal")
        unseen |= rows.others
        unseen |= frozenset() if is_granted else rows.of_firm
        unseen |= frozenset() if name == AccessRole.ADMIN else rows.of_keys
    foreign = tuple(rows.ids for rows in planted)
    if name in (NOBODY, HOLDER, RESPONDENT, VIEWER, SESSION, TOKEN):
        key = (
            provider.token(exp=int(time()) + TOKEN_SECONDS) if provider and name == TOKEN else None
        )
        return Sender(name=name, key=key, fills=KEY, unseen=frozenset(unseen), foreign=foreign)
    role = AccessRole(name)
    organisation = _ORGANISATIONS[role]
    return Sender(
        name=name,
        key=_ROLE_KEYS[role],
        fills=_FILLS.get(organisation, KEY),
        unseen=frozenset(unseen),
        foreign=foreign,
    )


def leaks(result: Exchange, unseen: frozenset[bytes]) -> list[str]:
    """Return which words that the sender may not see are in what was answered."""
    texts = list(chain.from_iterable(_texts(answer.headers, answer.body)
                                     for answer in result.answers))  # fmt: skip
    return [
        f"an answer holds {each.decode()}, which is another's"
        for each in sorted(unseen)
        if any(each in text for text in texts)
    ]


def _texts(headers: Mapping[str, str], body: bytes) -> Iterator[bytes]:
    """Yield what an answer can be read as: headers, the body, and the parts of a workbook."""
    yield "\n".join(headers.values()).encode("utf-8", "surrogateescape")
    yield body
    if body.startswith(b"PK"):
        try:
            with ZipFile(BytesIO(body)) as packed:
                yield from (packed.read(name) for name in packed.namelist())
        except BadZipFile:
            return
