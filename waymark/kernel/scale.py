"""Shares of learners as named bands, by whole numbers, and what each earns."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """A share of learners with a name.

    It reaches up to `numerator`/`denominator` of them; `inclusive` says whether that share itself is still inside.
    `credit` is in quarters.
    """

    name: str
    label: str
    credit: int
    numerator: int
    denominator: int
    inclusive: bool = True

    def holds(self, met: int, of: int) -> bool:
        """Whether `met` out of `of` is no more than this band allows. Says nothing of the bands below it."""
        left, right = self.denominator * met, self.numerator * of
        return left < right or (self.inclusive and left == right)


@dataclass(frozen=True, slots=True)
class Scale:
    """Bands from the least share to the greatest; the first that holds is the one."""

    name: str
    bands: tuple[Band, ...]

    def band(self, met: int, of: int) -> Band:
        """The band of `met` out of `of` learners; `of` is at least 1 and `met` no more than it."""
        if not 0 <= met <= of or of == 0:
            raise ValueError(f"No band for {met} of {of}.")
        return next(band for band in self.bands if band.holds(met, of))
