"""Fields that several schemas have, described in one place: ids, standards, levels, shares, names.

What comes from a bound or a closed set of the service is read from there, so that the document
publishes what the service checks.
"""

from typing import Any

from marshmallow import fields

from diagnosis.domain.intake.limits import PERIOD, REFERENCE
from diagnosis.domain.retrofit.catalogue.amounts import MOST_MONEY_WAN
from diagnosis.web.schemas import closed_sets
from diagnosis.web.schemas.shapes import bounds_of, may, maybe, must, sometimes, texts

Field = fields.Field[Any]
Details = dict[str, Any]
"""What a schema says of a value beside its type."""
SHARE: Details = {"minimum": 0, "maximum": 1}
POSITION: Details = {"minimum": 0, "maximum": 5}
LEVEL: Details = {"minimum": 0, "maximum": 5}
WAN: Details = {"minimum": 0}
SCORE_SCALES = (
    "0–5 by gbt-39116-2020, 0–100 points by miit-sme-2024, 0–5 by ai-readiness; "
    "smart-factory-2025 has no score"
)
"""In which unit each standard scores."""


def an_id(about: str) -> Field:
    """Return the id of a stored thing."""
    return must(fields.UUID, about)


def perhaps_an_id(about: str) -> Field:
    """Return the id of a stored thing, or null."""
    return maybe(fields.UUID, about)


def enterprise_id() -> Field:
    """Return the id of the enterprise that something is of."""
    return an_id("Id of the registered enterprise, one site of a firm (企业编号).")


def assessment_id() -> Field:
    """Return the id of the assessment that something is of."""
    return an_id("Id of the submitted assessment, the sheet (答卷编号).")


def made_at(about: str = "When it was stored, ISO 8601 in UTC.") -> Field:
    """Return a moment."""
    return must(fields.DateTime, about)


def version() -> Field:
    """Return the number of changes of a stored thing."""
    return must(
        fields.Integer,
        'Version number, from 1, one more with each change; the ETag is `"v<version>"`.',
        minimum=1,
    )


def standard_id(about: str = "Id of the standard, without its revision (标准).") -> Field:
    """Return the id of a standard."""
    return must(fields.String, about, enum=closed_sets.STANDARDS)


def revision(about: str = "Revision number of our reading of the standard.") -> Field:
    """Return the revision of a standard that stands beside its id."""
    return must(fields.Integer, about, minimum=1)


def sent_standard(about: str, ids: list[str] | None = None) -> Field:
    """Return a standard that a caller names, with or without its revision."""
    names = "|".join(closed_sets.STANDARDS if ids is None else ids)
    return may(
        fields.String,
        f"{about} Id, or id@revision (标准).",
        pattern=f"^({names})(@[1-9][0-9]*)?$",
    )


def form_ref(about: str = "The form as id@version (问卷及版本).") -> Field:
    """Return a form with its version."""
    return must(fields.String, about, pattern=closed_sets.FORM_REF)


def level(about: str = "Level reached, 0–5; null where the answers do not settle it.") -> Field:
    """Return a level that may not be known."""
    return maybe(fields.Integer, about, **LEVEL)


def known_level(about: str) -> Field:
    """Return a level that is known."""
    return must(fields.Integer, about, **LEVEL)


def level_name(about: str = "Name of the level by its standard; null without a level.") -> Field:
    """Return the name of a level that may not be known."""
    return maybe(fields.String, about)


def score(about: str = f"Score in the unit of its standard ({SCORE_SCALES}).") -> Field:
    """Return a score in the unit of its standard; null where there is none."""
    return maybe(fields.Float, about, minimum=0, maximum=100)


def share(about: str) -> Field:
    """Return a share from 0 to 1."""
    return must(fields.Float, about, **SHARE)


def maybe_share(about: str) -> Field:
    """Return a share from 0 to 1, or null."""
    return maybe(fields.Float, about, **SHARE)


def coverage() -> Field:
    """Return how much of a standard was answered."""
    return share(
        "Weight of the answered questions ÷ weight of those that were not cut, 0–1 (覆盖率)."
    )


def position(about: str) -> Field:
    """Return a position on a ladder, or null."""
    return maybe(fields.Float, f"{about}, a position 0–5 on the ladder (档位).", **POSITION)


def whole_position(about: str) -> Field:
    """Return a position on a ladder that is fully met."""
    return must(fields.Integer, f"{about}, a whole position 0–5 on the ladder (档位).", **POSITION)


def ours(which: str) -> Field:
    """Return whether a position is ours."""
    return must(
        fields.Boolean, f"Whether {which} is ours: no clause of a standard is known behind it (※)."
    )


def item(about: str = "Id of the question (题项编号).") -> Field:
    """Return the id of an item of the bank."""
    return must(fields.String, about)


def item_text() -> Field:
    """Return the text of an item."""
    return must(fields.String, "The question in the language of the answer (题目).")


def item_name() -> Field:
    """Return the name of an item."""
    return must(
        fields.String,
        "What the question is called in a few words, in the language of the answer (题名).",
    )


def part(about: str = "Id of the part of the standard: a sub-domain, question, scene …") -> Field:
    """Return the id of a part of a standard."""
    return must(fields.String, about)


_PACKAGE = "^pkg(-[a-z0-9]+)+$"
_PROJECT = "^(pkg|prj)(-[a-z0-9]+)+$"


def project(
    about: str = "Id of the package or earlier project (改造包或旧项目编号).",
) -> Field:
    """Return the id of a package or of an earlier project."""
    return must(fields.String, about, pattern=_PROJECT)


def projects(about: str) -> Field:
    """Return ids of packages or of earlier projects."""
    return texts(about, pattern=_PROJECT)


def package(about: str = "Id of the package (改造包编号).") -> Field:
    """Return the id of a package."""
    return must(fields.String, about, pattern=_PACKAGE)


def packages(about: str) -> Field:
    """Return the ids of packages."""
    return texts(about, pattern=_PACKAGE)


def perhaps_a_package(about: str) -> Field:
    """Return the id of a package; null as the description says."""
    return maybe(fields.String, about, pattern=_PACKAGE)


def trade_id() -> Field:
    """Return the id of a trade."""
    return must(fields.String, "Id of the trade (行业族编号).", pattern="^trade(-[a-z0-9]+)+$")


def name(about: str) -> Field:
    """Return a name in the language of the answer."""
    return must(fields.String, f"{about}, in the language of the answer.")


def sentence(about: str) -> Field:
    """Return a sentence for people, in the language of the answer."""
    return must(fields.String, f"{about}, a sentence in the language of the answer.")


def perhaps_a_sentence(about: str) -> Field:
    """Return a sentence for people, or null."""
    return maybe(fields.String, f"{about}; a sentence in the language of the answer.")


def size_class() -> Field:
    """Return the statistical size class; null where it cannot be told."""
    return maybe(
        fields.String,
        "Statistical size class (规模) from headcount and revenue; null where either is missing.",
        enum=closed_sets.SIZES,
    )


def production_type() -> Field:
    """Return the production type that a result was scored by."""
    return must(
        fields.String,
        "Production type that the answers are weighed by (离散型 or 流程型).",
        enum=closed_sets.PRODUCTION_TYPES,
    )


def reference() -> Field:
    """Return the caller's name of a sheet."""
    about = "The caller's name for the sheet (外部编号); null without."
    return maybe(fields.String, about, **bounds_of(REFERENCE))


def period() -> Field:
    """Return the year that answers stand for."""
    about = "Year that the answers stand for (所属年度); null without."
    return maybe(fields.Integer, about, **bounds_of(PERIOD))


def code_version() -> Field:
    """Return the version of the service."""
    return must(fields.String, "Version of this service that made it, as in `Diagnosis-Version`.")


def content_digest() -> Field:
    """Return the digest of content."""
    return must(
        fields.String,
        "sha256 of the content (questions, standards, catalogue) it was made with, 64 hex digits.",
        pattern="^[0-9a-f]{64}$",
    )


def standing() -> Field:
    """Return what a diagnosis is among those of its site and form."""
    return must(
        fields.String,
        "Whether it counts among the diagnoses of its site and form: current, superseded by a "
        "newer one, or withdrawn (现行、被取代或已撤回).",
        enum=closed_sets.STANDINGS,
    )


def unconfirmed(about: str) -> Field:
    """Return whether something rests on memory."""
    return must(fields.Boolean, f"true: {about} was not confirmed in any source (待核实).")


def checked(about: str = "In how many sources it was read; not-applicable: an estimate.") -> Field:
    """Return how far something was checked."""
    return must(fields.String, about, enum=closed_sets.CHECKS)


def confidence() -> Field:
    """Return how far something may be trusted."""
    return must(
        fields.String,
        "How far it may be trusted: high (two sources), medium (one, or a rule of ours), low.",
        enum=closed_sets.CONFIDENCES,
    )


def source_ids(about: str = "Ids of the sources it rests on, as in `sources`.") -> Field:
    """Return the ids of sources."""
    return texts(about)


def sometimes_level(about: str) -> Field:
    """Return a level that is there only where its standard has such a thing."""
    return sometimes(fields.Integer, about, **LEVEL)


def wan(about: str) -> Field:
    """Return an amount of money, or null."""
    return maybe(fields.Float, f"{about}, 万元 (10,000 yuan).", **WAN)


def sent_wan(about: str) -> Field:
    """Return an amount of money that a caller may leave out."""
    return may(fields.Float, f"{about}, 万元 (10,000 yuan).", minimum=0, maximum=MOST_MONEY_WAN)


def maybe_standard_id(about: str) -> Field:
    """Return the id of a standard, or null."""
    return maybe(fields.String, about, enum=closed_sets.STANDARDS)


def register_effect() -> Field:
    """Return what the register took from a sheet, or null."""
    return maybe(
        fields.String,
        "What the register took from its sheet: the firm was new, its facts were updated or "
        "unchanged, the sheet was older than another, or the register has an other-name "
        "(登记信息是否更新); null: stored by an earlier release.",
        enum=closed_sets.EFFECTS,
    )
