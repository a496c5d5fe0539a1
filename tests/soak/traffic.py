"""Kinds of traffic: what each role does; one more is a row of `KINDS`."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from diagnosis.services.ports.scope import AccessRole
from tests.soak import enterprise, others, together
from tests.soak.turns import Turn
from tests.soak.users import World

ENTERPRISE, CONSULTANT, PORTAL, ADMIN = (
    AccessRole.ENTERPRISE, AccessRole.CONSULTANT, AccessRole.PORTAL, AccessRole.ADMIN,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What a role does, None being somebody without a key; `share` is how often, to the others."""

    role: AccessRole | None
    share: int
    act: Callable[[Turn], None]


KINDS: tuple[Kind, ...] = (
    Kind(role=ENTERPRISE, share=8, act=enterprise.begin_draft),
    Kind(role=ENTERPRISE, share=24, act=enterprise.fill_draft),
    Kind(role=ENTERPRISE, share=6, act=enterprise.submit_draft),
    Kind(role=ENTERPRISE, share=3, act=enterprise.give_up_draft),
    Kind(role=ENTERPRISE, share=10, act=enterprise.read_results),
    Kind(role=ENTERPRISE, share=4, act=enterprise.plan),
    Kind(role=ENTERPRISE, share=4, act=enterprise.ask_what_if),
    Kind(role=ENTERPRISE, share=3, act=enterprise.note_progress),
    Kind(role=ENTERPRISE, share=6, act=enterprise.give_grant),
    Kind(role=ENTERPRISE, share=4, act=enterprise.take_grant_back),
    Kind(role=ENTERPRISE, share=4, act=enterprise.state_consent),
    Kind(role=ENTERPRISE, share=4, act=enterprise.come_by_page),
    Kind(role=ENTERPRISE, share=3, act=together.ask_by_link),
    Kind(role=ENTERPRISE, share=2, act=together.file_evidence),
    Kind(role=ENTERPRISE, share=2, act=together.come_and_leave),
    Kind(role=CONSULTANT, share=4, act=together.visit_granted_firm),
    Kind(role=CONSULTANT, share=12, act=others.read_granted_firm),
    Kind(role=CONSULTANT, share=6, act=others.read_granted_plans),
    Kind(role=PORTAL, share=6, act=others.walk_lists),
    Kind(role=PORTAL, share=8, act=others.follow_feed),
    Kind(role=ADMIN, share=4, act=others.manage_keys),
    Kind(role=None, share=12, act=others.read_content),
    Kind(role=None, share=4, act=others.preview),
    Kind(role=None, share=4, act=others.ask_without_key),
    Kind(role=None, share=4, act=others.fill_without_name),
    Kind(role=ENTERPRISE, share=6, act=enterprise.ask_for_foreign_rows),
    Kind(role=ENTERPRISE, share=4, act=enterprise.send_faulty_sheet),
    Kind(role=CONSULTANT, share=4, act=others.write_as_reader),
    Kind(role=ADMIN, share=2, act=others.read_as_admin),
)
"""Every kind; a sender takes one by its share, and a user of its role."""


def take_turn(world: World, chance: Random) -> None:
    """Do what chance decides, as somebody of the role that does it."""
    (kind,) = chance.choices(KINDS, [kind.share for kind in KINDS])
    kind.act(Turn(user=world.of_role(kind.role, chance), world=world, chance=chance))
