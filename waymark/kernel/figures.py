"""Judgements added up: of whom, at which level, in which group, and how many have what."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from waymark.kernel.entitlement import Entitlement
from waymark.kernel.facts import Institution
from waymark.kernel.scale import Scale
from waymark.kernel.vocabulary import Answer

LEVELS = ("institution", "hub", "trust", "la", "all")
GROUPS = ("all", "sex:F", "sex:M", "sen:any", "sen:none", "pp:yes", "pp:no", "lac:yes", "eal:yes")
WHOLE_COHORT = 0  # stands where a year group would: everyone in an entitlement's cohort


@dataclass(frozen=True, slots=True)
class Characteristics:
    """What the groups are told apart by. `sex`: F, M or blank. `sen`: N, K (SEN support) or E (EHC plan)."""

    sex: str = ""
    sen: str = "N"
    pupil_premium: bool = False
    looked_after: bool = False
    eal: bool = False

    @property
    def groups(self) -> tuple[str, ...]:
        """Every group the learner belongs to, `all` first."""
        member = {
            "all": True,
            "sex:F": self.sex == "F",
            "sex:M": self.sex == "M",
            "sen:any": self.sen in ("K", "E"),
            "sen:none": self.sen == "N",
            "pp:yes": self.pupil_premium,
            "pp:no": not self.pupil_premium,
            "lac:yes": self.looked_after,
            "eal:yes": self.eal,
        }
        return tuple(group for group in GROUPS if member[group])


@dataclass(frozen=True, slots=True)
class Judged:
    """One member of an entitlement's cohort, with the answer."""

    due: Entitlement
    institution: Institution
    year_group: int
    characteristics: Characteristics
    answer: Answer


@dataclass(frozen=True, slots=True, order=True)
class FigureKey:
    """What a figure is of. Sorts as the output tables do."""

    level: str
    unit: str
    group: str
    year_group: int
    entitlement: str


@dataclass(slots=True)
class Tally:
    """How many learners have each answer."""

    answers: dict[Answer, int] = field(default_factory=lambda: dict.fromkeys(Answer, 0))

    @property
    def n(self) -> int:
        return sum(self.answers.values())

    @property
    def met(self) -> int:
        return self.answers[Answer.MET]

    def band(self, scale: Scale) -> str:
        """The name of the band of those who met it; at least one learner must have been counted."""
        return scale.band(self.met, self.n).name


def units(institution: Institution) -> tuple[tuple[str, str], ...]:
    """The levels at which an institution's learners are counted, each with the unit; a blank unit has no figure."""
    named = zip(
        LEVELS,
        (institution.institution_id, institution.hub_id, institution.trust_id, institution.la_code, "all"),
        strict=True,
    )
    return tuple((level, unit) for level, unit in named if unit)


def figures(judged: Iterable[Judged]) -> dict[FigureKey, Tally]:
    """Every figure with at least one learner in it: once for each year group and once for the whole cohort."""
    tallies: dict[FigureKey, Tally] = {}
    for one in judged:
        for level, unit in units(one.institution):
            for group in one.characteristics.groups:
                for year_group in (one.year_group, WHOLE_COHORT):
                    key = FigureKey(level, unit, group, year_group, one.due.code)
                    tallies.setdefault(key, Tally()).answers[one.answer] += 1
    return tallies
