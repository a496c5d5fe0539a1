"""`/portal/firms/new`: enter a firm; its trade by what it is called, its place from a list."""

from collections.abc import Mapping, Sequence

from flask import Response

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.present.intake.code_names import industry_name
from diagnosis.present.intake.typed_amounts import people, revenue
from diagnosis.services.errors import AlreadyRegistered
from diagnosis.services.intake.enterprises import read_facts, register_enterprise
from diagnosis.services.intake.industry_search import industries_meant
from diagnosis.web.bodies import read_form
from diagnosis.web.exchange import caller, content, say, sent_on
from diagnosis.web.pages.choices import NamedValue, places
from diagnosis.web.pages.page import page
from diagnosis.web.pages.site import site
from diagnosis.web.pages.typed_query import messages

FIELDS = ("name", "credit_code", "site", "industry", "city", "employees", "revenue_wan")
_AMOUNTS = {"employees": people, "revenue_wan": revenue}
CLASS = "industry_class"
"""The field with the class that is chosen where a word means several."""


@site.get("/portal/firms/new")
def show_empty_firm() -> Response:
    """Show the form that a firm is entered by."""
    return _form({})


@site.post("/portal/firms/new")
def enter_firm() -> Response:
    """Enter a firm, and go to its page."""
    typed = {name: text.strip() for name, text in read_form().items()}
    facts, classes = _stated(typed), _classes(typed)
    if len(classes) == 1:
        facts["industry"] = classes[0]
    try:
        if len(classes) > 1:
            _check_beside(facts)
        record, _ = register_enterprise(content(), caller(), facts, None)
    except FaultyInput as error:
        return _form(typed, error.faults, classes=classes if len(classes) > 1 else ())
    except AlreadyRegistered as error:
        taken = [Fault("/credit_code", "firm-taken")]
        return _form(typed, taken, registered=error.registered_id)
    return sent_on(f"/portal/firms/{record.id}")


def _form(
    typed: Mapping[str, str],
    faults: Sequence[Fault] = (),
    *,
    classes: Sequence[str] = (),
    registered: str | None = None,
) -> Response:
    """Return the form with what was typed, what is wrong with it, and classes to choose from."""
    codes = content().codes
    return page(
        "portal/enter_firm.html",
        422 if faults else 200,
        typed=typed,
        errors=messages(faults),
        classes=[NamedValue(code, str(say()(industry_name(codes, code)))) for code in classes],
        places=places(),
        registered=registered,
    )


def _stated(typed: Mapping[str, str]) -> dict[str, object]:
    """Return what a form states of a firm; what is no number is left for the service to refuse."""
    facts: dict[str, object] = {name: typed[name] for name in FIELDS if typed.get(name)}
    for name, read in _AMOUNTS.items():
        number = read(typed.get(name, ""))
        if number is not None:
            facts[name] = number
    return facts


def _classes(typed: Mapping[str, str]) -> tuple[str, ...]:
    """Return the classes that the word of the trade means, the chosen class where there is one."""
    classes = industries_meant(content().codes, typed.get("industry", ""))
    chosen = typed.get(CLASS)
    return (chosen,) if chosen in classes else classes


def _check_beside(facts: Mapping[str, object]) -> None:
    """Refuse a trade that may be several, and whatever else is wrong with the facts.

    Raises
    ------
    FaultyInput
        With every fault.

    """
    faults = [Fault("/industry", "several-industries")]
    try:
        read_facts(content(), {name: facts[name] for name in facts if name != "industry"})
    except FaultyInput as error:
        faults += error.faults
    raise FaultyInput(faults)
