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


def is_whole_package(content: Content, name: str) -> bool:
    """Return whether an id is that of a package, or of an earlier project that became one.

    What was a mere step of a package says nothing of the package as a whole: it is taken
    everywhere, and neither does, wants nor refuses the package.
    """
    taken = content.earlier.get(name)
    return name in content.packages or (taken is not None and taken.is_whole)


def whole_package(content: Content, name: str) -> Package | None:
    """Return the package that an id says something of; None for a mere step, or an unknown id."""
    return package_of(content, name) if is_whole_package(content, name) else None
