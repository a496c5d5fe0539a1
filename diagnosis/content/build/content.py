"""Checked documents into the content that the service runs on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from diagnosis.content.build.cases import build_cases
from diagnosis.content.build.codes import build_codes, build_scene_links, build_scenes
from diagnosis.content.build.consents import build_consents
from diagnosis.content.build.context import build_context
from diagnosis.content.build.inferences import build_inferences
from diagnosis.content.build.instruments import build_instruments
from diagnosis.content.build.measures import build_measures
from diagnosis.content.build.overstatement import build_overstatement
from diagnosis.content.build.packages import (
    build_delays,
    build_drivers,
    build_packages,
    build_typical_firms,
)
from diagnosis.content.build.questionnaires import build_checks, build_form, build_items
from diagnosis.content.build.reference import build_crosswalk, build_profile, build_sources
from diagnosis.content.build.scales import build_scales
from diagnosis.content.build.standards import build_standards
from diagnosis.content.build.trades import build_trades
from diagnosis.content.documents.walk import INFERENCES, citations, is_bibliography
from diagnosis.content.documents.wording import wording_of
from diagnosis.domain.intake.enterprise import Codes
from diagnosis.domain.intake.form import Form
from diagnosis.domain.intake.item import Item
from diagnosis.domain.intake.sheet import FormReader
from diagnosis.domain.retrofit.catalogue.cost_function import Driver
from diagnosis.domain.retrofit.catalogue.earlier import taken_over
from diagnosis.domain.retrofit.plan.spine_table import Spines
from diagnosis.domain.scoring.estimating.deflated import DeflatedRules
from diagnosis.domain.scoring.one_sheet import OneSheetScorer
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.standard import Standards
from diagnosis.domain.text import Text
from diagnosis.services.ports.content import Content

Plain = Mapping[str, Any]
Documents = Mapping[str, Plain]


def build_content(
    documents: Documents,
    digest: str,
    cited_in: Mapping[str, Sequence[str]] | None = None,
) -> Content:
    """Return the content that parsed and checked documents hold.

    `cited_in` (source → files) is found from the documents where it is not given. Documents of a
    kind that is gone, as projects are, are left alone: bundles of earlier releases hold them.
    """
    bank = build_items(_values(documents, "questionnaires/items/"))
    forms, codes, standards = _forms(documents), _codes(documents), _standards(documents)
    scenes = build_scenes(documents["knowledge/codes/scenes.yaml"])
    scorers = Scorers(bank, standards)
    inferences = build_inferences(documents.get(INFERENCES), bank)
    packages = build_packages(_values(documents, "knowledge/packages/"))
    trades = build_trades(_values(documents, "knowledge/trades/"), _drivers(documents))
    return Content(
        bank=bank,
        forms=forms,
        readers=_readers(forms, bank, standards, inferences),
        wording=_wording(documents),
        checks=build_checks(documents["questionnaires/consistency.yaml"]),
        inferences=inferences,
        standards=standards,
        scorers=scorers,
        one_sheet=OneSheetScorer(scorers),
        deflated=_deflated(scorers, documents),
        codes=codes,
        scenes=scenes,
        scene_links=build_scene_links(documents["knowledge/codes/scenes.yaml"]),
        crosswalk=build_crosswalk(documents["knowledge/crosswalk.yaml"]),
        profile=build_profile(documents["questionnaires/profile.yaml"], scenes),
        sources=build_sources(value for path, value in documents.items() if is_bibliography(path)),
        cited_in=citations(documents) if cited_in is None else cited_in,
        packages=packages,
        earlier=taken_over(packages.values()),
        trades=trades,
        drivers=_drivers(documents),
        delays=build_delays(documents.get("knowledge/delays.yaml")),
        typical_firms=build_typical_firms(documents.get("knowledge/typical-firms.yaml")),
        cases=build_cases(_values(documents, "knowledge/cases/"), codes.industries),
        instruments=build_instruments(_values(documents, "knowledge/support/")),
        measures=build_measures(documents["knowledge/measures.yaml"]),
        context=build_context(documents.get("knowledge/context.yaml")),
        consents=build_consents(documents.get("knowledge/consents.yaml")),
        scales=build_scales(_values(documents, "knowledge/scales/")),
        spines=Spines(bank, packages, trades.by_id.values(), scorers.encoder.ladders),
        digest=digest,
    )


def _below(documents: Documents, folder: str) -> dict[str, Plain]:
    """Return the documents of a folder, not of folders in it, by file name without ending."""
    return {
        path.removeprefix(folder).removesuffix(".yaml"): value
        for path, value in documents.items()
        if path.startswith(folder) and "/" not in path.removeprefix(folder)
    }


def _values(documents: Documents, folder: str) -> Iterable[Plain]:
    return _below(documents, folder).values()


def _drivers(documents: Documents) -> dict[str, Driver]:
    return build_drivers(documents.get("knowledge/drivers.yaml"))


def _standards(documents: Documents) -> Standards:
    folder = "knowledge/standards/"
    return build_standards(_below(documents, folder), _below(documents, folder + "readings/"))


def _deflated(scorers: Scorers, documents: Documents) -> DeflatedRules | None:
    overstatement = build_overstatement(documents.get("knowledge/overstatement.yaml"))
    return None if overstatement is None else DeflatedRules(scorers, overstatement)


def _codes(documents: Documents) -> Codes:
    return build_codes(
        industries=documents["knowledge/codes/industries.yaml"],
        classes=documents.get("knowledge/codes/classes.yaml"),
        trade_names=documents.get("knowledge/codes/trade-names.yaml"),
        places=documents["knowledge/codes/places.yaml"],
        sizes=documents["knowledge/codes/sizes.yaml"],
        scenes=documents["knowledge/codes/scenes.yaml"],
    )


def _forms(documents: Documents) -> dict[str, dict[str, Form]]:
    built = [build_form(value) for value in _values(documents, "questionnaires/forms/")]
    ordered = sorted(built, key=lambda form: [int(part) for part in form.version.split(".")])
    forms: dict[str, dict[str, Form]] = {}
    for form in sorted(ordered, key=lambda form: form.id):
        forms.setdefault(form.id, {})[form.version] = form
    return forms


def _readers(
    forms: Mapping[str, Mapping[str, Form]],
    bank: Mapping[str, Item],
    standards: Standards,
    inferable: Collection[str],
) -> dict[str, dict[str, FormReader]]:
    never_cut: dict[str, Text] = {
        item: sub.name
        for sub in standards.staged.subdomains
        if not sub.may_be_cut
        for item in sub.items
    }
    return {
        name: {
            version: FormReader(form, bank, never_cut, inferable)
            for version, form in versions.items()
        }
        for name, versions in forms.items()
    }


def _wording(documents: Documents) -> dict[str, str]:
    """Return a digest of everything an item says, by item id."""
    return {
        item["id"]: wording_of(item)
        for value in _values(documents, "questionnaires/items/")
        for item in value["items"]
    }
