"""Standards as answers name them: `standard` is always the id, `revision` stands beside it."""

from diagnosis.present.say import Shown

FIRST_REVISION = 1


def show_pin(ref: str) -> Shown:
    """Return the id and the revision of a standard that a result is pinned to.

    Examples
    --------
    >>> show_pin("gbt-39116-2020@2")
    {'standard': 'gbt-39116-2020', 'revision': 2}
    """
    name, _, revision = ref.partition("@")
    return {
        "standard": name,
        "revision": int(revision) if revision.isdecimal() else FIRST_REVISION,
    }
