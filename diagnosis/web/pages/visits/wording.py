"""How texts are said to a consultant, who is not the firm."""

from diagnosis.present.pages.other_readers import say_to_others
from diagnosis.present.say import Say
from diagnosis.web.exchange import say


def to_reader() -> Say:
    """Return the way to say texts to a consultant in the language that the request wants."""
    return say_to_others(say())
