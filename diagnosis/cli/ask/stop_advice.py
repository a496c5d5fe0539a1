"""When the level would hardly change by more answers: the user is told so, and may go on."""

from diagnosis.cli.ask.sheet_so_far import SheetSoFar
from diagnosis.cli.ask.terminal import Command, Terminal
from diagnosis.domain.text import Text
from diagnosis.present.scoring.outlook import Outlook, outlook_line
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.scoring.advise import advise
from diagnosis.services.scoring.diagnose import diagnose

_STOP = Text(
    "回车接着答，输入 q 就到这里、看结果：", "Enter goes on, q ends here and shows the result: "
)


class StopAdvice:
    """Looks at the level that answers so far point to.

    Parameters
    ----------
    estimator, standard
        The standard whose level is estimated; without an estimator, or a model of the standard,
        nothing is advised.
    agreement
        The probability (0.5–0.98), wanted before advising to stop, that the level would stay.

    """

    def __init__(
        self, estimator: Estimator | None, standard: str | None, agreement: float
    ) -> None:
        self._estimator, self._standard, self._agreement = estimator, standard, agreement
        self._was_shown = False

    def order(self, so_far: SheetSoFar) -> tuple[str, ...]:
        """Return the items that tell most of the level, first to last; none without a model."""
        if self._estimator is None or self._standard is None:
            return ()
        return self._estimator.asking_order(so_far.sheet(), self._standard)

    def outlook(self, so_far: SheetSoFar) -> Outlook | None:
        """Return what the answers so far point to, None where they are too few to say."""
        if self._estimator is None or self._standard is None or not so_far.count.answered:
            return None
        sheet = so_far.sheet()
        advised = advise(so_far.content, self._estimator, sheet, self._standard, self._agreement)
        if advised is None:
            return None
        advice, _ = advised
        level = advice.estimate.level
        if level is None:
            return None
        return Outlook(
            standard=self._standard,
            level=level,
            agreement=advice.agreement,
            is_sure=advice.stop and advice.agreement >= self._agreement,
        )

    def ends(self, terminal: Terminal, so_far: SheetSoFar) -> bool:
        """Return whether the user ends here; asked at the first answer that makes it sure.

        Raises
        ------
        InputEnded
            Where nothing more can be typed.

        """
        count = so_far.count
        outlook = None if self._was_shown or not count.left else self.outlook(so_far)
        if outlook is None or not outlook.is_sure:
            return False
        self._was_shown = True
        terminal.gap()
        has_level = _has_level(so_far, outlook.standard)
        terminal.show(outlook_line(so_far.content, outlook, count, has_level=has_level))
        while True:
            typed = terminal.read_answer(_STOP)
            if typed in ("", Command.END):
                return typed == Command.END


def _has_level(so_far: SheetSoFar, standard: str) -> bool:
    """Return whether the answers give a level by rule already."""
    verdicts = diagnose(so_far.content, so_far.sheet(), explained=False).verdicts
    return any(
        verdict.level is not None for verdict in verdicts if verdict.standard.id == standard
    )
