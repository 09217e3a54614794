"""How many, as it may be told to whoever asks."""

from dataclasses import dataclass

TOO_FEW = 10


@dataclass(frozen=True, slots=True)
class Count:
    """A number of learners or gaps: exact, to the nearest ten, or (`n` None) too few to tell."""

    n: int | None
    is_exact: bool

    def __str__(self) -> str:
        if self.n is None:
            return f"fewer than {TOO_FEW}"
        return f"{self.n:,}" if self.is_exact else f"about {self.n:,}"


def told(n: int, *, exact: bool) -> Count:
    """A number as it may be told: exactly to those who see learners, to the nearest ten to all others.

    To the nearest ten, so that the difference of two such numbers says nothing of one person either.
    """
    if exact:
        return Count(n, True)
    return Count(None if n < TOO_FEW else (n + 5) // 10 * 10, False)
