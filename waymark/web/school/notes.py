"""The note beside a figure: how much is recorded, how old it is, where it came from."""

from dataclasses import asdict, dataclass
from datetime import date

from waymark.evaluation.quality import Quality
from waymark.kernel.disclosure import SMALL
from waymark.web.formats import day, percent, plural
from waymark.web.school.words import Words


@dataclass(frozen=True)
class Note:
    """The props of the data-quality component."""

    coverage: str | None = None
    as_at: date | None = None
    source: str | None = None
    warning: str | None = None
    href: str | None = None

    @property
    def props(self) -> dict:
        return {name: value for name, value in asdict(self).items() if value is not None}


def note_on(quality: Quality, words: Words, *, code: str = "", in_full: bool) -> Note:
    """What a figure of one entitlement rests on, or with no code every figure of the school.

    `in_full`: whether the reader may see how many learners; else a share is said.
    """
    known = quality.coverage.get(code)
    if known and not in_full and any(count in SMALL for count in (*known, known[1] - known[0])):
        known = None  # a share of so few would tell how many they are
    said = [_known(*known, words, in_full)] if known else []
    registers = quality.registers_taken + quality.registers_wanting
    if registers:
        said.append(f"{quality.registers_taken} of {plural(registers, 'register')} of this year taken")
    if quality.last_recorded_on:
        said.append(f"last record made on {day(quality.last_recorded_on)}")
    if not code and quality.roll_read_on:
        said.append(f"last file of {words.many} speaks for {day(quality.roll_read_on)}")
    sentence = "; ".join(said)
    return Note(
        coverage=sentence[:1].upper() + sentence[1:] or None,
        source=quality.source or None,
        warning=_warning(quality, known, words),
    )


def _known(whole: int, of: int, words: Words, in_full: bool) -> str:
    if in_full:
        return f"every year is on record for {whole:,} of {words.count(of)}"
    return f"every year is on record for {percent(100 * whole / of)} of {words.many}"


def _warning(quality: Quality, known: tuple[int, int] | None, words: Words) -> str | None:
    if quality.last_recorded_on is None:
        return "Nothing is recorded yet, so nothing can count."
    if quality.registers_wanting:
        return f"{plural(quality.registers_wanting, 'register')} of past activities not taken: more may have been met."
    if known and 10 * known[0] < 9 * known[1]:
        return f"For more than one in ten {words.many} some years are not on record, so some answers are unknown."
    return None
