"""Ask for a scene of a grid: not done, done in a system, done with a model."""

from diagnosis.cli.ask import item_words
from diagnosis.cli.ask.sheet_so_far import SheetSoFar
from diagnosis.cli.ask.terminal import Command, Move, Terminal
from diagnosis.cli.ask.words import IMPLIED, KEPT
from diagnosis.domain.intake.scene_grid import GridRow
from diagnosis.domain.text import Text
from diagnosis.present.intake.references import item_help
from diagnosis.present.intake.scene_grid import GRID_CHOICES
from diagnosis.present.say import joined

_PROMPT = Text(
    "{choices}（？说明，回车跳过，b 上一题，q 结束）：",
    "{choices} (? help, Enter skip, b back, q end): ",
)
_CHOICE = Text("{place} {choice}", "{place} {choice}")
_REFUSED = Text("请填 0、1 或 2。", "Please type 0, 1 or 2.")


class SceneQuestion:
    """One scene: shows it, reads what is typed, and keeps the choice in the sheet."""

    def __init__(self, terminal: Terminal, so_far: SheetSoFar, row: GridRow) -> None:
        self._terminal, self._so_far, self._row = terminal, so_far, row
        self._choices = tuple(GRID_CHOICES.values())
        self._implied: int | None = None

    @property
    def items(self) -> tuple[str, ...]:
        """Return the items that it helps to answer."""
        return self._row.use_item, self._row.model_item

    def ask(self, place: int, count: int) -> Move:
        """Ask it as the n-th of so many questions until it is understood; return where to go.

        Raises
        ------
        InputEnded
            Where nothing more can be typed.

        """
        if self._row.scene not in self._so_far.scenes:
            self._implied = self._so_far.implied_choice(self._row)
        self._show(place, count)
        listed = [self._in_words(choice) for choice in range(len(self._choices))]
        prompt = _PROMPT.fill(choices=joined(listed))
        return self._terminal.read_until_moved(prompt, self._follow)

    def _follow(self, typed: str) -> Move | None:
        """Do what was typed; return where to go, None where the question stands."""
        match typed:
            case "":
                self._confirm()
                return Move.NEXT
            case Command.BACK:
                return Move.BACK
            case Command.END:
                return Move.END
            case Command.CLEAR | Command.UNKNOWN:
                self._so_far.keep_scene(self._row, None)
                return Move.NEXT
            case Command.HELP:
                self._help()
            case "0" | "1" | "2":
                self._so_far.keep_scene(self._row, int(typed))
                return Move.NEXT
            case _:
                self._terminal.show(_REFUSED)
        return None

    def _show(self, place: int, count: int) -> None:
        self._terminal.gap()
        head = item_words.HEAD.fill(place=place, count=count, name=self._row.text)
        self._terminal.show(head, bold=True)
        choice = self._so_far.scenes.get(self._row.scene)
        if choice is not None:
            self._terminal.show(KEPT.fill(answer=self._in_words(choice)))
        elif self._implied is not None:
            self._terminal.show(IMPLIED.fill(answer=self._in_words(self._implied)))

    def _in_words(self, choice: int) -> Text:
        return _CHOICE.fill(place=choice, choice=self._choices[choice])

    def _confirm(self) -> None:
        """Keep what other answers imply of the scene, where they do."""
        if self._implied is not None:
            self._so_far.keep_scene(self._row, self._implied)
            self._so_far.confirmed |= {self._row.use_item, self._row.model_item}
        elif self._row.scene not in self._so_far.scenes:
            self._so_far.keep_scene(self._row, None)

    def _help(self) -> None:
        content, form = self._so_far.content, self._so_far.form
        for item in (self._row.use_item, self._row.model_item):
            self._terminal.show(item_help(content, form, content.bank[item]))
