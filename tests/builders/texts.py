"""A text and a mark, where a test asks for some and not for which."""

from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.text import Text

TEXT = Text("甲", "A")
MARK = Mark("cited", "one-source", ())
