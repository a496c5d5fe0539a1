"""The only place that wires ports to adapters."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from diagnosis.config import Settings, read_settings
from diagnosis.content.library import Checked, check_content, load_content, read_form_file
from diagnosis.domain.intake.form import FormChange, compare_forms
from diagnosis.domain.text import Language
from diagnosis.services.export_standard import find_form
from diagnosis.services.ports import Content


@dataclass(frozen=True, slots=True)
class Container:
    """What the doors (web, cli) need, wired once."""

    settings: Settings
    content: Content

    @property
    def form_workbook(self) -> Callable[[dict[str, Any], Language], bytes]:
        """Return the writer of a form as a workbook; imported only where it is used."""
        from diagnosis.files.form_workbook import form_workbook

        return form_workbook


def wire(settings: Settings) -> Container:
    """Return the container of some settings; content passes its gates here.

    Raises
    ------
    FaultyContent
        When a gate finds a fault.

    """
    return Container(settings, load_content(settings.content_dir, settings.compiled_dir))


@cache
def container() -> Container:
    """Return the container of this process's environment."""
    return wire(read_settings())


def gates(root: Path | None) -> Checked:
    """Return what the four gates find below a root, the configured one where None."""
    return check_content(root or read_settings().content_dir)


def compare(wired: Container, old: str, new: str) -> list[FormChange]:
    """Return what became of every item between two forms, each `id@version` or a file.

    Raises
    ------
    FaultyInput
        When a form does not exist.

    """
    forms = []
    for name in (old, new):
        path = Path(name)
        is_file = path.suffix == ".yaml" and path.is_file()
        forms.append(read_form_file(path) if is_file else find_form(wired.content, name))
    wording = dict(wired.content.wording)
    return compare_forms(forms[0], forms[1], wording, wording)
