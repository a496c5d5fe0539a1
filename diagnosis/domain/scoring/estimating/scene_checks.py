"""Which scenes of the SME index to look at on site: those that its claimed level hangs on."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from diagnosis.domain.estimate import CheckReason, SpotCheck
from diagnosis.domain.scoring.encode import BLANK, CODE_OF, VERIFIED
from diagnosis.domain.scoring.scale import HALF_STEP
from diagnosis.domain.scoring.scores import PointsResult
from diagnosis.domain.scoring.standard import PointsStandard

SCENES_ADVISED = 3
"""How many scenes an estimate proposes to check on site."""
FIRST_CODE = CODE_OF[0.0]
CODES_A_STEP = CODE_OF[1.0] - FIRST_CODE
"""How many codes a whole step of a ladder is."""


class _Claim(NamedTuple):
    """A scene that counts towards the claimed level: its item, doubt, and why to check it."""

    item: str
    doubt: float
    reason: CheckReason


def scene_checks(
    standard: PointsStandard, result: PointsResult, held: Sequence[Sequence[float]]
) -> tuple[SpotCheck, ...]:
    """Return the scenes worth a look on site, the most telling first; none at level 0.

    `held` (gates, marked) is how likely a scene so answered holds the level of a gate. The doubt
    about a scene is how likely it falls below the level claimed, the more the fewer scenes, and
    constraint scenes, there are above what its gate needs.
    """
    gates = [gate.level for gate in standard.gates]
    aim = result.level[0]
    if aim not in gates:
        return ()
    claims = sorted(
        _claims(standard, result, held[gates.index(aim)], gates.index(aim)),
        key=lambda claim: -claim.doubt,
    )
    whole = sum(claim.doubt for claim in claims)
    return tuple(
        SpotCheck(claim.item, claim.reason, claim.doubt / whole)
        for claim in claims
        if claim.doubt > 0
    )


def deciding_scenes(
    standard: PointsStandard, result: PointsResult, shares: Sequence[Sequence[float]], level: int
) -> frozenset[str]:
    """Return the scenes that lose the level served, from 1, if they are verified a step lower.

    `shares` (marked, gates) is how much of a scene so answered is left for the level of a gate.
    """
    place = [gate.level for gate in standard.gates].index(level)
    gate = standard.gates[place]
    left = [shares[code][place] for code in result.scene_codes]
    stars = [scene.constraint for scene in standard.scenes]
    spare = sum(left) - gate.scenes
    spare_stars = sum(share for share, star in zip(left, stars, strict=True) if star)
    spare_stars -= gate.constraint_scenes
    deciding = set()
    for scene, code, share in zip(standard.scenes, result.scene_codes, left, strict=True):
        if not share or code >= VERIFIED:
            continue
        lost = share - shares[max(code - CODES_A_STEP, FIRST_CODE)][place]
        if lost > spare + HALF_STEP or (scene.constraint and lost > spare_stars + HALF_STEP):
            deciding.add(scene.item)
    return frozenset(deciding)


def _claims(
    standard: PointsStandard, result: PointsResult, held: Sequence[float], place: int
) -> Iterator[_Claim]:
    """Yield the scenes that count towards a gate."""
    gate, levels = standard.gates[place], result.scenes
    claimed = [
        scene for scene, level in zip(standard.scenes, levels, strict=True) if level >= gate.level
    ]
    spare = len(claimed) - gate.scenes
    spare_stars = sum(scene.constraint for scene in claimed) - gate.constraint_scenes
    answered = sorted([
        level for level, code in zip(levels, result.scene_codes, strict=True) if code != BLANK
    ])  # fmt: skip
    usual = answered[len(answered) // 2]
    for scene, level, code in zip(standard.scenes, levels, result.scene_codes, strict=True):
        if level < gate.level:
            continue
        hangs = 1.0 / (1 + spare) + (1.0 / (1 + spare_stars) if scene.constraint else 0.0)
        reason = CheckReason.ABOVE_OTHERS if level > usual else CheckReason.WEIGHT
        yield _Claim(scene.item, (1.0 - held[code]) * hangs, reason)
