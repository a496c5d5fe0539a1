"""A model that is not served, as the exception that stops it from being loaded."""

from diagnosis.domain.estimate import Refusal, RefusalCode


class ModelRefused(Exception):
    """A model was refused; `refusal` says why, and what exactly."""

    def __init__(self, code: RefusalCode, detail: str) -> None:
        self.refusal = Refusal(code, detail)
        super().__init__(f"{code}: {detail}")
