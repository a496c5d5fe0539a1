"""Read what a user types to a question about the firm, until it is understood or left out."""

from collections.abc import Callable

from diagnosis.cli.ask.terminal import Command, Move, Terminal, as_answer
from diagnosis.cli.ask.words import FACT_KEYS
from diagnosis.domain.text import Text
from diagnosis.present.say import joined, plain


def read_fact(
    terminal: Terminal,
    prompt: Callable[[], Text],
    *,
    take: Callable[[str], bool],
    clear: Callable[[], object],
    show_help: Callable[[], None],
) -> Move:
    """Read until an answer is taken, or left out; return where to go.

    `prompt` says what is to be typed, `take` keeps it and says whether it was understood, `clear`
    forgets what was kept.

    Raises
    ------
    InputEnded
        Where nothing more can be typed.

    """
    while True:
        typed = terminal.read(joined((prompt(), FACT_KEYS), plain("")))
        match as_answer(typed):
            case "":
                return Move.NEXT
            case Command.BACK:
                return Move.BACK
            case Command.END:
                return Move.END
            case Command.CLEAR | Command.UNKNOWN:
                clear()
                return Move.NEXT
            case Command.HELP:
                show_help()
            case answer if take(answer):
                return Move.NEXT
