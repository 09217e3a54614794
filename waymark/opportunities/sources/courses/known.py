"""What must be known to check a course file: aims, venues, councils, the provider, the day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from waymark.opportunities.models import LarsAim, TrainingProvider, Venue
from waymark.opportunities.queries.providers import gives_free_courses
from waymark.opportunities.queries.reference import aim_titles, aims_named, council_areas
from waymark.opportunities.sources.words import bare, likeliest

_MOST_GUESSES = 300  # different unknown aims of one file that we look for: each takes some milliseconds


def padded(aim: str) -> str:
    """An aim's reference as LARS has it: eight characters, capitals, the noughts put back."""
    return "".join(aim.split()).upper().rjust(8, "0")


@dataclass
class Known:
    """All that a course file is checked against."""

    provider: TrainingProvider
    today: date
    aims: Mapping[str, LarsAim]
    venues: tuple[Venue, ...]
    councils: Mapping[str, str]  # code by name
    gives_free_courses: bool = False
    _guesses: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, provider: TrainingProvider, today: date, aims: Iterable[str]) -> "Known":
        venues = tuple(Venue.objects.filter(provider=provider, is_live=True).order_by("pk"))
        held = aims_named(padded(aim) for aim in aims if aim)
        return cls(provider, today, held, venues, council_areas(), gives_free_courses(provider.ukprn))

    @cached_property
    def council_codes(self) -> dict[str, str]:
        """Councils as people write them: with and without “City of” and “County of”."""
        found = {bare(name): code for name, code in self.councils.items()}
        for name, code in self.councils.items():
            found.setdefault(bare(name.split(",")[0]), code)
        return found

    @cached_property
    def venues_by_reference(self) -> dict[str, Venue]:
        return {folded(venue.reference): venue for venue in self.venues}

    @cached_property
    def venues_by_name(self) -> dict[str, Venue]:
        return {folded(venue.name): venue for venue in self.venues}

    @cached_property
    def _titles(self) -> dict[str, str]:
        return aim_titles()

    @cached_property
    def _by_title(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for reference, title in self._titles.items():
            found.setdefault(title, []).append(reference)
        return found

    def aim_meant(self, aim: str, name: str) -> str:
        """The aim that somebody probably meant, at most two letters away; of several, the one titled as the course."""
        if aim not in self._guesses and len(self._guesses) < _MOST_GUESSES:
            self._guesses[aim] = self._nearest(aim, name)
        return self._guesses.get(aim, "")

    def still_taught(self, aim: LarsAim) -> str:
        """Another aim of the same title that has not ended; blank where there is none."""
        others = [other for other in self._by_title.get(aim.title, ()) if other != aim.reference]
        return next((found.reference for found in aims_named(others).values() if not has_ended(found, self.today)), "")

    def _nearest(self, aim: str, name: str) -> str:
        from rapidfuzz.distance import OSA  # only files with mistakes need it
        from rapidfuzz.process import extract

        near = extract(aim, self._titles.keys(), scorer=OSA.distance, score_cutoff=2, limit=50)
        if not near:
            return ""
        least = near[0][1]
        held = aims_named(reference for reference, distance, _ in near if distance == least)
        titles = {found.title: key for key, found in held.items() if not has_ended(found, self.today)}
        return titles.get(likeliest(name, titles, at_least=30) if name else "", next(iter(titles.values()), ""))


def has_ended(aim: LarsAim, on: date) -> bool:
    """Whether an aim is past the last day it is effective, or past its last operational day."""
    return any(last is not None and last < on for last in (aim.to_on, aim.taught_to_on))


def folded(words: str) -> str:
    """Words as they are compared: in lower case, with single blanks."""
    return " ".join(words.split()).casefold()
