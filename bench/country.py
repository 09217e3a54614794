"""Made-up countries in the exchange format, from one school to England: seeded, nobody in them is real.

Every learner has seven years of enrolments, which is more than a real country has and so a harder case.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from waymark.intake.exchange.tables import ACTIVITIES
from waymark.intake.exchange.values import Flag

SCHOOLS = {"school": 1, "hub": 45, "quarter": 850, "england": 3_400}
ON = date(2026, 7, 10)
_YEARS = range(2019, 2026)
_LEARNERS = 1_090  # of a school, about
_ACTIVITIES = 61  # of a school in a year, about
_KINDS = ("employer", "workplace", "provider", "curriculum", "guidance", "lmi", "other")
_SHARES = (0.24, 0.08, 0.16, 0.26, 0.08, 0.12, 0.06)
_PROVIDERS = ("sixth_form", "fe_college", "university", "itp", "other")
_SUBJECTS = ("english", "maths", "science", "pshe", "history", "art", "")
_TICKS = tuple(column.name for column in ACTIVITIES.columns if isinstance(column.value, Flag))
_SCHOOLS_AT_ONCE = 50


@dataclass(slots=True)
class _Counter:
    """Where numbering has got to."""

    learners: int = 0
    activities: int = 0


def country(size: str, folder: Path, *, seed: int = 1) -> Path:
    """The folder of a made-up country of this size, made unless it is there."""
    made = folder / size
    if (made / "participations.parquet").exists():
        return made
    made.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    schools = SCHOOLS[size]
    names = [f"{100_000 + school}" for school in range(schools)]
    pq.write_table(_institutions(names), made / "institutions.parquet")
    writers: dict[str, pq.ParquetWriter] = {}
    count = _Counter()
    scattered = rng.permutation(10_000_000)[: int(schools * _LEARNERS * 1.3) + 2_000]
    for first in range(0, schools, _SCHOOLS_AT_ONCE):
        several = names[first : first + _SCHOOLS_AT_ONCE]
        for name, table in _tables(rng, several, count, scattered):
            if name not in writers:
                writers[name] = pq.ParquetWriter(made / f".{name}.parquet", table.schema, compression="zstd")
            writers[name].write_table(table)
    for name, writer in writers.items():
        writer.close()
        (made / f".{name}.parquet").rename(made / f"{name}.parquet")
    return made


def _institutions(names: list[str]) -> pa.Table:
    places = range(len(names))
    return pa.table({
        "institution_id": names,
        "name": [f"School {name}" for name in names],
        "setting": [{16: "college", 8: "specialist"}.get(place % 17, "school") for place in places],
        "la_code": [f"{801 + place % 153}" for place in places],
        "hub_id": [f"hub{place // 45:03d}" for place in places],
        "trust_id": ["" if place % 3 == 0 else f"trust{place // 7:04d}" for place in places],
        "subjects": ["" if place % 2 else "english;maths;science;pshe" for place in places],
        "day_minutes": pa.array([300 if place % 5 else None for place in places], pa.int64()),
    })  # fmt: skip


def _tables(
    rng: np.random.Generator, schools: list[str], count: _Counter, scattered: np.ndarray
) -> Iterator[tuple[str, pa.Table]]:
    """The tables of some schools: learners, enrolments, activities and participations."""
    sizes = rng.integers(int(_LEARNERS * 0.7), int(_LEARNERS * 1.3), len(schools))
    school_of = np.repeat(np.arange(len(schools)), sizes)
    numbers = scattered[count.learners : count.learners + len(school_of)]
    count.learners += len(school_of)
    learners = _names("L", numbers)
    year_group = rng.integers(7, 14, len(school_of))
    school_names = pa.array(schools)
    yield "learners", _learners(rng, learners, pa.compute.take(school_names, pa.array(school_of)))
    yield "enrolments", _enrolments(learners, school_of, year_group, school_names)
    yield from _activities(rng, learners, school_of, year_group, school_names, count)


def _learners(rng: np.random.Generator, names: pa.Array, schools: pa.Array) -> pa.Table:
    size = len(names)
    return pa.table({
        "learner_id": names,
        "institution_id": schools,
        "sex": pa.compute.take(pa.array(["F", "M", ""]), pa.array(rng.choice(3, size, p=(0.49, 0.49, 0.02)))),
        "sen": pa.compute.take(pa.array(["N", "K", "E"]), pa.array(rng.choice(3, size, p=(0.82, 0.13, 0.05)))),
        "pupil_premium": rng.random(size) < 0.25,
        "looked_after": rng.random(size) < 0.01,
        "eal": rng.random(size) < 0.2,
        "considering_he": rng.random(size) < 0.4,
    })  # fmt: skip


def _enrolments(names: pa.Array, school_of: np.ndarray, year_group: np.ndarray, schools: pa.Array) -> pa.Table:
    """Seven years each; whoever was too young for Year 7 then is put down in it."""
    size, years = len(names), len(_YEARS)
    back = np.tile(np.arange(years - 1, -1, -1), size)
    each = np.repeat(np.arange(size), years)
    year = _YEARS[-1] - back
    start = (year - 1970).astype("datetime64[Y]").astype("datetime64[M]") + 8
    first = start.astype("datetime64[D]")
    last = (start + 12).astype("datetime64[D]") - 1
    open_ended = back == 0
    return pa.table({
        "learner_id": pa.compute.take(names, pa.array(each)),
        "institution_id": pa.compute.take(schools, pa.array(school_of[each])),
        "academic_year": year,
        "year_group": np.maximum(year_group[each] - back, 7),
        "from": pa.array(first),
        "to": pa.array(last, mask=open_ended),
    })  # fmt: skip


def _activities(
    rng: np.random.Generator,
    learners: pa.Array,
    school_of: np.ndarray,
    year_group: np.ndarray,
    schools: pa.Array,
    count: _Counter,
) -> Iterator[tuple[str, pa.Table]]:
    """What each school put on for each year group in each year, and who of it came."""
    of_school, held_in, of_year_group = (
        each.ravel()
        for each in np.meshgrid(np.arange(len(schools)), np.arange(len(_YEARS)), np.arange(7, 14), indexing="ij")
    )  # fmt: skip
    numbers = rng.poisson(_ACTIVITIES / 4, len(of_school))  # four of the seven year groups have anybody in a year
    starts = np.searchsorted(school_of, np.arange(len(schools) + 1))
    pairs_of_learners, pairs_of_activities, school_of_activity, years_of_activity = [], [], [], []
    made = 0
    for school, year, group, activities in zip(of_school, held_in, of_year_group, numbers, strict=True):
        then = np.maximum(year_group[starts[school] : starts[school + 1]] - (len(_YEARS) - 1 - year), 7)
        members = starts[school] + np.flatnonzero(then == group)
        came = rng.random((activities, len(members))) < _turnout(activities, len(members), rng)
        which, who = np.nonzero(came)
        pairs_of_activities.append(which + made)
        pairs_of_learners.append(members[who])
        school_of_activity.append(np.full(activities, school))
        years_of_activity.append(np.full(activities, year))
        made += activities
    names = _names("A", np.arange(count.activities, count.activities + made))
    count.activities += made
    yield (
        "activities",
        _activity_table(
            rng,
            names,
            pa.compute.take(schools, pa.array(np.concatenate(school_of_activity))),
            np.concatenate(years_of_activity),
        ),
    )
    which, who = np.concatenate(pairs_of_activities), np.concatenate(pairs_of_learners)
    status = rng.choice(4, len(which), p=(0.9, 0.06, 0.03, 0.01))
    yield "participations", pa.table({
        "activity_id": pa.compute.take(names, pa.array(which)),
        "learner_id": pa.compute.take(learners, pa.array(who)),
        "status": pa.compute.take(pa.array(["attended", "absent", "excused", "planned"]), pa.array(status)),
    })  # fmt: skip


def _turnout(activities: int, members: int, rng: np.random.Generator) -> np.ndarray:
    return np.minimum(rng.gamma(2.0, 0.2, (activities, 1)) * 156 / max(members, 1), 0.95)


def _activity_table(rng: np.random.Generator, names: pa.Array, schools: pa.Array, years: np.ndarray) -> pa.Table:
    size = len(names)
    kind = rng.choice(len(_KINDS), size, p=_SHARES)
    held_on = (years + _YEARS[0] - 1970).astype("datetime64[Y]").astype("datetime64[M]") + 8
    held_on = held_on.astype("datetime64[D]") + rng.integers(0, 320, size)

    def words(options: tuple[str, ...], only: int | None = None) -> pa.Array:
        chosen = pa.compute.take(pa.array(options), pa.array(rng.integers(0, len(options), size)))
        return chosen if only is None else pa.compute.if_else(pa.array(kind == only), chosen, "")

    flags = {name: rng.random(size) < (0.1 if name == "self_employed" else 0.8) for name in _TICKS}
    columns = {
        "activity_id": names,
        "institution_id": schools,
        "held_on": pa.array(held_on),
        "kind": pa.compute.take(pa.array(_KINDS), pa.array(kind)),
        "provider_id": words(("", "P1", "P2", "P3")),
        "provider_kind": words(_PROVIDERS, _KINDS.index("provider")),
        "sector": words(tuple("ABCFGHIJKLMNOPQRS"), _KINDS.index("employer")),
        "subject": words(_SUBJECTS, _KINDS.index("curriculum")),
        "minutes": rng.choice((30, 60, 300, 1500), size),
        "mode": words(("in_person", "in_person", "blended", "virtual")),
        "adviser_level": pa.array(rng.choice((4, 6, 7), size), mask=kind != _KINDS.index("guidance")),
        **flags,
    }
    return pa.table({column.name: columns[column.name] for column in ACTIVITIES.columns})


def _names(letter: str, numbers: np.ndarray) -> pa.Array:
    digits = pa.compute.utf8_lpad(pa.array(numbers).cast(pa.string()), 7, "0")
    return pa.compute.binary_join_element_wise(letter, digits, "")
