"""What a store must do with the filters of its lists, whichever store it is."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from diagnosis.services.ports.records import (
    Basis,
    DiagnosisStanding,
    Register,
    RegisterEntry,
)
from diagnosis.services.ports.scope import Principal
from diagnosis.services.ports.store import Submitted, Where
from diagnosis.storage import scoped_queries
from diagnosis.storage.identifiers import new_id
from tests.ports.records import (
    BY_RULE,
    CODE,
    NOW,
    a_diagnosis,
    an_assessment,
    an_enterprise_record,
)

OWNER = Principal("local", "somebody")
CHAIN = RegisterEntry(id=new_id(NOW), name="模具—注塑", city=None, created_at=NOW)
PARK = RegisterEntry(id=new_id(NOW), name="松山湖", city="441900", created_at=NOW)


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm with a diagnosis for each level, made in order; the last one is current."""

    name: str
    levels: tuple[int, ...]
    city: str = "441900"
    chain: str | None = None
    park: str | None = None


FIRMS = (
    Firm("东莞甲%厂", (1, 2), city="441900119", chain="模具—注塑"),
    Firm("东莞乙_厂", (2,), park="松山湖"),
    Firm("Dongguan C", (3, 2), city="440106"),
    Firm("东", (0,), city="442000105"),
)


@pytest.fixture
def filled(store: Any) -> Any:
    """Return a store with the firms, a minute between one diagnosis and the next."""
    moment = NOW
    with store.begin(OWNER) as work:
        for register, entry in ((Register.CHAIN, CHAIN), (Register.PARK, PARK)):
            assert work.add_register_entry(register, entry)
        for number, firm in enumerate(FIRMS):
            record = an_enterprise_record(
                name=firm.name, site=str(number), city=firm.city, chain=firm.chain, park=firm.park
            )
            record = replace(
                record,
                id=new_id(moment),
                created_at=moment,
                chain_id=CHAIN.id if firm.chain else None,
                park_id=PARK.id if firm.park else None,
            )
            work.add_enterprise(record)
            for level in firm.levels:
                moment += timedelta(minutes=1)
                _add_diagnosis(work, record, firm, level, moment)
    return store


def _add_diagnosis(work: Any, record: Any, firm: Firm, level: int, at: datetime) -> None:
    draft = replace(an_assessment(record), id=new_id(at), created_at=at)
    work.add_assessment(draft)
    diagnosis = a_diagnosis(
        draft,
        id=new_id(at),
        created_at=at,
        city=firm.city,
        period=2020 + level,
        levels={"ai-readiness": level, "miit-sme-2024": None},
        chain_id=record.chain_id,
        park_id=record.park_id,
    )
    readings = (replace(BY_RULE[0], level=level), BY_RULE[1])
    margin = level / 4 or None
    estimated = replace(BY_RULE[0], level=4, margin=margin, basis=Basis.ESTIMATED, model="m1")
    work.add_diagnosis(replace(diagnosis, readings=(estimated, *readings)))
    if level != firm.levels[-1]:
        row = diagnosis.row
        submitted = Submitted(
            id=row.id,
            enterprise_id=record.id,
            period=row.period,
            created_at=at,
            standing=row.standing,
        )
        work.stand(submitted, DiagnosisStanding.SUPERSEDED, at)


@pytest.mark.parametrize(
    ("where", "levels"),
    [
        ({}, [0, 2, 3, 2, 2, 1]),
        ({"latest": 1}, [0, 2, 2, 2]),
        ({"standing": "superseded"}, [3, 1]),
        ({"standard": "ai-readiness", "level": 2}, [2, 2, 2]),
        ({"standard": "ai-readiness", "level": 2, "latest": 1}, [2, 2, 2]),
        ({"standard": "ai-readiness", "level": 3, "latest": 1}, []),
        ({"standard": "ai-readiness", "level": 4, "basis": "estimated"}, [0, 2, 3, 2, 2, 1]),
        ({"standard": "ai-readiness", "level": 4, "basis": "self"}, []),
        ({"standard": "ai-readiness", "margin_below": 0.75}, [2, 2, 2, 1]),
        ({"standard": "ai-readiness", "margin_below": 0.5}, [1]),
        ({"standard": "ai-readiness", "margin_below": 0.25}, []),
        ({"standard": "ai-readiness", "margin_below": 5}, [2, 3, 2, 2, 1]),
        ({"standard": "ai-readiness", "margin_below": 0.75, "latest": 1}, [2, 2, 2]),
        ({"standard": "ai-readiness", "margin_below": 0.75, "level": 1}, [1]),
        ({"standard": "ai-readiness", "margin_below": 0.75, "level": 4}, []),
        (
            {"standard": "ai-readiness", "margin_below": 0.75, "level": 4, "basis": "estimated"},
            [2, 2, 2, 1],
        ),
        ({"standard": "ai-readiness", "margin_below": 0.75, "name": "东莞甲"}, [2, 1]),
        ({"standard": "miit-sme-2024", "margin_below": 5}, []),
        ({"standard": "miit-sme-2024"}, [0, 2, 3, 2, 2, 1]),
        ({"standard": "miit-sme-2024", "level": 0}, []),
        ({"standard": "gbt-39116-2020"}, []),
        ({"chain_id": CHAIN.id}, [2, 1]),
        ({"park_id": PARK.id, "standard": "ai-readiness", "level": 2}, [2]),
        ({"name": "东莞"}, [2, 2, 1]),
        ({"name": "东莞甲%"}, [2, 1]),
        ({"name": "东莞%"}, []),
        ({"name": "东莞乙_"}, [2]),
        ({"name": "dongguan"}, []),
        ({"name": "东"}, [0, 2, 2, 1]),
        ({"name": "东莞", "level": 2, "standard": "ai-readiness"}, [2, 2]),
        ({"created_after": NOW + timedelta(minutes=4)}, [0, 2]),
        ({"created_after": NOW + timedelta(minutes=6)}, []),
        ({"created_after": NOW + timedelta(minutes=3, seconds=59)}, [0, 2, 3]),
        ({"city": "441900"}, [2, 2, 1]),
        ({"city": "441900119"}, [2, 1]),
        ({"city": "442000"}, [0]),
        ({"city": "440100"}, [2, 3]),
        ({"city": "440106"}, [2, 3]),
        ({"site": "0", "credit_code": CODE}, [2, 1]),
        ({"period": 2022}, [2, 2, 2]),
    ],
)
@pytest.mark.parametrize("many", [1, 2_000])
def test_diagnoses_are_filtered(
    filled: Any, where: Where, levels: list[int], many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoped_queries, "MANY_MATCHES", many)
    seen: list[int] = []
    cursor = None
    with filled.read(OWNER) as reader:
        while True:
            page = reader.diagnoses(where, cursor, 2)
            seen += [row.levels["ai-readiness"] for row in page.items]
            cursor = page.next
            if cursor is None:
                break
    assert seen == levels


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ({}, ["东", "Dongguan C", "东莞乙_厂", "东莞甲%厂"]),
        ({"name": "东莞"}, ["东莞乙_厂", "东莞甲%厂"]),
        ({"name": "东莞甲%"}, ["东莞甲%厂"]),
        ({"chain_id": CHAIN.id}, ["东莞甲%厂"]),
        ({"park_id": PARK.id, "city": "441900"}, ["东莞乙_厂"]),
        ({"city": "441900"}, ["东莞乙_厂", "东莞甲%厂"]),
        ({"created_after": NOW + timedelta(minutes=2)}, ["东", "Dongguan C"]),
    ],
)
@pytest.mark.parametrize("many", [1, 2_000])
def test_enterprises_are_filtered(
    filled: Any, where: Where, names: list[str], many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoped_queries, "MANY_MATCHES", many)
    with filled.read(OWNER) as reader:
        page = reader.enterprises(where, None, 9)
    assert [firm.facts.name for firm in page.items] == names


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ({"name": "Dong"}, 2), ({"name": "dong"}, 0), ({"name": "DONG"}, 0),
        ({"form": "full"}, 6), ({"form": "FULL"}, 0), ({"form": "fu_l"}, 0),
        ({"form": "full%"}, 0),
        ({"name": "东莞乙_"}, 1), ({"name": "东莞乙%"}, 0),
    ],
)  # fmt: skip
def test_the_case_of_a_value_counts_in_every_store(filled: Any, where: Where, count: int) -> None:
    with filled.read(OWNER) as reader:
        page = reader.diagnoses(where, None, 99)
    assert len(page.items) == count


def test_assessments_are_filtered_by_when_they_came(filled: Any) -> None:
    with filled.read(OWNER) as reader:
        page = reader.assessments({"created_after": NOW + timedelta(minutes=5)}, None, 9)
    assert len(page.items) == 1


@pytest.mark.parametrize(
    ("where", "form"),
    [
        ({}, "screening@1"),
        ({"form": "full"}, "full@2.0.0"),
        ({"form": "full@2.0.0"}, "full@2.0.0"),
        ({"form": "screening"}, "screening@1"),
        ({"standard": "ai-readiness"}, "full@2.0.0"),
        ({"standard": "ai-readiness", "level": 2}, "full@2.0.0"),
        ({"standard": "miit-sme-2024"}, "screening@1"),
        ({"standard": "miit-sme-2024", "basis": "estimated"}, None),
    ],
)
def test_the_latest_is_of_the_form_and_the_standard(
    store: Any, where: Where, form: str | None
) -> None:
    firm = an_enterprise_record()
    readings = {"full@2.0.0": BY_RULE, "screening@1": BY_RULE[1:]}
    with store.begin(OWNER) as work:
        work.add_enterprise(firm)
        for minutes, (ref, read) in enumerate(readings.items()):
            at = NOW + timedelta(minutes=minutes)
            draft = replace(an_assessment(firm), id=new_id(at), created_at=at)
            work.add_assessment(draft)
            diagnosis = a_diagnosis(draft, id=new_id(at), created_at=at, form=ref)
            work.add_diagnosis(replace(diagnosis, readings=read))
    with store.read(OWNER) as reader:
        page = reader.diagnoses({"latest": 1, **where}, None, 9)
    assert [row.form for row in page.items] == ([] if form is None else [form])


def test_another_owner_finds_nothing(filled: Any) -> None:
    with filled.read(Principal("other", "other")) as reader:
        for where in ({"latest": 1}, {"standard": "ai-readiness", "level": 2}, {"name": "东"}):
            assert reader.diagnoses(where, None, 9).items == ()
