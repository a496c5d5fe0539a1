"""What a firm says of a recommended package: useful or not, and why; its next plan minds it.

Rows of earlier releases name projects; what was said of one counts for the package that took it
over, unless it was a mere step of that.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from diagnosis.domain.intake.fields import Fields
from diagnosis.domain.retrofit.follow_up.feedback import (
    Feedback,
    FeedbackReason,
    KnownPackages,
    NextPlanEffect,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import FeedbackRecord
from diagnosis.services.ports.store import IdempotencyKey, Work
from diagnosis.services.read.earlier_ids import package_of, whole_package
from diagnosis.services.transaction import Caller, require, run_once

MOST_REMARK_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class StoredFeedback:
    """Feedback as it is kept, and whether an earlier request sent it."""

    record: FeedbackRecord
    replayed: bool


def read_feedback(content: Content, project: str, raw: object) -> Feedback:
    """Return what a request says of a package, or of an earlier project, as it is written.

    Raises
    ------
    NotThere
        When no catalogue ever had it.
    FaultyInput
        With every fault; what is not useful needs a reason, and `other` needs words.

    """
    require(package_of(content, project))
    fields = Fields(raw, ("useful", "why", "text"))
    useful = fields.flag("useful", required=True)
    reasons = [
        str(why) for why in FeedbackReason if (why is FeedbackReason.FITS) is (useful is True)
    ]
    why = fields.choice("why", tuple(FeedbackReason), required=useful is False)
    if why is not None and why not in reasons:
        fields.fault("why", "reason-does-not-fit", value=why, allowed=", ".join(reasons))
    text = fields.text("text", MOST_REMARK_CHARACTERS, required=why == FeedbackReason.OTHER)
    fields.stop()
    return Feedback(project, useful is True, FeedbackReason(why or FeedbackReason.FITS), text)


def give_feedback(
    content: Content,
    caller: Caller,
    enterprise_id: str,
    project: str,
    raw: object,
    *,
    key: IdempotencyKey | None = None,
) -> StoredFeedback:
    """Return what a firm says of a package or an earlier project, as it is kept.

    Raises
    ------
    NotThere, FaultyInput, KeyReused
        When there is no such enterprise or package, with every fault, or when the key was used.

    """
    feedback = read_feedback(content, project, raw)

    def keep(work: Work) -> str:
        require(work.enterprise(enterprise_id))
        record = FeedbackRecord(caller.make_id(), enterprise_id, caller.now, feedback)
        work.add_feedback(record)
        return record.id

    made = run_once(caller, key, str, keep)
    with caller.store.read(caller.principal) as reader:
        kept = [record for record in reader.feedback(enterprise_id) if record.id == made.value]
    return StoredFeedback(require(kept[0] if kept else None), made.replayed)


def list_feedback(
    content: Content, caller: Caller, enterprise_id: str
) -> tuple[FeedbackRecord, ...]:
    """Return what an enterprise said last of each package, by any of its ids, newest first.

    What is a mere step of a package stands for itself.

    Raises
    ------
    NotThere
        When the caller has no such enterprise.

    """
    with caller.store.read(caller.principal) as reader:
        require(reader.enterprise(enterprise_id))
        records = reader.feedback(enterprise_id)
    last = {stands_for(content, record.feedback.project): record for record in records}
    return tuple(sorted(last.values(), key=lambda record: record.id, reverse=True))


def stands_for(content: Content, name: str) -> str:
    """Return the id of the package that an id says something of; a step stands for itself."""
    package = whole_package(content, name)
    return name if package is None else package.id


def effect_of(content: Content, feedback: Feedback) -> NextPlanEffect:
    """Return what feedback does to its package in the next plan: nothing, of a mere step."""
    if whole_package(content, feedback.project) is None:
        return NextPlanEffect.NOTHING
    return feedback.effect


def known_packages(content: Content, known: KnownPackages) -> KnownPackages:
    """Return what the next plan knows, by ids of packages of today.

    An earlier project counts for the package that took it over as a whole; what was a mere step
    of a package neither does nor refuses it and is told as such, and what no catalogue had is left
    out. Where ids of one package disagree, done goes before running, that before dropped and
    refused, and these before demoted.
    """
    done = _packages(content, known.done)
    running: dict[str, date] = {}
    for name, ends_on in known.running.items():
        for package in _packages(content, [name]) - done:
            running[package] = max(ends_on, running.get(package, ends_on))
    in_hand = done | running.keys()
    refused, dropped = (_packages(content, n) - in_hand for n in (known.refused, known.dropped))
    return KnownPackages(
        done=done,
        refused=refused,
        demoted=_packages(content, known.demoted) - refused - dropped - in_hand,
        dropped=dropped,
        running=running,
        shown=done - _packages(content, known.done - known.shown),
        steps=known.steps | frozenset(_mere_steps(content, known)),
    )


def _mere_steps(content: Content, known: KnownPackages) -> Iterator[str]:
    """Yield the ids that something is known of and that are mere steps of a package."""
    for names in (known.done, known.refused, known.demoted, known.dropped, known.running):
        for name in names:
            if package_of(content, name) and whole_package(content, name) is None:
                yield name


def _packages(content: Content, names: Iterable[str]) -> frozenset[str]:
    packages = (whole_package(content, name) for name in names)
    return frozenset(package.id for package in packages if package is not None)
