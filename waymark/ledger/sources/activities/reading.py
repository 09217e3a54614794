"""From an activity file to facts fit to record, and every problem on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from waymark.intake.files import read_file
from waymark.intake.reading import Reading, Row
from waymark.kernel.telling import Tell, untold
from waymark.kernel.vocabulary import Kind
from waymark.ledger.models.activities import Kind as KindChoice
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import ActivityFacts, tidied
from waymark.ledger.rules.names import name_key
from waymark.ledger.sources.activities.columns import COLUMNS, TICKS

# The kind whose counting is a benchmark's, for files that say only which benchmark an activity served.
KIND_OF_BENCHMARK = {
    "gb2": Kind.LMI,
    "gb4": Kind.CURRICULUM,
    "gb5": Kind.EMPLOYER,
    "gb6": Kind.WORKPLACE,
    "gb7": Kind.PROVIDER,
    "gb8": Kind.GUIDANCE,
}
BENCHMARK_OF_KIND = {kind.value: code for code, kind in KIND_OF_BENCHMARK.items()}


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One activity as a file tells it; `everyone`: all it was for attended."""

    row: int
    facts: ActivityFacts
    audience: AudienceChoice
    everyone: bool

    @property
    def known_by(self) -> str:
        """What tells it from others: its reference, else its title and day."""
        return known_by(self.facts)

    @property
    def also_known_by(self) -> str:
        """Its title and day, by which it stands if it came before without a reference."""
        return known_by(replace(self.facts, school_reference=""))


def known_by(facts: ActivityFacts) -> str:
    """A reference as people retype it, else title and day, as text to compare."""
    if facts.school_reference:
        return "".join(facts.school_reference.split()).casefold()
    return f"{name_key(facts.title)} {facts.held_on.isoformat()}"


def read_activities(content: bytes, tell: Tell = untold) -> Reading:
    """Read an activity file of any kind we take, and say everything that is wrong with it.

    A row needs a day and a kind (or a benchmark that says it); a cell besides that cannot be read is left out and
    noted. A second row of one reference, or of one title and day without reference, is refused.
    """
    reading = read_file(content, COLUMNS, personal=False, tell=tell)
    if reading.is_refused:
        return reading
    reading = reading.leaving_out(
        [row for row in reading.rows if not _kinds(row.values)],
        "KIND_BLANK",
        "kinds",
        "a kind of activity, or a benchmark that says it",
        suggestion="Write employer, workplace, provider, curriculum, guidance, lmi or other.",
        received="a blank",
    )
    reading = _repeats_left_out(reading)
    return _noting_what_will_not_count(reading)


def activity_rows(reading: Reading) -> list[ActivityRow]:
    """The good rows of a reading as facts."""
    return [
        ActivityRow(
            row.number,
            _facts(row.values),
            AudienceChoice(
                year_groups=row.values["year_groups"] or (), forms=tuple(dict.fromkeys(row.values["forms"] or ()))
            ),
            bool(row.values["everyone"]),
        )
        for row in reading.rows
    ]


def _facts(said: Mapping[str, Any]) -> ActivityFacts:
    kinds = _kinds(said)
    usual = (BENCHMARK_OF_KIND[kind] for kind in kinds if kind in BENCHMARK_OF_KIND)
    words: dict[str, Any] = {
        name: said[name] or "" for name in ("provider_name", "provider_kind", "sector", "subject", "led_by", "notes")
    }
    if Kind.PROVIDER in kinds and not words["provider_kind"]:
        words["provider_kind"] = "other"
    ticks: dict[str, Any] = {tick: bool(said[tick]) for tick in TICKS}
    level = said["adviser_level"]
    return tidied(
        ActivityFacts(
            title=said["title"] or KindChoice(kinds[0]).label,
            held_on=said["held_on"],
            kinds=kinds,
            minutes=min(said["minutes"] or 0, 100_000),
            mode=said["mode"] or "in_person",
            benchmarks=said["benchmarks"] or tuple(usual),
            adviser_level=0 if level is None and Kind.GUIDANCE in kinds else level,
            cost=said["cost"],
            school_reference=said["reference"] or "",
            **words,
            **ticks,
        )
    )


def _kinds(said: Mapping[str, Any]) -> tuple[str, ...]:
    if said["kinds"]:
        return said["kinds"]
    served = said["benchmarks"] or ()
    return tuple(KIND_OF_BENCHMARK[code].value for code in served if code in KIND_OF_BENCHMARK) or (
        (Kind.OTHER.value,) if served else ()
    )


def _repeats_left_out(reading: Reading) -> Reading:
    met: set[str] = set()
    repeated: list[Row] = []
    for row in reading.rows:
        known = known_by(_facts(row.values))
        if known in met:
            repeated.append(row)
        met.add(known)
    return reading.leaving_out(
        repeated,
        "ACTIVITY_TWICE",
        "reference",
        "each activity once in the file",
        suggestion="Give each its own reference, or delete the row.",
        received="what another row is known by",
    )


def _noting_what_will_not_count(reading: Reading) -> Reading:
    reading = reading.noting(
        [row for row in reading.rows if Kind.PROVIDER in _kinds(row.values) and not row.values["provider_kind"]],
        "PROVIDER_KIND_BLANK",
        "provider_kind",
        "the kind of provider",
        suggestion="It is taken in as another kind of provider until you say which.",
        received="a blank",
    )
    return reading.noting(
        [row for row in reading.rows if Kind.GUIDANCE in _kinds(row.values) and row.values["adviser_level"] is None],
        "ADVISER_LEVEL_BLANK",
        "adviser_level",
        "the level of the adviser’s qualification",
        suggestion="It is taken in, and counts for nobody until you say the level.",
        received="a blank",
    )
