"""What of a plan an instrument pays for: which packages, and which part of their money."""

from dataclasses import dataclass

from diagnosis.domain.retrofit.catalogue.package import CostPart, Package, PackageArea

WHOLE_PCT = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidPackages:
    """Which packages count, and of the money to build them which parts.

    A package counts where anything names it: `every_package`, `with_ai` for a use of AI, its area
    or its id; `excepted` never count. Nothing named is nothing paid for.
    """

    every_package: bool = False
    with_ai: bool = False
    areas: frozenset[PackageArea] = frozenset()
    packages: frozenset[str] = frozenset()
    excepted: frozenset[str] = frozenset()
    parts: frozenset[CostPart] = frozenset(CostPart)

    @property
    def is_nothing(self) -> bool:
        """Return whether nothing is paid for: no package is named in any way."""
        return not (self.every_package or self.with_ai or self.areas or self.packages)

    def share_of(self, package: Package) -> float:
        """Return the share of a package's money to build that counts, 0–1.

        Examples
        --------
        >>> PaidPackages().is_nothing
        True
        """
        is_named = (
            self.every_package
            or (self.with_ai and package.is_ai)
            or package.area in self.areas
            or package.id in self.packages
        )
        if not is_named or package.id in self.excepted:
            return 0.0
        return sum(package.cost_parts.of(part) for part in self.parts) / WHOLE_PCT
