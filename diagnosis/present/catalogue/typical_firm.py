"""What typical firms spend, as JSON values."""

from diagnosis.domain.retrofit.catalogue.typical_firm import TypicalFirm
from diagnosis.present import names, numbers
from diagnosis.present.marks import show_mark, show_sources
from diagnosis.present.say import Say, Shown, named
from diagnosis.services.ports.content import Content


def show_typical_firm(content: Content, firm: TypicalFirm, say: Say) -> Shown:
    """Return what a typical firm buys to climb a level, and what that costs it."""
    return {
        "id": firm.id,
        "name": say(firm.name),
        "employees": firm.employees,
        "standard": firm.standard,
        "from_level": firm.from_level,
        "to_level": firm.to_level,
        "packages": named(names.names_of_packages(content), firm.packages, say),
        "build_wan": {
            "low": numbers.wan(firm.build_wan.low),
            "high": numbers.wan(firm.build_wan.high),
        },
        "run_wan_per_year": numbers.wan(firm.run_wan_per_year),
        "says": say(firm.says),
        "mark": show_mark(firm.mark, say),
        "sources": show_sources(content, firm.mark.sources, say),
    }
