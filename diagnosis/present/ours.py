"""What is ours, where public texts say nothing: its sign, and the sentence that explains it."""

from diagnosis.domain.intake.item import Item
from diagnosis.domain.text import Text
from diagnosis.present.say import SPACE, joined, plain

SIGN = "※"
OURS = Text(
    "※ 处公开文件没有写明，是本题库自定的。",
    "※ Public texts leave this open; what stands here is ours.",
)


def practice(item: Item, position: int) -> Text:
    """Return what a position of a ladder looks like, with the sign where it is ours."""
    text = item.positions[position]
    return joined((text, plain(SIGN)), SPACE) if item.is_ours(position) else text
