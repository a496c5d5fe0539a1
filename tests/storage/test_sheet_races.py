"""A nameless sheet that is attached, saved and deleted at the same moment, on both databases."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from diagnosis.identity.resume_codes import CodeMint
from diagnosis.services.errors import NotThere, Stale
from diagnosis.services.intake.drafts import save_draft
from diagnosis.services.intake.nameless import OpenedSheet, delete_sheet, open_sheet, renew_code
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.scope import Principal
from diagnosis.services.scoring.attach_sheet import attach_sheet
from diagnosis.services.transaction import Caller
from diagnosis.storage.audit.audit_tables import tables_of_owners
from diagnosis.storage.database import Database
from diagnosis.storage.identifiers import new_id
from tests.databases import see_all
from tests.keys import MINT

LOCAL = Principal("local", "boss")
WHO = {"name": "示例模具有限公司", "credit_code": "91441900EXAMPLE11Y"}
ROUNDS = 6


@dataclass(frozen=True)
class AnyVersion:
    """Versions of somebody who takes any."""

    def check(self, version: int) -> None:
        """Take it."""


def caller_of(database: Database, who: Principal = LOCAL) -> Caller:
    return Caller(store=database, principal=who, now=datetime.now(UTC), new_id=new_id)


def opened(database: Database, content: Content) -> OpenedSheet:
    raw = {"form": "screening", "enterprise": {"industry": "C3525"}}
    return open_sheet(content, caller_of(database), CodeMint(MINT), raw)


def at_once(verbs: Iterable[Callable[[], object]]) -> list[str]:
    """Return how each of some verbs ended that run at the same moment."""

    def run(verb: Callable[[], object]) -> str:
        try:
            verb()
        except (NotThere, Stale) as error:
            return type(error).__name__
        return "done"

    verbs = list(verbs)
    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(run, verbs))


def owners(database: Database) -> set[str]:
    with database.engine.begin() as connection:
        see_all(connection)
        return {
            owner
            for table in tables_of_owners()
            for owner in connection.execute(select(table.c.owner_id)).scalars()
        }


def test_of_two_that_attach_at_once_a_single_one_does(
    database: Database, content: Content
) -> None:
    for number in range(ROUNDS):
        sheet = opened(database, content)
        takers = [Principal(name, name) for name in ("local", "office")]

        def attach(who: Principal, sheet: OpenedSheet = sheet, site: str = f"{number}") -> None:
            raw = WHO | {"site": site}
            attach_sheet(content, caller_of(database, who), sheet.code, sheet.draft.id, raw)

        ended = at_once([lambda who=who: attach(who) for who in takers])  # type: ignore[misc]
        assert sorted(ended) == ["NotThere", "done"]
    assert owners(database) <= {"local", "office"}


def test_sheets_of_a_firm_that_are_attached_at_once_are_of_one_firm(
    database: Database, content: Content
) -> None:
    sheets = [opened(database, content) for _ in range(ROUNDS)]

    def attach(sheet: OpenedSheet) -> None:
        attach_sheet(content, caller_of(database), sheet.code, sheet.draft.id, WHO)

    ended = at_once([lambda each=each: attach(each) for each in sheets])  # type: ignore[misc]
    assert ended == ["done"] * ROUNDS
    with database.read(LOCAL) as reader:
        (firm,) = reader.enterprises({}, None, 20).items
        drafts = reader.assessments({"enterprise_id": firm.id}, None, 20).items
    assert {each.id for each in drafts} == {sheet.draft.id for sheet in sheets}
    assert owners(database) == {"local"}


def test_what_a_holder_saves_while_it_is_attached_is_kept_or_refused(
    database: Database, content: Content
) -> None:
    for number in range(ROUNDS):
        sheet = opened(database, content)

        def save(sheet: OpenedSheet = sheet) -> None:
            change = {"answers": {"ai-plan": 1}}
            holder = caller_of(database, sheet.code.principal)
            save_draft(content, holder, sheet.draft.id, change, AnyVersion())  # type: ignore[arg-type]

        def attach(sheet: OpenedSheet = sheet, site: str = f"{number}") -> None:
            raw = WHO | {"site": site}
            attach_sheet(content, caller_of(database), sheet.code, sheet.draft.id, raw)

        saved, attached = at_once([save, attach])
        assert attached == "done"
        with database.read(LOCAL) as reader:
            kept = reader.assessment(sheet.draft.id)
        assert kept is not None
        assert (kept.sheet.answers == {"ai-plan": 1}) is (saved == "done")
    assert owners(database) == {"local"}


def test_a_sheet_that_is_deleted_and_attached_at_once_is_whole_or_gone(
    database: Database, content: Content
) -> None:
    for number in range(ROUNDS):
        sheet = opened(database, content)

        def delete(sheet: OpenedSheet = sheet) -> None:
            holder = caller_of(database, sheet.code.principal)
            delete_sheet(holder, sheet.code, sheet.draft.id)

        def attach(sheet: OpenedSheet = sheet, site: str = f"{number}") -> None:
            raw = WHO | {"site": site}
            attach_sheet(content, caller_of(database), sheet.code, sheet.draft.id, raw)

        ended = at_once([delete, attach])
        assert sorted(ended) == ["NotThere", "done"]
        with database.read(LOCAL) as reader:
            is_there = reader.assessment(sheet.draft.id) is not None
        assert is_there is (ended[1] == "done")
    assert owners(database) <= {"local"}


def test_of_two_that_renew_a_code_at_once_a_single_one_does(
    database: Database, content: Content
) -> None:
    sheet = opened(database, content)
    holder = caller_of(database, sheet.code.principal)
    ended = at_once([lambda: renew_code(holder, CodeMint(MINT), sheet.code, sheet.draft.id)] * 3)
    assert sorted(ended) == ["NotThere", "NotThere", "done"]
