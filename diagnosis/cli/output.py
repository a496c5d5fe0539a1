"""What commands write: answers on stdout, the rest on stderr; faults end with status 2."""

import sys
from collections.abc import Callable
from functools import wraps
from math import isnan
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

import click
import orjson

from diagnosis.classifier.artefacts.refusal import ModelRefused
from diagnosis.classifier.artefacts.registry import FaultyRegistry
from diagnosis.config.variables import BadSetting
from diagnosis.content.library import FaultyContent
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.text import Language, Text
from diagnosis.present.faults import show_faults

P = ParamSpec("P")
R = TypeVar("R")

WITH_FAULTS = 1
"""The status of a command that did its work, with faults in some lines of its input."""
REFUSED = 2
"""The status of a command that refused its input, or could not start."""
_ASSUMED_INSTEAD = Text(
    "记着企业高估多少的文件坏了，这次按假定的扣（{reason}）。",
    "The file of how much firms overstate is damaged; what is assumed is taken off ({reason}).",
)
_MORE = Text("另有 {count} 处错误。", "Further faults: {count}.")

language_option = click.option(
    "--language",
    type=click.Choice([str(language) for language in Language]),
    default=str(Language.ZH),
    show_default=True,
    callback=lambda _context, _parameter, value: Language(value),
    help="Language of texts. 文本语言。",
)


class NumberRange(click.FloatRange):
    """An option that is a number within a range; `nan`, which compares with nothing, is none."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number that was typed."""
        number: float = super().convert(value, param, ctx)
        if isnan(number):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return number


def _in_a_folder(_context: object, _parameter: object, value: Path | None) -> Path | None:
    """Return the file to write; refuse it before any work is done where it has no folder."""
    if value is not None and not value.parent.is_dir():
        raise click.BadParameter(f"there is no folder {value.parent}")
    return value


def out_option(meaning: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return the option of the file to write; `meaning` is its help."""
    return click.option(
        "--out",
        type=click.Path(dir_okay=False, writable=True, path_type=Path),
        callback=_in_a_folder,
        help=meaning,
    )


def as_json(value: object) -> bytes:
    """Return one JSON value, indented, with a newline."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n"


def print_json(value: object) -> None:
    """Write one JSON value and a newline to stdout."""
    sys.stdout.buffer.write(as_json(value))
    sys.stdout.buffer.flush()


def say_error(text: str) -> None:
    """Write one line to stderr."""
    click.echo(text, err=True)


def say_refused_overstatement(reason: str | None, language: Language) -> None:
    """Write to stderr why the assumed overstatement is taken off; nothing where no reason is."""
    if reason is not None:
        say_error(_ASSUMED_INSTEAD.fill(reason=reason).say(language))


def fail(message: str) -> NoReturn:
    """End with status 2 after one line on stderr."""
    say_error(message)
    raise SystemExit(REFUSED)


def refuse(error: FaultyInput, language: Language, *, as_json: bool) -> NoReturn:
    """End with status 2 after naming every fault; as JSON on stdout where JSON was asked for."""
    faults = show_faults(error.faults, language)
    more = len(error.faults) + error.more - len(faults)
    if as_json:
        print_json({"errors": faults} | ({"more": more} if more else {}))
    for fault in faults:
        say_error(f"{fault['pointer'] or '/'}: {fault['message']} [{fault['code']}]")
    if more:
        say_error(_MORE.fill(count=more).say(language))
    raise SystemExit(REFUSED)


def read_file(path: Path) -> bytes:
    """Return the bytes of a file, or of stdin for `-`."""
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        fail(f"{path}: {error.strerror}")


def exits_cleanly(command: Callable[P, R]) -> Callable[P, R]:
    """Turn faulty content, settings, models or files into a line on stderr and exit status 2."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except FaultyContent as error:
            for fault in error.faults:
                say_error(str(fault))
        except (BadSetting, FaultyRegistry, ModelRefused) as error:
            say_error(str(error))
        except BrokenPipeError:
            raise  # whoever read our answer has seen enough
        except OSError as error:
            what = error.filename or "The answer could not be written"
            say_error(f"{what}: {error.strerror or error}")
        raise SystemExit(REFUSED)

    return run
