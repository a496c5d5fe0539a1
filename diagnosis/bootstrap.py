"""The only place that wires ports to adapters."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnosis.classifier.estimator import TrainedEstimator
from diagnosis.config import Settings, read_settings
from diagnosis.content.library import (
    Checked,
    FaultyContent,
    check_content,
    load_content,
    read_form_file,
)
from diagnosis.domain.intake.form import FormChange, compare_forms
from diagnosis.domain.text import Language
from diagnosis.present.retrofit.plan_tables import Table
from diagnosis.services.intake.forms import find_form
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.solver import RoadmapSolver
from diagnosis.services.ports.store import Clock, NewId
from diagnosis.services.transaction import Books

if TYPE_CHECKING:
    from diagnosis.storage.database import Database

OWNER = "local"
"""The one owner, until there are identities."""
KEYS_KEPT = timedelta(days=30)


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id(moment: datetime) -> str:
    from diagnosis.storage.identifiers import new_id

    return new_id(moment)


@dataclass(frozen=True)
class Container:
    """What the doors (web, cli) need, wired once; the store is opened where it is first used."""

    settings: Settings
    content: Content
    clock: Clock = field(default=_now)
    new_id: NewId = field(default=_new_id)

    @cached_property
    def store(self) -> "Database":
        """Return the store of the configured database."""
        from diagnosis.storage.database import Database

        return Database(self.settings.database_url, threads=self.settings.threads)

    def books(self) -> Books:
        """Return the store as a request of this moment uses it."""
        return Books(self.store, OWNER, self.clock(), self.new_id)

    @cached_property
    def solver(self) -> RoadmapSolver:
        """Return the solver of roadmaps; imported only where it is used."""
        from diagnosis.optimiser.planner import Planner

        return Planner()

    @property
    def form_workbook(self) -> Callable[[dict[str, Any], Language], bytes]:
        """Return the writer of a form as a workbook; imported only where it is used."""
        from diagnosis.files.form_workbook import form_workbook

        return form_workbook

    @property
    def roadmap_workbook(self) -> Callable[[Iterable[Table]], bytes]:
        """Return the writer of a roadmap as a workbook; imported only where it is used."""
        from diagnosis.files.roadmap_workbook import roadmap_workbook

        return roadmap_workbook


def wire(settings: Settings) -> Container:
    """Return the container of some settings; content passes its gates here.

    Raises
    ------
    FaultyContent
        When a gate finds a fault.

    """
    content = load_content(settings.content_dir, settings.compiled_dir)
    standards = (content.standards.staged, content.standards.gated)
    estimator = TrainedEstimator(standards, settings.models_dir, content.codes.sizes)
    return Container(settings, replace(content, estimator=estimator))


@cache
def container() -> Container:
    """Return the container of this process's environment."""
    return wire(read_settings())


def gates(root: Path | None) -> Checked:
    """Return what the four gates find below a root, the configured one where None."""
    return check_content(root or read_settings().content_dir)


def compare(
    wired: Container, old: str, new: str, old_root: Path | None = None
) -> list[FormChange]:
    """Return what became of every item between two forms, each `id@version` or a file.

    `old_root` is another folder with content, an earlier checkout, that the old form and its
    items' wording are taken from.

    Raises
    ------
    FaultyInput
        When a form does not exist.

    """
    before = wired.content
    if old_root is not None:
        checked = check_content(old_root)
        if checked.content is None:
            raise FaultyContent(checked.faults)
        before = checked.content
    forms = []
    for content, name in ((before, old), (wired.content, new)):
        path = Path(name)
        is_file = path.suffix == ".yaml" and path.is_file()
        forms.append(read_form_file(path) if is_file else find_form(content, name))
    wording = dict(before.wording), dict(wired.content.wording)
    return compare_forms(forms[0], forms[1], *wording)


def prepare_store(wired: Container) -> None:
    """Bring the database to the newest migration, and forget keys of requests long done.

    Raises
    ------
    StoreUnavailable
        When the database cannot be reached.

    """
    wired.store.migrate()
    wired.store.forget_keys(wired.clock() - KEYS_KEPT)
