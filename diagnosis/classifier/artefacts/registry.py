"""Which models there are, which is current, and how that came about: models/registry.yaml."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path

import yaml

from diagnosis.classifier.artefacts.model_files import load_model, write_whole
from diagnosis.classifier.artefacts.refusal import ModelRefused
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.inference.structure import Structure
from diagnosis.domain.estimate import RefusalCode
from diagnosis.domain.overstatement import LevelBy, ServedLevel

REGISTRY = "registry.yaml"


class FaultyRegistry(ValueError):
    """The file is not a registry of models; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class RegisteredModel:
    """A registered model: its folder name, standard, expected digest and labels seen.

    `level_by` says whose level is served where it is current: the model's only where its card
    shows that it beats the rule on deflated answers, be it from a `blank_share` (0–1) on alone.
    """

    id: str
    standard: str
    digest: str
    visits: int
    level_by: str = str(LevelBy.DEFLATED_RULE)
    blank_share: float | None = None

    @property
    def served_level(self) -> ServedLevel:
        """Return whose level is served beside it. Raises ValueError for what says neither."""
        return ServedLevel(level_by=LevelBy(self.level_by), blank_share=self.blank_share)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChange:
    """One recorded change of the current model; `on` is the caller's date."""

    on: str
    by: str
    standard: str
    before: str | None
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Registry:
    """All models, the current one of each standard, every change in order."""

    models: tuple[RegisteredModel, ...] = ()
    current: tuple[tuple[str, str], ...] = ()
    history: tuple[ModelChange, ...] = ()

    def entry(self, identity: str) -> RegisteredModel:
        """Return a registered model. Raises KeyError with the known ids."""
        for entry in self.models:
            if entry.id == identity:
                return entry
        raise KeyError(f"no model {identity!r}; there is: {[entry.id for entry in self.models]}")

    def current_of(self, standard: str) -> RegisteredModel | None:
        """Return the current model of a standard, None where there is none.

        Raises FaultyRegistry where it is not among the models, or of another standard.
        """
        identity = dict(self.current).get(standard)
        if identity is None:
            return None
        for entry in self.models:
            if (entry.id, entry.standard) == (identity, standard):
                return entry
        raise FaultyRegistry(f"{REGISTRY}: {identity!r} is current but no model of {standard}")

    def with_model(self, entry: RegisteredModel) -> "Registry":
        """Return the registry with a model added, or replaced under its id; not promoted."""
        others = tuple(other for other in self.models if other.id != entry.id)
        return replace(self, models=(*others, entry))

    def with_level_by(self, identity: str, served: ServedLevel) -> "Registry":
        """Return the registry with whose level is served beside a model. Raises KeyError."""
        chosen = replace(
            self.entry(identity), level_by=str(served.level_by), blank_share=served.blank_share
        )
        models = tuple(chosen if entry.id == identity else entry for entry in self.models)
        return replace(self, models=models)

    def promoted(self, identity: str, *, on: str, by: str, reason: str) -> "Registry":
        """Return the registry with a model made current for its standard."""
        entry = self.entry(identity)
        current = dict(self.current)
        change = ModelChange(
            on=on,
            by=by,
            standard=entry.standard,
            before=current.get(entry.standard),
            after=identity,
            reason=reason,
        )
        current[entry.standard] = identity
        return replace(
            self, current=tuple(sorted(current.items())), history=(*self.history, change)
        )

    def rolled_back(self, standard: str, *, on: str, by: str, reason: str) -> "Registry":
        """Return the registry with the model before the current one made current again.

        A model that was promoted again, for its level to be served elsewhere, is no model before.
        Raises ValueError where there is none before it.
        """
        now = self.current_of(standard)
        before = None
        if now is not None:
            changes = [change for change in self.history if change.standard == standard]
            promotions = [each for each in changes if each.after == now.id != each.before]
            before = promotions[-1].before if promotions else None
        if before not in {entry.id for entry in self.models}:
            raise ValueError(f"{standard}: no earlier model to go back to")
        return self.promoted(before, on=on, by=by, reason=reason)


def read_registry(folder: Path) -> Registry:
    """Return the registry of a folder of models; an absent file is an empty registry.

    Raises FaultyRegistry where the file is not a registry.
    """
    path = folder / REGISTRY
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Registry()
    except (OSError, UnicodeDecodeError) as error:
        raise FaultyRegistry(f"{path}: not a registry of models: {error}") from error
    try:
        plain = yaml.load(text, Loader=yaml.CSafeLoader) or {}
        registry = Registry(
            tuple(RegisteredModel(**entry) for entry in plain.get("models", ())),
            tuple(sorted(plain.get("current", {}).items())),
            tuple(ModelChange(**change) for change in plain.get("history", ())),
        )
        _check_types(registry)
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise FaultyRegistry(f"{path}: not a registry of models: {error}") from error
    return registry


def _check_types(registry: Registry) -> None:
    """Refuse what YAML reads as something else than it is to be: an id may look like a number.

    Raises ValueError, also for an id that would lead out of the folder of models.
    """
    for entry in registry.models:
        texts = (entry.id, entry.standard, entry.digest)
        if not all(isinstance(text, str) for text in texts) or type(entry.visits) is not int:
            raise ValueError(
                f"model {entry.id!r}: id, standard and digest are texts, visits a count"
            )
        try:
            _ = entry.served_level
        except ValueError as error:
            raise ValueError(f"model {entry.id!r}: {error}") from error
        if entry.id in ("", ".", "..") or "/" in entry.id or "\0" in entry.id:
            raise ValueError(f"model {entry.id!r}: an id names a folder of its own")
    for standard, identity in registry.current:
        if not isinstance(standard, str) or not isinstance(identity, str):
            raise ValueError(f"current: {identity!r} of {standard!r}: both are ids")


def write_registry(folder: Path, registry: Registry) -> None:
    """Write the registry of a folder of models: the whole of it, or nothing.

    Raises OSError where it cannot be written; the registry from before then stands.
    """
    plain = {
        "current": dict(registry.current),
        "models": [
            {name: value for name, value in asdict(entry).items() if value is not None}
            for entry in registry.models
        ],
        "history": [asdict(change) for change in registry.history],
    }
    text = "# Which trained models there are and which is current; `models promote` writes it.\n"
    text += yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=99)
    write_whole(folder / REGISTRY, text)


def load_current(folder: Path, structure: Structure) -> Model:
    """Return the current model of a structure's standard. Raises ModelRefused with the reason."""
    entry = current_entry(folder, structure.standard)
    return load_model(folder / entry.id, structure, entry.digest)


def current_entry(folder: Path, standard: str) -> RegisteredModel:
    """Return the current model of a standard as registered. Raises ModelRefused without one."""
    try:
        registry = read_registry(folder)
    except FaultyRegistry as error:
        # What it says names the folder; the refusal is shown to callers.
        raise ModelRefused(RefusalCode.MISSING, f"{REGISTRY} cannot be read") from error
    try:
        entry = registry.current_of(standard)
    except FaultyRegistry as error:
        raise ModelRefused(RefusalCode.MISSING, str(error)) from error
    if entry is None:
        raise ModelRefused(RefusalCode.UNREGISTERED, standard)
    return entry
