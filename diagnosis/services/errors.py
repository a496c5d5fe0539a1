"""Why a verb refuses, as exceptions; HTTP and the command line answer them."""


class StoreUnavailable(Exception):
    """The store cannot be reached, or is too busy; asking again later may succeed."""


class ProviderAway(Exception):
    """The identity provider cannot be reached, or answers what cannot be read; try again later."""


class LoginFailed(Exception):
    """Somebody who logged in at the identity provider is not known by what came of it.

    `organisation` is the one that their token is of, where it is known here; `role` the one that
    it names, where that is a role.
    """

    def __init__(self, organisation: str | None = None, role: str | None = None) -> None:
        super().__init__()
        self.organisation = organisation
        self.role = role


class Busy(Exception):
    """As many plans are being worked on as may be at once; asking again later may succeed."""


class FilesBusy(Exception):
    """Another file is being looked into; asking again later may succeed."""


class ReportsBusy(Exception):
    """As many reports are being printed as may be at once; asking again later may succeed."""


class PrinterMissing(Exception):
    """A library of the system that prints reports is not installed; carries which one."""


class FileNotKept(Exception):
    """The bytes of a file that a row names are not where they should be, or are others."""


class NotThere(Exception):
    """The caller has no such thing; `elsewhere` is the address where it is (None: nowhere)."""

    def __init__(self, elsewhere: str | None = None) -> None:
        super().__init__(elsewhere or "")
        self.elsewhere = elsewhere


class KeyReused(Exception):
    """The idempotency key of a request was used before for another request."""


class StillRunning(Exception):
    """An earlier request with the same idempotency key has not been answered yet."""


class Stale(Exception):
    """What was to be changed has another version than the caller saw."""


class AlreadySubmitted(Exception):
    """A submitted assessment never changes; carries the id of its diagnosis."""

    def __init__(self, diagnosis_id: str | None) -> None:
        self.diagnosis_id = diagnosis_id
        super().__init__("submitted")


class SheetHandedIn(Exception):
    """The sheet of a section link was submitted: nothing of it is answered any more."""


class AlreadyRegistered(Exception):
    """It is registered already: an enterprise's code and site, the name of a chain or park.

    Carries what kind of thing it is, and its id.
    """

    def __init__(self, kind: str, registered_id: str) -> None:
        self.kind = kind
        self.registered_id = registered_id
        super().__init__("registered")


class AlreadyGranted(Exception):
    """An organisation reads a firm in a role already; carries the ids of firm and grant."""

    def __init__(self, enterprise_id: str, grant_id: str) -> None:
        self.enterprise_id = enterprise_id
        self.grant_id = grant_id
        super().__init__("granted")


class HasMembers(Exception):
    """Firms belong to a chain or park; carries which of the two it is, and its id."""

    def __init__(self, kind: str, registered_id: str) -> None:
        self.kind = kind
        self.registered_id = registered_id
        super().__init__("has members")


class NotSubmitted(Exception):
    """A draft has no plan: its answers may still change."""


class ContentNotKept(Exception):
    """The content that a result is pinned to cannot be loaded; carries its digest."""

    def __init__(self, digest: str) -> None:
        self.digest = digest
        super().__init__(digest)


class NoModel(Exception):
    """The standard has no model that is served."""


class NotAllowed(Exception):
    """The caller may not do it, whatever it is done to."""


class HasKeys(Exception):
    """An organisation has keys: others are issued with them, or on the machine."""


class TooManyKeys(Exception):
    """An organisation has as many keys as may count at once; carries how many that is."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(most)


class OtherPepper(Exception):
    """The keys of the store were hashed with another pepper than that of this process."""


class GrantedToRead(Exception):
    """The caller may read it by a grant of its owner, and not write it."""


class OtherFirm(Exception):
    """Another firm is registered under a credit code and site; carries its id."""

    def __init__(self, registered_id: str) -> None:
        self.registered_id = registered_id
        super().__init__("other firm")


class MistypedCode(Exception):
    """A text is no code that was ever made: a character is wrong, too many or missing."""


class AttachFirst(Exception):
    """A nameless sheet is shared with nobody: it has to be attached to an organisation first."""


class VisitSettled(Exception):
    """A visit that was signed or withdrawn never changes."""


class VisitOpen(Exception):
    """A visit that is not signed yet has nothing to object to."""


class ObjectionsOver(Exception):
    """The time in which a firm may object to a visit is over."""


class AlreadyRemarked(Exception):
    """An item of a visit was objected to, or the objection answered, already."""


class GrantOver(Exception):
    """The firm of a visit is no longer granted to who pays it: nothing more is written."""


class OfItsOwner(Exception):
    """Nobody verifies its own firm."""


class KeyEnded(Exception):
    """The key has expired or was revoked: there is nothing to go on from."""
