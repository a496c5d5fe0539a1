"""Ids of packages as callers and stored rows write them: those of today, or earlier projects."""

from diagnosis.domain.retrofit.catalogue.package import Package
from diagnosis.services.ports.content import Content


def package_of(content: Content, name: str) -> Package | None:
    """Return the package of an id; of an earlier project, the package that took it over.

    None where no catalogue ever had it.
    """
    known = content.packages.get(name)
    if known is not None:
        return known
    taken = content.earlier.get(name)
    return None if taken is None else content.packages[taken.package]


def whole_package(content: Content, name: str) -> Package | None:
    """Return the package that an id says something of: its own, or an earlier project's.

    None for what no catalogue had, and for a mere step of a package: that is taken wherever ids
    are, and neither does, wants nor refuses the package.
    """
    taken = content.earlier.get(name)
    is_step = taken is not None and not taken.is_whole and name not in content.packages
    return None if is_step else package_of(content, name)
