"""The only place that joins the ports of the services to what implements them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from diagnosis.classifier.artefacts.step_records import FaultyStepRecords, read_step_records
from diagnosis.classifier.estimator import TrainedEstimator
from diagnosis.config.settings import Settings, read_settings, require_content
from diagnosis.config.variables import BadSetting
from diagnosis.content.documents.content_files import FOLDERS
from diagnosis.content.library import Checked, check_content, load_versions
from diagnosis.content.versions import Versions
from diagnosis.domain.intake.currency import china_day
from diagnosis.domain.retrofit.plan.search_time import SearchTime
from diagnosis.identity.api_keys import KeyMint
from diagnosis.identity.code_reader import CodeReader
from diagnosis.identity.key_reader import KeyReader
from diagnosis.identity.pepper import OTHER_PEPPER, BadPepper, chosen_pepper
from diagnosis.identity.provider.trusted import Surroundings, TrustedProvider, trust
from diagnosis.identity.resume_codes import CodeMint
from diagnosis.identity.session_reader import SessionMint, SessionReader
from diagnosis.present.intake.form_book import FormBook
from diagnosis.present.tables import Table
from diagnosis.services.errors import ReportsBusy
from diagnosis.services.intake.evidence import EvidenceDesk
from diagnosis.services.keys import (
    IssuedKey,
    KeyDesk,
    abandon_keys,
    issue_first_keys,
    owners_of_keys,
)
from diagnosis.services.ports.askers import Asker
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.ports.keys import LOCAL_OWNER, OPERATOR
from diagnosis.services.ports.limits import SEARCH_SECONDS, PlanningLimits
from diagnosis.services.ports.scope import AccessRole, Principal
from diagnosis.services.ports.solver import PlanSolver
from diagnosis.services.ports.store import Clock, NewId
from diagnosis.services.retrofit.keep_plan import Planning
from diagnosis.services.scoring.deflate import with_overstatements
from diagnosis.services.scoring.submissions import Diagnosing
from diagnosis.services.sessions import SessionDesk
from diagnosis.services.transaction import Caller, KeyRetention
from diagnosis.storage.identifiers import new_id

if TYPE_CHECKING:
    from diagnosis.files.archive import ArchiveStream
    from diagnosis.report.printer import ChildPrinter
    from diagnosis.storage.backups.backup import Backup
    from diagnosis.storage.backups.restore import Restored
    from diagnosis.storage.database import Database
    from diagnosis.storage.start.databases import Databases

LOCAL = Principal(LOCAL_OWNER, "local")
"""Whose the rows are from before there were keys, and those of the demo key."""
MAINTENANCE = Principal(OPERATOR, "command line", AccessRole.ADMIN, operation="command-line")
"""Who runs the commands of the machine."""


def _now() -> datetime:
    """Return this moment in whole milliseconds: what is kept is what answers show."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


@dataclass(frozen=True)
class Container:
    """What web and cli need, made together; the store is opened where it is first used."""

    settings: Settings
    versions: Versions
    estimator: Estimator | None = None
    refused_models: Mapping[str, str] = field(default_factory=dict)
    """Why a standard that should have a model is scored by rule alone, by standard."""
    refused_overstatement: str | None = None
    """Why the assumed overstatement is served though others may be on record."""
    clock: Clock = field(default=_now)
    new_id: NewId = field(default=new_id)

    @property
    def content(self) -> Content:
        """Return the content that is served."""
        return self.versions.current

    @cached_property
    def databases(self) -> "Databases":
        """Return the configured database as the service has it, and as its owner.

        Raises
        ------
        BadSetting
            When a setting names no database that can be used.

        """
        from diagnosis.storage.engine import BadDatabaseUrl, Timeouts
        from diagnosis.storage.start.databases import Databases

        of = self.settings
        lock_ms, statement_ms = of.lock_timeout_ms, of.statement_timeout_ms
        timeouts = Timeouts(lock_ms=lock_ms, statement_ms=statement_ms, idle_ms=of.idle_timeout_ms)
        try:
            return Databases(
                *of.databases, threads=of.threads, timeouts=timeouts,
                requires_row_security=of.require_row_security,
            )  # fmt: skip
        except BadDatabaseUrl as error:
            raise BadSetting(str(error)) from None

    @cached_property
    def store(self) -> "Database":
        """Return the store, as the service has it."""
        return self.databases.service

    def today(self) -> date:
        """Return the day that it is in China, where the firms are."""
        return china_day(self.clock())

    def caller(self, principal: Principal) -> Caller:
        """Return who is asking at this moment."""
        return Caller(
            store=self.store, principal=principal, now=self.clock(), new_id=self.new_id,
            retention=self.key_retention, files=self.evidence_desk.files,
        )  # fmt: skip

    def key_desk(self, asker: Asker) -> KeyDesk:
        """Return what somebody who asks manages keys with at this moment."""
        desk = self.machine_desk()
        return replace(desk, principal=asker.principal, key=asker.key, on_machine=False)

    def machine_desk(self) -> KeyDesk:
        """Return what the commands of this machine manage keys with at this moment."""
        return KeyDesk(
            store=self.store, principal=MAINTENANCE, now=self.clock(), new_id=self.new_id,
            maker=self.key_mint, on_machine=True, most_keys=self.settings.keys_per_organisation,
            clock=self.clock,
        )  # fmt: skip

    @cached_property
    def key_mint(self) -> KeyMint:
        """Return what makes and hashes API keys.

        Raises
        ------
        BadSetting
            When the pepper cannot be read or made, or is not that of the keys that are kept.

        """
        check = self.store.pepper_check()
        try:
            settings, may_make = self.settings, check is None
            chosen = settings.key_pepper, settings.key_pepper_file
            mint = KeyMint(chosen_pepper(*chosen, settings.data_dir, may_make=may_make))
        except BadPepper as error:
            reason = f"The pepper of keys cannot be used: {error}"
            if check is not None:
                reason += "; the database has keys that were hashed with one"
            raise BadSetting(reason) from None
        if check not in (None, mint.check):
            raise BadSetting(OTHER_PEPPER)
        return mint

    @cached_property
    def key_reader(self) -> KeyReader:
        """Return what reads the API keys of requests."""
        return KeyReader(self.store, self.key_mint, monotonic)

    @cached_property
    def code_mint(self) -> CodeMint:
        """Return what makes and hashes resume codes."""
        return CodeMint(self.key_mint)

    @cached_property
    def code_reader(self) -> CodeReader:
        """Return what reads the resume codes of requests."""
        return CodeReader(self.store, self.code_mint)

    @cached_property
    def session_reader(self) -> SessionReader:
        """Return what reads the page sessions of requests."""
        return SessionReader(self.store, SessionMint(self.key_mint), monotonic)

    def session_desk(self, operation: str) -> SessionDesk:
        """Return what an operation opens and ends sessions with at this moment."""
        hours, now = self.settings.session_hours, self.clock()
        return SessionDesk(store=self.store, now=now, hours=hours, operation=operation)

    @cached_property
    def trusted_provider(self) -> TrustedProvider | None:
        """Return the identity provider whose tokens count, None where none is set."""
        provider = self.settings.provider
        if provider is None:
            return None
        around = Surroundings(
            store=self.store,
            clock=monotonic,
            secret=self.key_mint.digest("log-in attempts"),
            public_url=self.settings.public_url,
        )
        return trust(provider, around)

    @cached_property
    def key_retention(self) -> KeyRetention:
        """Return how long idempotency keys are kept."""
        return KeyRetention(timedelta(days=self.settings.idempotency_days))

    @cached_property
    def solver(self) -> PlanSolver:
        """Return the solver of plans; imported only where it is used."""
        from diagnosis.optimiser.planner import Planner

        return Planner()

    @cached_property
    def limits(self) -> PlanningLimits:
        """Return what the planning of a request is held to: time, and a turn to plan."""
        from diagnosis.optimiser.turns import Turns, plans_at_once

        turns = Turns(
            self.settings.data_dir / "planning",
            at_once=plans_at_once(),
            threads=self.settings.threads,
        )
        return PlanningLimits(
            time=lambda: SearchTime(SEARCH_SECONDS, clock=monotonic),
            turn=turns.take,
            anonymous_turn=turns.take_anonymous,
        )

    @cached_property
    def evidence_desk(self) -> EvidenceDesk:
        """Return what files to answers are looked into and kept with."""
        from diagnosis.files.evidence.cleaner import ChildCleaner
        from diagnosis.storage.evidence.evidence_folder import EvidenceFolder

        settings = self.settings
        return EvidenceDesk(
            content=self.content,
            files=EvidenceFolder(settings.evidence_folder),
            clean=ChildCleaner(settings.data_dir / "evidence-turn"),
            most_bytes=settings.evidence_bytes,
            most_total=settings.evidence_megabytes * 1_000_000,
        )

    @cached_property
    def diagnosing(self) -> Diagnosing:
        """Return what sheets are diagnosed and kept with."""
        return Diagnosing(contents=self.versions, estimator=self.estimator)

    @cached_property
    def planning(self) -> Planning:
        """Return what sheets are planned and their plans kept with."""
        return Planning(contents=self.versions, solver=self.solver, limits=self.limits)

    @cached_property
    def report_printer(self) -> "ChildPrinter":
        """Return what prints reports, two at a time on a machine."""
        from diagnosis.files.turns import MachineTurns
        from diagnosis.report.printer import AT_ONCE, TURN_SECONDS, ChildPrinter

        places = [self.settings.data_dir / f"report-turn-{each}" for each in range(AT_ONCE)]
        return ChildPrinter(MachineTurns(places, ReportsBusy, wait_seconds=TURN_SECONDS))

    @property
    def form_workbook(self) -> Callable[[FormBook], bytes]:
        """Return the writer of a form as a workbook; imported only where it is used."""
        from diagnosis.files.form_workbook import form_workbook

        return form_workbook

    @property
    def plan_workbook(self) -> Callable[[Iterable[Table]], bytes]:
        """Return the writer of a plan as a workbook; imported only where it is used."""
        from diagnosis.files.plan_workbook import plan_workbook

        return plan_workbook

    @property
    def stream_archive(self) -> "ArchiveStream":
        """Return the writer of archives; imported only where it is used."""
        from diagnosis.files.archive import stream_archive

        return stream_archive


def wire(settings: Settings) -> Container:
    """Return the container of some settings; content passes its gates here.

    Raises
    ------
    BadSetting
        When there is no folder of content.
    FaultyContent
        When a gate finds a fault.

    """
    require_content(settings.content_dir, FOLDERS)
    versions = load_versions(settings.content_dir, settings.compiled_dir)
    refused = None
    try:
        known = read_step_records(settings.models_dir).in_force()
    except FaultyStepRecords as error:
        known, refused = {}, str(error)
    versions = Versions(with_overstatements(versions.current, known), versions.bundle)
    content = versions.current
    standards = (content.standards.staged, content.standards.gated)
    estimator = TrainedEstimator(standards, settings.models_dir, content.codes.sizes)
    return Container(
        settings, versions, estimator, estimator.refused(), refused_overstatement=refused
    )


@cache
def container() -> Container:
    """Return the container of this process's environment."""
    return wire(read_settings())


def gates(root: Path | None) -> Checked:
    """Return what the four gates find below a folder, the configured one where None."""
    return check_content(root or read_settings().content_dir)


def prepare_store(container: Container) -> str | None:
    """Bring the database to the newest migration; forget old keys of requests, ended sessions.

    Return why row security does not bind the service, None where it does. No connection stays
    open: processes may be forked from this one.

    Raises
    ------
    StoreUnavailable
        When the database cannot be reached, or is being restored.
    BadSetting
        When the pepper is not that of the keys that are kept.

    """
    from diagnosis.storage.retention.rules import forget_sessions

    container.store.occupy()
    unbound = container.databases.bring_up()
    forget_receipts(container)
    now = container.clock()
    forget_sessions(container.store, MAINTENANCE, now, now, False)
    container.store.close()
    return unbound


def forget_receipts(container: Container, *, only_count: bool = False) -> int:
    """Forget keys of requests long done; return how many. With `only_count` none is forgotten."""
    owners = {LOCAL.owner, *owners_of_keys(container.machine_desk())}
    retention, now = container.key_retention, container.clock()
    return retention.forget_of_all(container.store, owners, now, only_count=only_count)


def abandon_all_keys(container: Container) -> int:
    """Revoke every key of the database, whatever their pepper; return how many counted.

    Raises
    ------
    StoreUnavailable
        When the database cannot be reached, or is being restored.

    """
    container.store.occupy()
    container.databases.bring_up()
    return abandon_keys(container.store, MAINTENANCE, container.clock())


def first_keys(container: Container) -> tuple[IssuedKey, IssuedKey] | None:
    """Return an admin key and one of a demo enterprise; None where the database has keys.

    Raises
    ------
    StoreUnavailable
        When the database cannot be reached.

    """
    return issue_first_keys(container.machine_desk(), LOCAL.owner)


def back_up_store(settings: Settings, target: Path, *, force: bool) -> "Backup":
    """Return the backup of the configured database; see `archive.back_up_database`."""
    from diagnosis.storage.backups.archive import back_up_database

    return back_up_database(settings.owner_database, target, force=force)


def restore_store(settings: Settings, backup: Path) -> "Restored":
    """Put a backup in the place of the configured database; see `archive.restore_database`."""
    from diagnosis.storage.backups.archive import restore_database

    return restore_database(settings.owner_database, backup)
