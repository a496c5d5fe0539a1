"""A conversation in a terminal, in one language: what is shown, and what is typed."""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import StrEnum
from io import TextIOWrapper

import click

with suppress(ImportError):  # where there is one, lines are edited by whole characters
    import readline  # noqa: F401

from diagnosis.domain.text import Language, Text

_IDEOGRAPHIC_STOP = re.compile(r"(?<=\d)。(?=\d)")


class Command(StrEnum):
    """What may be typed in place of an answer."""

    HELP = "?"
    HIGHER = "+"
    CLEAR = "-"
    BACK = "b"
    UNKNOWN = "u"
    NOT_APPLICABLE = "n"
    END = "q"


class Move(StrEnum):
    """Where a question leads to."""

    NEXT = "next"
    BACK = "back"
    END = "end"


class InputEnded(Exception):
    """Nothing more can be typed: the input has ended, or the user broke off."""


class Terminal:
    """Shows texts and reads lines in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        if isinstance(sys.stdin, TextIOWrapper):  # bytes that are no text must not end it
            sys.stdin.reconfigure(errors="replace")

    def show(self, text: Text, *, bold: bool = False) -> None:
        """Write a text as lines of their own."""
        click.secho(text.say(self.language), bold=bold or None)

    def show_plain(self, line: str) -> None:
        """Write a line that is the same in both languages."""
        click.echo(line)

    def show_numbered(self, texts: Iterable[Text], first: int = 1) -> None:
        """Write texts below each other with the numbers that they are chosen by."""
        for place, text in enumerate(texts, first):
            click.echo(f"  {place}  {text.say(self.language)}")

    def gap(self) -> None:
        """Write an empty line."""
        click.echo()

    def read(self, prompt: Text) -> str:
        """Return a line that is typed, without blanks at its ends.

        Raises
        ------
        InputEnded
            Where there is none.

        """
        try:
            typed: str = click.prompt(
                prompt.say(self.language), default="", show_default=False, prompt_suffix=""
            )
        except click.Abort:
            self.gap()
            raise InputEnded from None
        return typed.strip()

    def read_answer(self, prompt: Text) -> str:
        """Return a line as answers are read: full-width signs and capitals make no difference.

        Raises
        ------
        InputEnded
            Where there is none.

        """
        return as_answer(self.read(prompt))

    def read_until_moved(self, prompt: Text, follow: Callable[[str], Move | None]) -> Move:
        """Read answers until `follow`, which does what was typed, says where to go.

        Raises
        ------
        InputEnded
            Where nothing more can be typed.

        """
        while True:
            move = follow(self.read_answer(prompt))
            if move is not None:
                return move


def as_answer(typed: str) -> str:
    """Return what was typed with plain digits, signs and small letters.

    Examples
    --------
    >>> as_answer("１。５"), as_answer("？"), as_answer("12／40"), as_answer(" B ")
    ('1.5', '?', '12/40', 'b')
    """
    plain = unicodedata.normalize("NFKC", typed).strip().casefold()
    return _IDEOGRAPHIC_STOP.sub(".", plain)
