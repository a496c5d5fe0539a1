"""Which items a standard counts: what its result may rest on."""

from collections.abc import Iterator

from diagnosis.domain.intake.scene_grid import MODEL_ITEM, USE_ITEM
from diagnosis.domain.scoring.standard import (
    GatedStandard,
    PointsStandard,
    StagedStandard,
    Standard,
    TiersStandard,
)


def counted_items(standard: Standard) -> Iterator[str]:
    """Yield the items that a standard counts, some of them twice."""
    match standard:
        case StagedStandard():
            for sub in standard.subdomains:
                yield from sub.items
        case PointsStandard():
            yield from (question.item for question in standard.questions)
            yield from (scene.item for scene in standard.scenes)
        case TiersStandard():
            for link in standard.links:
                for scenes in link.scene_links:
                    yield from (USE_ITEM + scenes, MODEL_ITEM + scenes)
            yield from (declared.item for declared in standard.declared)
        case GatedStandard():
            for dimension in standard.dimensions:
                yield from (weighted.item for weighted in dimension.items)
