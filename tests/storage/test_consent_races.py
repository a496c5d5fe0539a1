"""What a firm states at the same moment from several places, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from diagnosis.domain.consent import ConsentUse
from diagnosis.services.consents import consented, state_consent
from diagnosis.services.intake.enterprises import register_enterprise
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.scope import Principal
from diagnosis.services.transaction import Caller
from diagnosis.storage.database import Database
from diagnosis.storage.identifiers import new_id
from tests.builders import an_enterprise

WRITERS, STATEMENTS = 6, 24


def caller_of(database: Database) -> Caller:
    who = Principal("local", "local")
    return Caller(store=database, principal=who, now=datetime.now(UTC), new_id=new_id)


def test_each_statement_has_its_number_and_the_last_counts(
    database: Database, content: Content
) -> None:
    firm = register_enterprise(content, caller_of(database), an_enterprise(), None).value

    def state(number: int) -> None:
        agrees = {"use": "statistics", "consent": "given", "text_version": 1}
        withdraws = {"use": "statistics", "consent": "withdrawn"}
        raw = agrees if number % 2 else withdraws
        state_consent(content, caller_of(database), firm.id, raw, None)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(state, range(STATEMENTS)))
    with database.read(Principal("local", "local")) as reader:
        history = reader.consent_history(firm.id, None, STATEMENTS + 1).items
        (last,) = reader.consents(firm.id)
    assert sorted(each.number for each in history) == list(range(1, STATEMENTS + 1))
    assert last.number == STATEMENTS
    with consented(content, caller_of(database), ConsentUse.STATISTICS) as reader:
        assert (reader.enterprise(firm.id) is not None) is (last.status == "given")
