"""Texts that name things, written before there was one way to write them.

Where two firms of one code become one by their sites, the one that had the plain site already, or
the older one, has it; the other keeps what it had, and is found by its id.
"""

import re
from collections.abc import Sequence
from unicodedata import category, normalize

import sqlalchemy as sa

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2064\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0100-\U000e01ef]"
)
_SHORT = 100
"""What every column can hold; some characters become several."""
_REFUSED = ("Cc", "Cf", "Cs", "Co")


def plain_text(text: str) -> str:
    r"""Return a text without what nobody sees or XML forbids, in one form, one blank for several.

    Examples
    --------
    >>> plain_text("　Ｐｌａｎｔ\u200b　１ ")
    'Plant 1'
    """
    seen = "".join(
        " " if letter.isspace() else letter
        for letter in normalize("NFKC", _UNSEEN.sub("", text))
        if letter.isspace() or not _is_refused(letter)
    )
    plain = " ".join(seen.split())
    return plain if len(plain) <= max(len(text), _SHORT) else text


def _is_refused(letter: str) -> bool:
    is_no_character = ord(letter) & 0xFFFE == 0xFFFE or "\ufdd0" <= letter <= "\ufdef"
    return is_no_character or category(letter) in _REFUSED


def write_plainly(connection: sa.Connection, table: str, key: str, columns: Sequence[str]) -> None:
    """Write some columns of a table plainly, row by row where anything changes.

    A text of which nothing would be left stays as it was.
    """
    names = ", ".join((key, *columns))
    rows = connection.execute(sa.text(f"SELECT {names} FROM {table}")).all()
    changed = []
    for row in rows:
        before = dict(zip(columns, row[1:], strict=True))
        after = {name: text and (plain_text(text) or text) for name, text in before.items()}
        if after != before:
            changed.append({"key": row[0], **after})
    if changed:
        sets = ", ".join(f"{name} = :{name}" for name in columns)
        change = sa.text(f"UPDATE {table} SET {sets} WHERE {key} = :key")
        connection.execute(change, changed)


def write_sites_plainly(connection: sa.Connection) -> None:
    """Write the sites of firms plainly, where no other firm of the code has that site."""
    firms = connection.execute(
        sa.text(
            "SELECT enterprise_id, owner_id, credit_code, site FROM enterprise_identity"
            " ORDER BY enterprise_id"
        )
    ).all()
    taken = {(firm.owner_id, firm.credit_code, firm.site) for firm in firms}
    changed = []
    for firm in firms:
        site = plain_text(firm.site)
        wanted = (firm.owner_id, firm.credit_code, site)
        if site == firm.site or wanted in taken:
            continue
        taken.add(wanted)
        changed.append({"id": firm.enterprise_id, "site": site})
    if changed:
        change = "UPDATE enterprise_identity SET site = :site WHERE enterprise_id = :id"
        connection.execute(sa.text(change), changed)
