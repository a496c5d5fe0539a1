"""Consents: what a firm agrees to have its rows used for, and takes back; nothing is by default.

A firm's diagnosis of itself hangs on none of them. Whatever serves others than the firm, and those
it granted its rows to (statistics, comparisons, learning), reads them through `consented`.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass

from diagnosis.domain.consent import ConsentTerms, ConsentUse
from diagnosis.domain.intake.fields import Fields
from diagnosis.services.ports.consents import ConsentRecord, ConsentStatus
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.store import IdempotencyKey, Page, Reader, Work
from diagnosis.services.transaction import Caller, Made, require, run_once

_FIELDS = ("use", "consent", "text_version")
_MOST_VERSIONS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class UseStanding:
    """How a firm stands to a use: the last that it stated, None where it stated nothing."""

    terms: ConsentTerms
    last: ConsentRecord | None

    @property
    def counts(self) -> bool:
        """Return whether rows of the firm may be used for it."""
        return self.last is not None and self.last.counts_from(self.terms.least_version)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ConsentWish:
    use: ConsentUse
    status: ConsentStatus
    text_version: int | None


def state_consent(
    content: Content, caller: Caller, enterprise_id: str, raw: object, key: IdempotencyKey | None
) -> Made[str]:
    """Return the id of what a firm states on a use: that it agrees to the text, or withdraws.

    Raises
    ------
    FaultyInput, KeyReused
        With every fault, among them a text that is not the present one; when the key stood for
        another request.
    NotThere
        When the caller has no such firm.

    """
    wish = _read(content, raw)

    def keep(work: Work) -> str:
        firm = require(work.enterprise(enterprise_id))
        last = next((each for each in work.consents(firm.id) if each.use is wish.use), None)
        record = ConsentRecord(
            id=caller.make_id(),
            enterprise_id=firm.id,
            use=wish.use,
            number=1 if last is None else last.number + 1,
            status=wish.status,
            text_version=_version(wish, last),
            stated_at=caller.now,
            actor=caller.principal.actor,
        )
        work.add_consent(record)
        return record.id

    return run_once(caller, key, str, keep)


def _version(wish: _ConsentWish, last: ConsentRecord | None) -> int | None:
    """Return the version that is agreed to, or of what was stated last where a firm withdraws."""
    if wish.status is ConsentStatus.AGREED:
        return wish.text_version
    return None if last is None else last.text_version


def _read(content: Content, raw: object) -> _ConsentWish:
    fields = Fields(raw, _FIELDS)
    use = fields.choice("use", tuple(content.consents))
    status = fields.choice("consent", tuple(ConsentStatus))
    version = fields.whole("text_version", 1, _MOST_VERSIONS)
    if status == ConsentStatus.AGREED and fields.has("text_version", required=True):
        current = None if use is None else content.consents[ConsentUse(use)].current.version
        if version is not None and current is not None and version != current:
            fields.fault("text_version", "not-the-present-text", value=version, current=current)
    elif status == ConsentStatus.WITHDRAWN and version is not None:
        fields.fault("text_version", "withdrawn-from-any-text")
    fields.stop()
    return _ConsentWish(
        use=ConsentUse(require(use)), status=ConsentStatus(require(status)), text_version=version
    )


def get_consent(caller: Caller, consent_id: str) -> ConsentRecord:
    """Return what a firm stated of a use.

    Raises
    ------
    NotThere
        When the caller sees none of this id.

    """
    with caller.store.read(caller.principal) as reader:
        return require(reader.consent(consent_id))


def get_standings(content: Content, caller: Caller, enterprise_id: str) -> tuple[UseStanding, ...]:
    """Return how a firm stands to each use now.

    Raises
    ------
    NotThere
        When the caller sees no such firm.

    """
    with caller.store.read(caller.principal) as reader:
        require(reader.enterprise(enterprise_id))
        last = {record.use: record for record in reader.consents(enterprise_id)}
    return tuple(
        UseStanding(terms=terms, last=last.get(use)) for use, terms in content.consents.items()
    )


def list_history(
    caller: Caller, enterprise_id: str, after: str | None, limit: int
) -> Page[ConsentRecord]:
    """Return a page of all that a firm stated, newest first.

    Raises
    ------
    NotThere
        When the caller sees no such firm.

    """
    with caller.store.read(caller.principal) as reader:
        require(reader.enterprise(enterprise_id))
        return reader.consent_history(enterprise_id, after, limit)


def consented(content: Content, caller: Caller, use: ConsentUse) -> AbstractContextManager[Reader]:
    """Return a reader of what the caller may see of firms that consent to a use, and nothing else.

    Rows of the caller's own firms are there no sooner. Consent to a text counts until its firm
    withdraws, or another version asks again.
    """
    least_version = content.consents[use].least_version
    return caller.store.read(caller.principal.consented(use, least_version))
