"""What a firm may agree to have its rows used for, and the texts that it agrees to."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from diagnosis.domain.text import Text


class ConsentUse(StrEnum):
    """What rows of a firm may be used for beside what the firm itself asks."""

    DIAGNOSIS = "diagnosis"
    STATISTICS = "statistics"
    BENCHMARKING = "benchmarking"
    MODEL_LEARNING = "model-learning"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentText:
    """One version of what a firm agrees to; it never changes.

    `asks_again` says whether consent to an earlier version no longer counts: what is done changed,
    and not only its wording.
    """

    version: int
    since: date
    asks_again: bool
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentTerms:
    """What a firm agrees to for one use: every version, oldest first; versions count from 1."""

    use: ConsentUse
    name: Text
    texts: tuple[ConsentText, ...]

    @property
    def current(self) -> ConsentText:
        """Return the text that a firm is asked to agree to."""
        return self.texts[-1]

    @property
    def least_version(self) -> int:
        """Return the earliest version that consent still counts for.

        Examples
        --------
        >>> from diagnosis.domain.text import Text
        >>> texts = [
        ...     ConsentText(version=number + 1, since=date(2026, 1, 1), asks_again=asks,
        ...                 text=Text("", ""))
        ...     for number, asks in enumerate((True, True, False))
        ... ]
        >>> use, name = ConsentUse.STATISTICS, Text("", "")
        >>> ConsentTerms(use=use, name=name, texts=tuple(texts)).least_version
        2
        """
        return max(text.version for text in self.texts if text.asks_again)
