"""All that is asked and known, compiled once: what the verbs read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from diagnosis.domain.consent import ConsentTerms, ConsentUse
from diagnosis.domain.intake.consistency import Check
from diagnosis.domain.intake.enterprise import Codes
from diagnosis.domain.intake.form import Form
from diagnosis.domain.intake.inference import Inference
from diagnosis.domain.intake.item import Item
from diagnosis.domain.intake.profile import ProfileFact
from diagnosis.domain.intake.sheet import FormReader
from diagnosis.domain.promotion.case import Case
from diagnosis.domain.retrofit.catalogue.cost_function import Driver
from diagnosis.domain.retrofit.catalogue.earlier import TakenOver
from diagnosis.domain.retrofit.catalogue.measure import Measure
from diagnosis.domain.retrofit.catalogue.package import Package
from diagnosis.domain.retrofit.catalogue.trade import Trades
from diagnosis.domain.retrofit.catalogue.typical_firm import TypicalFirm
from diagnosis.domain.retrofit.plan.spine_table import Spines
from diagnosis.domain.retrofit.support.context import ContextCard
from diagnosis.domain.retrofit.support.instrument import Instrument
from diagnosis.domain.scoring.crosswalk import Crosswalk
from diagnosis.domain.scoring.estimating.deflated import DeflatedRules
from diagnosis.domain.scoring.mapped_scale import MappedScale
from diagnosis.domain.scoring.one_sheet import OneSheetScorer
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.standard import Standards
from diagnosis.domain.source import Source
from diagnosis.domain.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All compiled content: what is asked and what is known.

    `forms` and `readers` map form id → version (oldest first); `inferences` are by the item that
    they propose an answer to; `scenes` maps the 40 scene ids to their names, `scene_links` has
    the ids of the 8 links; `packages`, `cases`, `instruments`, `measures`, the cards
    of national `context` and `scales` (those that are only mapped) are by id, in the order they
    are listed; `consents` are what a firm agrees to by use, none in content from before;
    `earlier` maps a project of earlier catalogues to the package that took it over;
    `drivers` are what costs grow with, `delays` the months of records that (item,
    position) asks for; `sources` are by id, and `cited_in` maps a source to the files that cite
    it; `digest` is the sha256 over every content file and pins a result; `spines` are those of the
    trades, compiled for finding what a firm does next. `deflated` is None for content that
    assumes no overstatement.
    """

    bank: Mapping[str, Item]
    forms: Mapping[str, Mapping[str, Form]]
    readers: Mapping[str, Mapping[str, FormReader]]
    wording: Mapping[str, str]
    checks: tuple[Check, ...]
    inferences: Mapping[str, Inference]
    standards: Standards
    scorers: Scorers
    one_sheet: OneSheetScorer
    deflated: DeflatedRules | None
    codes: Codes
    scenes: Mapping[str, Text]
    scene_links: Mapping[str, Text]
    crosswalk: Crosswalk
    profile: tuple[ProfileFact, ...]
    sources: Mapping[str, Source]
    cited_in: Mapping[str, Sequence[str]]
    packages: Mapping[str, Package]
    earlier: Mapping[str, TakenOver]
    trades: Trades
    drivers: Mapping[str, Driver]
    delays: Mapping[tuple[str, int], int]
    typical_firms: tuple[TypicalFirm, ...]
    cases: Mapping[str, Case]
    instruments: Mapping[str, Instrument]
    measures: Mapping[str, Measure]
    context: Mapping[str, ContextCard]
    consents: Mapping[ConsentUse, ConsentTerms]
    scales: Mapping[str, MappedScale]
    digest: str
    spines: Spines


class ContentVersions(Protocol):
    """The states of content that results are pinned to."""

    @property
    def current(self) -> Content:
        """Return the content that is served: what new results are made with."""
        ...

    @property
    def bundle(self) -> bytes:
        """Return the served content packed for the store, as `pinned` takes it back."""
        ...

    def pinned(self, digest: str, load: Callable[[str], bytes | None]) -> Content | None:
        """Return the content of a digest, None where its bundle is not at hand or broken.

        `load` returns the bundle of a digest; it is asked only for what is not in memory.
        """
        ...
