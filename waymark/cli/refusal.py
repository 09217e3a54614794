"""How a command says no: one sentence, an exit code, and never a traceback."""

DONE, SOME_REFUSED, REFUSED, STOPPED = 0, 1, 2, 3


class Refusal(Exception):
    """The command cannot do what was asked; the message is the one sentence its user reads."""

    def __init__(self, sentence: str, *, code: int = REFUSED) -> None:
        super().__init__(sentence)
        self.code = code
