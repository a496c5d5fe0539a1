"""Sheets of one firm that are submitted at the same moment, on both databases."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import RegisterEffect
from diagnosis.services.ports.scope import Principal
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.services.transaction import Caller
from diagnosis.storage.database import Database
from diagnosis.storage.identifiers import new_id
from tests.builders import a_submission, an_enterprise
from tests.fakes.versions import FakeVersions

WRITERS, SHEETS = 6, 24


def test_one_sheet_is_current_and_the_register_has_its_facts(
    database: Database, content: Content
) -> None:
    diagnosing = Diagnosing(contents=FakeVersions(content), estimator=None)
    local = Principal("local", "local")

    def submit(number: int) -> None:
        caller = Caller(store=database, principal=local, now=datetime.now(UTC), new_id=new_id)
        firm = an_enterprise(employees=100 + number)
        sheet = a_submission("screening", enterprise=firm, period=2000 + number)
        submit_sheet(diagnosing, caller, sheet, None)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(submit, range(SHEETS)))
    with database.read(local) as reader:
        (firm,) = reader.enterprises({}, None, 9).items
        rows = reader.diagnoses({}, None, 99).items
    standings = Counter(str(row.standing) for row in rows)
    assert standings == {"current": 1, "superseded": SHEETS - 1}
    (current,) = (row for row in rows if row.standing == "current")
    assert current.period == 2000 + SHEETS - 1
    assert firm.facts.employees == 100 + SHEETS - 1
    effects = Counter(row.register_effect for row in rows)
    assert effects[RegisterEffect.NEW] == 1
    assert firm.version == 1 + effects[RegisterEffect.UPDATED]
