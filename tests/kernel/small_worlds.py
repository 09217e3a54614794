"""Small random exchange tables, thick with the days and years on which rules turn."""

import random
from datetime import date, timedelta

DAYS = [(9, 1), (10, 15), (2, 27), (2, 28), (2, 29), (3, 1), (5, 20), (8, 30), (8, 31)]
FLAGS = (
    "self_employed",
    "stem",
    "purpose_shared",
    "outcomes_set",
    "two_way",
    "reflection",
    "task_set",
    "employer_feedback",
    "met_staff_and_learners",
    "pal_content",
)
KINDS = ("employer", "workplace", "provider", "curriculum", "guidance", "lmi", "other")
PROVIDERS = ("sixth_form", "fe_college", "university", "university", "itp", "other")


def small_world(seed: int) -> dict[str, list[dict]]:
    """Tables as the exchange folder's checks hand them on, always the same for a seed."""
    r = random.Random(seed)
    institutions = [_institution(r, number) for number in range(r.randint(1, 4))]
    ids = [i["institution_id"] for i in institutions]
    activities = [_activity(r, number, ids) for number in range(r.randint(20, 90))]
    learners, enrolments, participations = [], [], []
    for number in range(r.randint(1, 8)):
        learner = f"L{number}"
        learners.append(_learner(r, learner, ids))
        enrolments += _enrolments(r, learner, ids)
        for activity in r.sample(activities, r.randint(0, len(activities))):
            status = r.choice(["attended"] * 6 + ["absent", "excused", "planned"])
            participations.append({"activity_id": activity["activity_id"], "learner_id": learner, "status": status})
    tables = (institutions, learners, enrolments, activities, participations)
    return dict(zip(("institutions", "learners", "enrolments", "activities", "participations"), tables, strict=True))


def turning_day(seed: int) -> date:
    """A day to ask about."""
    r = random.Random(seed)
    return _day(r, r.randint(2021, 2026))


def _day(r: random.Random, year: int) -> date:
    """One of the days that matter, or any, in an academic year."""
    if r.random() < 0.5:
        return date(year, 9, 1) + timedelta(days=r.randint(0, 364))
    month, day = r.choice(DAYS)
    calendar = year if month >= 9 else year + 1
    return date(calendar, 2, 28) if (month, day) == (2, 29) and calendar % 4 else date(calendar, month, day)


def _institution(r: random.Random, number: int) -> dict:
    return {
        "institution_id": str(r.choice([100, 20, 3]) * 10 + number),
        "name": "Somewhere",
        "setting": r.choice(["school", "school", "specialist", "college"]),
        "la_code": r.choice(["", "301", "302"]),
        "hub_id": r.choice(["", "h1", "h2"]),
        "trust_id": r.choice(["", "t1"]),
        "subjects": r.choice(["", " ; ", "english", "art; music", "english;maths;science"]),
        "day_minutes": r.choice([None, 60, 300]),
    }


def _learner(r: random.Random, learner: str, ids: list[str]) -> dict:
    return {
        "learner_id": learner,
        "institution_id": r.choice(ids),
        "sex": r.choice(["F", "M", ""]),
        "sen": r.choice(["N", "K", "E"]),
        "pupil_premium": r.random() < 0.5,
        "looked_after": r.random() < 0.3,
        "eal": r.random() < 0.3,
        "considering_he": r.random() < 0.6,
    }


def _enrolments(r: random.Random, learner: str, ids: list[str]) -> list[dict]:
    """A way through school with gaps, moves in mid-year, repeated and skipped years."""
    rows, group, place = [], r.randint(7, 12), r.choice(ids)
    for year in range(r.randint(2018, 2023), 2028):
        if r.random() < 0.12:
            group += 1
        elif r.random() < 0.1:
            group -= 1
        if 7 <= group <= 14 and r.random() > 0.12:
            for since, to in r.choice([_whole(year), _whole(year), _moved(year, r)]):
                place = r.choice([place, place, r.choice(ids)])
                rows.append(
                    {
                        "learner_id": learner,
                        "institution_id": place,
                        "academic_year": year,
                        "year_group": max(7, group - (r.random() < 0.1)),
                        "from": since,
                        "to": to,
                    }
                )
        group += 1
    return rows


def _whole(year: int) -> list[tuple[date, date | None]]:
    return [(date(year - 1, 10, 1), date(year + 2, 1, 1)), (date(year, 9, 1), None)][year % 2 : year % 2 + 1]


def _moved(year: int, r: random.Random) -> list[tuple[date, date | None]]:
    left, came = date(year + 1, 1, 10), date(year + 1, 1, 10) + timedelta(days=r.choice([1, 30, 60]))
    return r.choice([[(date(year, 9, 20), left), (came, None)], [(came, None)], [(date(year, 9, 1), left)]])


def _activity(r: random.Random, number: int, ids: list[str]) -> dict:
    kind = r.choice((*KINDS, "provider", "provider", "employer", "employer"))
    ticks = r.choice([0.98, 0.98, 0.6])
    return {
        "activity_id": f"A{number}",
        "institution_id": r.choice(ids),
        "held_on": _day(r, r.randint(2018, 2026)),
        "kind": kind,
        "provider_id": "",
        "provider_kind": r.choice(PROVIDERS) if kind == "provider" else r.choice(["", "itp"]),
        "sector": r.choice(["", "C", "F", "J", "Q"]),
        "subject": r.choice(["", "english", "maths", "science", "pshe", "art", "music"]),
        "minutes": r.choice([None, 0, 60, 300, 900, 1500]),
        "mode": r.choice(["in_person", "in_person", "blended", "virtual"]),
        "adviser_level": r.choice([3, 4, 6, 7]) if kind == "guidance" else None,
        **{flag: r.random() < ticks for flag in FLAGS},
    }
