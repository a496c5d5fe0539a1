"""Keep a sheet: in a file, or on the terminal where there is none."""

from pathlib import Path

from diagnosis.cli.ask.sheet_so_far import SheetSoFar
from diagnosis.cli.ask.terminal import InputEnded, Terminal
from diagnosis.domain.text import Text

_WRITTEN = Text(
    "答卷已写到 {file}。完整的诊断：python -m diagnosis score {file}",
    "The sheet was written to {file}. The whole diagnosis: "
    "python -m diagnosis score {file} --language en",
)
_NOT_WRITTEN = Text("写不到 {file}（{why}）。", "{file} could not be written ({why}).")
_EXISTS = Text("{file} 已经有了，请换一个名字。", "{file} is there already. Another name, please.")
_WHERE = Text(
    "要留下答卷、再看完整的诊断，请填文件名，例如 answers.json（直接回车不留）：",
    "To keep the sheet and see the whole diagnosis later, type a file name, such as answers.json "
    "(Enter: it is not kept): ",
)
_NO_NAME = Text(
    "文件名要以 .json 结尾，「{name}」不是；不要留就直接回车。",
    "A file name here ends in .json, and {name!r} does not. Enter alone keeps nothing.",
)
_PRINTED = Text(
    "答卷印在下面，存成文件就能再用：", "Here is the sheet; kept in a file it can be used again:"
)


def write_sheet(terminal: Terminal, so_far: SheetSoFar, file: Path) -> bool:
    """Write the sheet to a file and say where it is; return whether that could be done."""
    try:
        file.write_text(so_far.as_text(), encoding="utf-8")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        terminal.show(_NOT_WRITTEN.fill(file=file, why=why))
        return False
    terminal.show(_WRITTEN.fill(file=file))
    return True


def offer_file(terminal: Terminal, so_far: SheetSoFar) -> None:
    """Let the user name a file for the sheet; it is printed where nothing more can be typed."""
    try:
        while name := terminal.read(_WHERE):
            file = Path(name).expanduser()
            if file.suffix != ".json":
                terminal.show(_NO_NAME.fill(name=name))
            elif file.exists():
                terminal.show(_EXISTS.fill(file=file))
            elif write_sheet(terminal, so_far, file):
                return
    except InputEnded:
        print_sheet(terminal, so_far)


def print_sheet(terminal: Terminal, so_far: SheetSoFar) -> None:
    """Print the sheet: its answers took long to give."""
    terminal.show(_PRINTED)
    terminal.show_plain(so_far.as_text())
