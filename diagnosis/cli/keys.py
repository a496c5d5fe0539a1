"""`keys`: API keys of every organisation: issue, list, rotate, revoke."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from diagnosis.bootstrap import abandon_all_keys, container, prepare_store
from diagnosis.cli.output import exits_cleanly, fail, language_option, print_json, refuse
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.text import Language
from diagnosis.identity.pepper import OTHER_PEPPER
from diagnosis.present.keys import show_issued, show_key
from diagnosis.services.errors import (
    KeyEnded,
    NotThere,
    OtherPepper,
    StoreUnavailable,
    TooManyKeys,
)
from diagnosis.services.keys import (
    MOST_DAYS,
    MOST_OVERLAP_HOURS,
    USUAL_DAYS,
    USUAL_OVERLAP_HOURS,
    IssuedKey,
    KeyDesk,
    issue_key,
    list_keys,
    revoke_key,
    rotate_key,
)
from diagnosis.services.ports.scope import KEY_ROLES, KeyScope

P = ParamSpec("P")
R = TypeVar("R")
_PAGE = 200
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON alone.")
id_argument = click.argument("key_id", metavar="ID")


@click.group()
def keys() -> None:
    """API keys: who may ask the service, and what. 接口密钥。"""


def _desk() -> KeyDesk:
    """Return what keys are managed with, over a database at the newest migration."""
    running = container()
    prepare_store(running)
    return running.machine_desk()


def _names_what_fails(command: Callable[P, R]) -> Callable[P, R]:
    """End with a line on stderr where there is no such key, or no database."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except NotThere:
            fail("There is no key of this id; `keys list` shows them.")
        except KeyEnded:
            fail("The key has expired or was revoked: issue another one.")
        except TooManyKeys as error:
            fail(
                f"The organisation has {error.most} keys that count, as many as it may: revoke "
                "one, or raise DIAGNOSIS_KEYS_PER_ORGANISATION."
            )
        except OtherPepper:
            fail(OTHER_PEPPER)
        except StoreUnavailable as error:
            fail(f"The database cannot be used (DIAGNOSIS_DATABASE_URL): {error}")

    return run


def _print_issued(desk: KeyDesk, issued: IssuedKey, *, as_json: bool) -> None:
    """Print a new key: its text alone on stdout, or JSON."""
    if as_json:
        print_json(show_issued(issued, desk.now))
        return
    record = issued.record
    click.echo(issued.text)
    click.echo(
        f"Shown this time only. Key {record.id}: {record.role} of {record.organisation}, "
        f"{record.actor}, until {record.expires_at:%Y-%m-%d}.",
        err=True,
    )


@keys.command()
@click.option("--organisation", help="Whose key: small letters, digits, hyphens; not of admins.")
@click.option("--organisation-name", help="Name of the organisation, where it is new.")
@click.option("--role", required=True, type=click.Choice([str(role) for role in KEY_ROLES]))
@click.option("--actor", required=True, help="The person or system that will use it.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice([str(scope) for scope in KeyScope]),
    help="What it may; read and write if absent, keys of an admin.",
)
@click.option(
    "--days",
    type=click.IntRange(1, MOST_DAYS),
    default=USUAL_DAYS,
    show_default=True,
    help="How long it counts.",
)
@json_option
@language_option
@exits_cleanly
@_names_what_fails
def issue(*, as_json: bool, language: Language, scopes: tuple[str, ...], **wish: object) -> None:
    """Issue a key and print it, this time only. 发放密钥。"""
    desk = _desk()
    try:
        issued = issue_key(desk, {**wish, "scopes": list(scopes)})
    except FaultyInput as error:
        refuse(error, language, as_json=as_json)
    _print_issued(desk, issued, as_json=as_json)


@keys.command("list")
@json_option
@exits_cleanly
@_names_what_fails
def list_all(*, as_json: bool) -> None:
    """List every key, newest first; none can be read out of what is kept. 密钥列表。"""
    desk = _desk()
    shown = []
    cursor = None
    while True:
        page = list_keys(desk, cursor, _PAGE)
        shown += [show_key(record, desk.now) for record in page.items]
        cursor = page.next
        if cursor is None:
            break
    if as_json:
        print_json(shown)
        return
    for key in shown:
        click.echo(
            f"{key['id']}  {key['prefix']}  {key['state']:8} {key['role']:11} "
            f"{key['organisation']:20} {','.join(key['scopes']):16} {key['expires_at'][:10]}  "
            f"{(key['last_used_at'] or 'never used')[:10]}  {key['actor']}"
        )


@keys.command()
@id_argument
@click.option(
    "--overlap-hours",
    type=click.IntRange(0, MOST_OVERLAP_HOURS),
    default=USUAL_OVERLAP_HOURS,
    show_default=True,
    help="How long the old key still counts.",
)
@json_option
@exits_cleanly
@_names_what_fails
def rotate(key_id: str, *, overlap_hours: int, as_json: bool) -> None:
    """Issue a key in the place of ID, which still counts for a while. 换发密钥。"""
    desk = _desk()
    issued = rotate_key(desk, key_id, {"overlap_hours": overlap_hours})
    _print_issued(desk, issued, as_json=as_json)


@keys.command()
@id_argument
@exits_cleanly
@_names_what_fails
def revoke(key_id: str) -> None:
    """Revoke the key ID and what was issued with it; known within five seconds. 吊销密钥。"""
    record, also = revoke_key(_desk(), key_id)
    others = f" So were {also} issued with it." if also else ""
    click.echo(f"Revoked: {record.role} of {record.organisation}, {record.actor}.{others}")


@keys.command()
@click.option("--yes", is_flag=True, help="Really: nobody is let in until others are issued.")
@exits_cleanly
@_names_what_fails
def abandon(*, yes: bool) -> None:
    """Revoke every key, where their pepper is lost; the next may have another. 废弃所有密钥。"""
    if not yes:
        fail("This revokes every key of the database for good; add --yes where you mean it.")
    number = abandon_all_keys(container())
    click.echo(f"Revoked: {number} keys that counted. Start the servers anew, and issue others.")
