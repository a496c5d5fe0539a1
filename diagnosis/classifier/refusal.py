"""Why a model is not served; the caller then answers by rule alone and says so."""

REASONS = {
    "missing": "the model's files cannot be read",
    "digest": "the model's files are not the registered ones",
    "structure": "the model was trained for another form structure",
    "schema": "the model's numbers are outside their schema",
    "golden": "the model does not reproduce its golden file",
    "unregistered": "no model is registered for this standard",
}


class ModelRefused(Exception):
    """A model was refused; `code` is a key of `REASONS`, `detail` says what exactly."""

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        self.detail = detail
        super().__init__(f"{REASONS[code]}: {detail}")
