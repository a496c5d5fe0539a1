"""The measures of the action plan as JSON values, and what in this service serves each."""

from diagnosis.domain.retrofit.catalogue.measure import Measure
from diagnosis.present.marks import show_mark, show_sources
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content


def show_measure(content: Content, measure: Measure, say: Say) -> Shown:
    """Return a measure with the packages, instruments and verbs of ours that serve it."""
    return {
        "id": measure.id,
        "part": measure.part and {"number": measure.part.number, "name": say(measure.part.name)},
        "name": say(measure.name),
        "says": say(measure.says),
        "number_checked": measure.number_checked,
        "unconfirmed": measure.mark.is_unconfirmed,
        "services": list(measure.services),
        "unserved": measure.unserved and say(measure.unserved),
        "packages": [
            {"id": package.id, "name": say(package.name)}
            for package in content.packages.values()
            if measure.id in package.measures
        ],
        "support": [
            {"id": instrument.id, "name": say(instrument.name)}
            for instrument in content.instruments.values()
            if measure.id in instrument.measures
        ],
        "mark": show_mark(measure.mark, say),
        "sources": show_sources(content, measure.mark.sources, say),
    }
