"""How a command says no: one sentence, an exit code, and never a traceback."""

from typing import Any

DONE, SOME_REFUSED, REFUSED, STOPPED = 0, 1, 2, 3


class Refusal(Exception):
    """The command cannot do what was asked, or not all of it; the message is the one sentence its user reads.

    With `--json` the `document` is printed, where there is more to say than the sentence.
    """

    def __init__(self, sentence: str, *, code: int = REFUSED, document: dict[str, Any] | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.document = document or {"error": sentence}
