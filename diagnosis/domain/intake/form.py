"""A form: an ordered choice of items of the bank, in sections."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from diagnosis.domain.fault import Fault
from diagnosis.domain.text import Text


class ProductionType(StrEnum):
    """The two production types that GB/T 39117 weighs differently (离散型, 流程型)."""

    DISCRETE = "discrete"
    PROCESS = "process"


class FormStatus(StrEnum):
    """How far a version of a form is; a withdrawn one takes no new sheet and reads those kept."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as a form asks it.

    `asked_of` are the production types that are asked; `top` is the highest position offered and
    `whole_only` refuses partial fulfilment (the official MIIT form knows whole levels 0–4).
    """

    item: str
    asked_of: tuple[ProductionType, ...] = tuple(ProductionType)
    top: int = 5
    whole_only: bool = False


class Layout(StrEnum):
    """How a section is shown: question after question, or as a grid of scenes."""

    QUESTIONS = "questions"
    GRID = "grid"


@dataclass(frozen=True, slots=True)
class Section:
    """A titled run of entries.

    `about` is what holds for all of them, read before the first. A grid has pairs of entries: what
    is in use, and what of it has a model (`diagnosis.domain.intake.scene_grid`).
    """

    id: str
    title: Text
    entries: tuple[Entry, ...]
    about: Text | None = None
    layout: Layout = Layout.QUESTIONS


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form of one version.

    `folded_from` is the position from which pages show a ladder only when asked: few firms that
    the form is for stand so high. None: all is shown.
    """

    id: str
    version: str
    status: FormStatus
    title: Text
    purpose: Text
    standards: tuple[str, ...]
    sections: tuple[Section, ...]
    folded_from: int | None = None

    @property
    def ref(self) -> str:
        """Return `id@version`, the pin that results carry."""
        return f"{self.id}@{self.version}"

    @property
    def is_withdrawn(self) -> bool:
        """Return whether sheets are no longer begun or submitted under this version."""
        return self.status is FormStatus.WITHDRAWN

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Return the entries by item id, in the order they are asked."""
        return {entry.item: entry for section in self.sections for entry in section.entries}

    def section_of(self, item: str) -> Section:
        """Return the section that asks an item of the form."""
        return next(
            section
            for section in self.sections
            if any(entry.item == item for entry in section.entries)
        )

    @cached_property
    def items_of(self) -> dict[ProductionType, tuple[str, ...]]:
        """Return the items that firms of a production type are asked, in order."""
        return {
            kind: tuple(entry.item for entry in self.entries.values() if kind in entry.asked_of)
            for kind in ProductionType
        }


def newest(versions: Iterable[Form]) -> Form:
    """Return the version that a form's id alone means: the newest that is not withdrawn.

    Parameters
    ----------
    versions
        At least one version of one form, the oldest first. Where all are withdrawn, the newest of
        them is meant.

    """
    ordered = tuple(versions)
    return next((form for form in reversed(ordered) if not form.is_withdrawn), ordered[-1])


def refuse_withdrawn(form: Form, versions: Iterable[Form]) -> Fault | None:
    """Return the fault of a new sheet under a withdrawn form, None where the form takes it.

    `versions` are those of the form, the oldest first; the fault names the one to use instead.
    """
    if not form.is_withdrawn:
        return None
    instead = newest(versions)
    values = {"form": form.ref, "instead": None if instead.is_withdrawn else instead.ref}
    return Fault("/form", "form-withdrawn", values)


@dataclass(frozen=True, slots=True)
class FormChange:
    """What became of one item between two versions of a form: kept, changed, new or gone."""

    item: str
    change: str
    what: tuple[str, ...] = ()


def compare_forms(
    old: Form, new: Form, old_wording: dict[str, str], new_wording: dict[str, str]
) -> list[FormChange]:
    """Return what became of every item, in the order of the new form, gone ones last.

    Parameters
    ----------
    old_wording, new_wording
        A digest per item of its texts, positions and options in either version; a difference
        there counts as `changed` with `what = ("wording",)`.

    """
    changes = []
    for item, entry in new.entries.items():
        before = old.entries.get(item)
        if before is None:
            changes.append(FormChange(item, "new"))
            continue
        what = [
            name
            for name, differs in (
                ("wording", old_wording.get(item) != new_wording.get(item)),
                ("asked_of", before.asked_of != entry.asked_of),
                ("positions", (before.top, before.whole_only) != (entry.top, entry.whole_only)),
            )
            if differs
        ]
        changes.append(FormChange(item, "changed" if what else "kept", tuple(what)))
    changes += [FormChange(item, "gone") for item in old.entries if item not in new.entries]
    return changes
