"""The form of a firm's profile: its fields, what they state of a sheet, and what cannot be."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from diagnosis.domain.fault import Expected, Fault
from diagnosis.domain.intake.business import business_as_plain
from diagnosis.domain.intake.enterprise import facts_as_plain
from diagnosis.domain.intake.trade_search import industry_of_code
from diagnosis.domain.intake.written_sheet import WrittenSheet
from diagnosis.present.intake.code_names import industry_name
from diagnosis.present.intake.typed_amounts import people, revenue
from diagnosis.present.say import Say, Shown
from diagnosis.services.intake.industry_search import industries_meant
from diagnosis.services.ports.content import Content

OFFERED = "industry_code"
"""The field of the industry that was chosen among those that a word may mean."""
FACTS = ("name", "credit_code", "site", "industry", "city", "employees", "revenue_wan",
         "production_type", "chain", "park")  # fmt: skip
TRAITS = ("production_for", "sells", "own_transport", "duty_to_service", "lead_firm_platform",
          "exports")  # fmt: skip
PAINS = ("pain1", "pain2", "pain3")
_FLAGS = {"yes": True, "no": False}
Typed = Mapping[str, str]
AmountReader = Callable[[str], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFirm:
    """What a form states of a firm: its facts, its business, and what stands in the way.

    What was left blank is None. `wrong` has the fault of each field that cannot be taken, `offers`
    the industries that the word for the trade may mean.
    """

    facts: dict[str, object]
    business: dict[str, object]
    wrong: dict[str, Fault] = field(default_factory=dict)
    offers: tuple[str, ...] = ()

    @property
    def must_choose(self) -> bool:
        """Return whether the word for the trade may mean several, and none was chosen."""
        return bool(self.offers) and self.facts["industry"] is None

    def note(self, faults: Iterable[Fault]) -> None:
        """Note faults that the service has with what was stated, at their fields."""
        for fault in faults:
            self.wrong.setdefault(field_of(fault.pointer), fault)

    def without_wrong(self) -> tuple[dict[str, object], dict[str, object]]:
        """Return facts and business that can be taken."""
        traits = self.business["traits"]
        assert isinstance(traits, dict)
        good = {name: value for name, value in traits.items() if name not in self.wrong}
        kept = {name: self.business[name] for name in self.business if name not in self.wrong}
        facts = {name: value for name, value in self.facts.items() if name not in self.wrong}
        return facts, kept | {"traits": good}


def field_of(place: str) -> str:
    """Return the field of the form that a pointer into a sheet means.

    Examples
    --------
    >>> field_of("/enterprise/city"), field_of("/business/pains/1"), field_of("/business/traits/a")
    ('city', 'pains', 'a')
    """
    parts = [part for part in place.split("/") if part]
    if len(parts) > 2 and parts[1] == "traits":
        return parts[2]
    return parts[1] if len(parts) > 1 else "".join(parts)


def read_firm(content: Content, typed: Typed, *, names_itself: bool) -> StatedFirm:
    """Return what a form states of a firm; with its name and code where it `names_itself`."""
    facts: dict[str, object] = {}
    wrong: dict[str, Fault] = {}
    for name in FACTS:
        if name in ("name", "credit_code", "site") and not names_itself:
            continue
        text = typed.get(name, "").strip()
        facts[name] = text or None
    _take_amount(facts, "employees", people, wrong)
    _take_amount(facts, "revenue_wan", revenue, wrong)
    code, offers = _industry(content, typed)
    facts["industry"] = code
    if offers == content.codes.offered_classes and code is None:
        wrong["industry"] = Fault("/enterprise/industry", "unknown-industry")
    business: dict[str, object] = {
        "pains": list(filter(None, (typed.get(name, "") for name in PAINS))) or None,
        "yearly_budget_wan": typed.get("yearly_budget_wan", "").strip() or None,
        "traits": {name: _trait(typed.get(name, "")) for name in TRAITS},
    }
    _take_amount(business, "yearly_budget_wan", revenue, wrong)
    return StatedFirm(facts=facts, business=business, wrong=wrong, offers=offers)


def _take_amount(
    values: dict[str, object], name: str, read: AmountReader, wrong: dict[str, Fault]
) -> None:
    text = values[name]
    if text is None:
        return
    values[name] = read(str(text))
    if values[name] is None:
        expected = Expected.WHOLE if name == "employees" else Expected.NUMBER
        wrong[name] = Fault(name, "wrong-type", {"expected": expected})


def _trait(ticked: str) -> object:
    return _FLAGS.get(ticked, ticked or None)


def _industry(content: Content, typed: Typed) -> tuple[str | None, tuple[str, ...]]:
    """Return the code of the trade that was typed or chosen, or those that it may mean.

    Of a word that is not understood they are the commonest trades.
    """
    word, chosen = typed.get("industry", "").strip(), typed.get(OFFERED, "")
    if not word:
        return None, ()
    code = industry_of_code(word)
    if code is not None:
        return code, ()
    called = industries_meant(content.codes, word) or content.codes.offered_classes
    if chosen in called or len(called) == 1:
        return chosen if chosen in called else called[0], called if len(called) > 1 else ()
    if chosen and _trade_name(content, chosen) == word:
        return chosen, ()
    return None, called


def _trade_name(content: Content, code: str) -> str | None:
    """Return the word that stands in the field of a firm whose industry is known."""
    division = content.codes.industry_names.get(code[:3])
    return None if division is None else industry_name(content.codes, code).zh


def typed_of(content: Content, sheet: WrittenSheet) -> dict[str, str]:
    """Return what stands in the fields where a sheet says so much of its firm."""
    facts = facts_as_plain(sheet.enterprise)
    typed = {name: _text(value) for name, value in facts.items() if name in FACTS}
    if sheet.enterprise.industry:
        typed[OFFERED] = sheet.enterprise.industry
        typed["industry"] = _trade_name(content, sheet.enterprise.industry) or ""
    business = business_as_plain(sheet.business)
    pains = business.get("pains", [])
    if isinstance(pains, list):
        typed |= dict(zip(PAINS, map(str, pains), strict=False))
    if "yearly_budget_wan" in business:
        typed["yearly_budget_wan"] = _text(business["yearly_budget_wan"])
    traits = business.get("traits", {})
    if isinstance(traits, dict):
        typed |= {name: _text(value) for name, value in traits.items()}
    return typed


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def shown_profile(content: Content, say: Say) -> dict[str, Shown]:
    """Return the facts that forms ask of a firm, each with its question, help and choices."""
    return {
        fact.id.rpartition(".")[2]: {
            "text": say(fact.text),
            "help": say(fact.help),
            "choices": [{"id": each.id, "text": say(each.text)} for each in fact.choices],
        }
        for fact in content.profile
    }


def shown_offers(content: Content, offers: Iterable[str], say: Say) -> list[Shown]:
    """Return the industries that a word may mean, by name."""
    return [{"code": code, "name": say(industry_name(content.codes, code))} for code in offers]
