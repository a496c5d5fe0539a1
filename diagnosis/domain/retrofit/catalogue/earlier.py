"""Earlier catalogues named projects; packages took all of them over, and their ids stay known."""

from collections.abc import Iterable
from dataclasses import dataclass

from diagnosis.domain.retrofit.catalogue.package import Package


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The package that took an earlier project over.

    `is_whole` where the project was what the package is, in whole or in part; else it is a mere
    step of it, and what holds of the step does not hold of the package.
    """

    package: str
    is_whole: bool


def taken_over(packages: Iterable[Package]) -> dict[str, TakenOver]:
    """Return where each earlier project went, by its id."""
    known = tuple(packages)
    whole = {
        name: TakenOver(package.id, is_whole=True) for package in known for name in package.earlier
    }
    steps = {
        name: TakenOver(package.id, is_whole=False)
        for package in known
        for step in package.steps
        for name in step.earlier
    }
    return steps | whole
