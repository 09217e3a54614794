"""Figures of a framework by pandas: joins, a column of sums for each thing counted, group-bys for each figure."""

import json
import resource
from pathlib import Path

import numpy as np
import pandas as pd

from bench.country import ON
from waymark.evaluation.bulk.tallies import Rule, Sort, Tally, plan_of
from waymark.evaluation.frameworks import framework
from waymark.intake.exchange.tables import subjects_of
from waymark.kernel import academic_year as years
from waymark.kernel.entitlement import AtLeast, Days, Different, Entitlement, EverySubject, Span

_NAMES = np.array(["met", "not_yet", "missed", "unknown"])
_THIS_YEAR = years.academic_year(ON)


def main(records: str, answer: str) -> None:
    """Write the figures, sorted, and the peak memory."""
    folder = Path(records)
    rows = figures(folder)
    gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    Path(answer).write_text(json.dumps({"figures": rows, "gigabytes": gigabytes}))


def figures(folder: Path) -> list[list]:
    institutions, learners, enrolments, activities, participations = (
        pd.read_parquet(folder / f"{name}.parquet")
        for name in ("institutions", "learners", "enrolments", "activities", "participations")
    )
    rules = plan_of(framework("gatsby-2024")).rules
    enrolments["from"], enrolments["to"] = pd.to_datetime(enrolments["from"]), pd.to_datetime(enrolments["to"])
    on_roll = _on_roll(institutions, learners, enrolments)
    had = _had(enrolments, activities, participations[participations["status"] == "attended"])
    known = enrolments.assign(back=_THIS_YEAR - enrolments["academic_year"]).groupby("learner_id")["back"].agg(set)
    on_roll["known"] = on_roll["learner_id"].map(known)
    parts = []
    for rule in rules:
        judged = _judged(rule, on_roll, had)
        parts.append(judged.assign(entitlement=rule.due.code))
    return _added_up(pd.concat(parts))


def _on_roll(institutions: pd.DataFrame, learners: pd.DataFrame, enrolments: pd.DataFrame) -> pd.DataFrame:
    day = pd.Timestamp(ON)
    open_ended = enrolments["to"].fillna(pd.Timestamp(years.last_day(_THIS_YEAR)))
    now = enrolments[(enrolments["academic_year"] == _THIS_YEAR) & (enrolments["from"] <= day) & (open_ended >= day)]
    places = institutions.assign(
        wanted=institutions["subjects"].map(lambda text: frozenset(subjects_of(text))),
        day_minutes=institutions["day_minutes"].fillna(300),
    )
    return now.merge(learners.drop(columns="institution_id"), on="learner_id").merge(places, on="institution_id")


def _had(enrolments: pd.DataFrame, activities: pd.DataFrame, attended: pd.DataFrame) -> pd.DataFrame:
    activities["held_on"] = pd.to_datetime(activities["held_on"])
    activities = activities[activities["held_on"] <= pd.Timestamp(ON)].drop(columns=["institution_id", "provider_id"])
    held = activities["held_on"].dt
    activities = activities.assign(academic_year=held.year - (held.month < 9))
    of_year = enrolments[["learner_id", "academic_year", "year_group"]]  # these countries have one enrolment a year
    return attended.merge(activities, on="activity_id").merge(of_year, on=["learner_id", "academic_year"])


def _is_of(sort: Sort, had: pd.DataFrame) -> pd.Series:
    counts, meaning = sort.counts, sort.meaning
    found = (had["kind"] == counts.kind) & had["mode"].isin([str(mode) for mode in meaning.modes])
    if counts.provider_kinds:
        found &= had["provider_kind"].isin([str(kind) for kind in counts.provider_kinds])
    if counts.subjects:
        found &= had["subject"].isin(counts.subjects)
    if counts.modes:
        found &= had["mode"].isin([str(mode) for mode in counts.modes])
    for tick in (*meaning.ticks, *(["stem"] if counts.stem else []), *(["pal_content"] if counts.pal_content else [])):
        found &= had[str(tick)]
    if meaning.adviser_level:
        found &= had["adviser_level"] >= meaning.adviser_level
    if sort.with_field:
        found &= had[sort.with_field].astype(bool)
    if sort.this_year:
        found &= had["academic_year"] == _THIS_YEAR
    return found


def _of(tally: Tally, had: pd.DataFrame) -> pd.DataFrame:
    found = pd.Series(False, index=had.index)
    for stretch in tally.stretches:
        found |= _is_of(stretch.sort, had) & had["year_group"].between(stretch.first, stretch.last)
    return had[found]


def _number(tally: Tally, had: pd.DataFrame, on_roll: pd.DataFrame) -> pd.Series:
    return on_roll["learner_id"].map(_of(tally, had).groupby("learner_id").size()).fillna(0)


def _judged(rule: Rule, on_roll: pd.DataFrame, had: pd.DataFrame) -> pd.DataFrame:
    due = rule.due
    cohort = on_roll[on_roll["setting"].isin([str(s) for s in due.settings]) & on_roll["year_group"].isin(due.cohort)]
    if due.only_considering_he:
        cohort = cohort[cohort["considering_he"]]
    if due.window.span is Span.EACH_YEAR:
        return cohort.assign(answer=_each_year(rule, cohort, had))
    met = _reached(rule, 0, cohort, had)
    open_still = cohort["year_group"].le(due.window.last) | (due.window.span is Span.THIS_YEAR)
    sure = [
        _sure(due, year_group, known) for year_group, known in zip(cohort["year_group"], cohort["known"], strict=True)
    ]
    return cohort.assign(answer=_NAMES[np.select([met, open_still, np.array(sure, dtype=bool)], [0, 1, 2], 3)])


def _sure(due: Entitlement, year_group: int, known: set[int]) -> bool:
    return known.issuperset(year_group - year for year in range(due.window.first, due.window.last + 1))


def _reached(rule: Rule, place: int, cohort: pd.DataFrame, had: pd.DataFrame) -> pd.Series:
    need = rule.due.need
    if isinstance(need, EverySubject):
        seen = cohort["learner_id"].map(_of(rule.other, had).groupby("learner_id")["subject"].agg(set))
        pairs = zip(cohort["wanted"], seen, strict=True)
        return pd.Series(
            [isinstance(one, set) and wanted <= one for wanted, one in pairs], index=cohort.index, dtype=bool
        )
    if isinstance(need, Days):
        minutes = cohort["learner_id"].map(_of(rule.other, had).groupby("learner_id")["minutes"].sum()).fillna(0)
        return minutes >= need.count * cohort["day_minutes"]
    if isinstance(need, Different):
        filled = _of(rule.other, had)
        kinds = filled[filled[need.field] != ""].groupby("learner_id")[need.field].nunique()
        reached = cohort["learner_id"].map(kinds).fillna(0) >= need.count
    elif isinstance(need, AtLeast):
        reached = _number(rule.number[place], had, cohort) >= need.count
    if rule.with_one:
        reached &= _number(rule.with_one[place], had, cohort) > 0
    return reached


def _each_year(rule: Rule, cohort: pd.DataFrame, had: pd.DataFrame) -> np.ndarray:
    sure = np.zeros(len(cohort), dtype=bool)
    closed_short, short_now = sure.copy(), sure.copy()
    for place, year in enumerate(range(rule.due.window.first, 15)):
        short = ~_reached(rule, place, cohort, had).to_numpy()
        back = cohort["year_group"].to_numpy() - year
        on_record = np.array([one in known for one, known in zip(back, cohort["known"], strict=True)], dtype=bool)
        sure |= short & (back > 0) & on_record
        closed_short |= short & (back > 0)
        short_now |= short & (back >= 0)
    return _NAMES[np.select([sure, closed_short, short_now], [2, 3, 1], 0)]


def _added_up(judged: pd.DataFrame) -> list[list]:
    judged["all_of_them"] = "all"
    everyone = pd.Series(True, index=judged.index)
    groups = {
        "all": everyone, "sex:F": judged["sex"] == "F", "sex:M": judged["sex"] == "M", "sen:any": judged["sen"] != "N",
        "sen:none": judged["sen"] == "N", "pp:yes": judged["pupil_premium"], "pp:no": ~judged["pupil_premium"],
        "lac:yes": judged["looked_after"], "eal:yes": judged["eal"],
    }  # fmt: skip
    levels = {
        "institution": "institution_id",
        "hub": "hub_id",
        "trust": "trust_id",
        "la": "la_code",
        "all": "all_of_them",
    }
    rows: list[list] = []
    for group, member in groups.items():
        some = judged[member.to_numpy()]
        for level, column in levels.items():
            filled = some[some[column] != ""]
            keys = [filled[column], filled["year_group"], filled["entitlement"]]
            by_year = pd.crosstab(keys, filled["answer"]).reindex(columns=_NAMES, fill_value=0)
            whole = by_year.groupby(level=[0, 2]).sum()
            for (unit, year_group, code), *counts in by_year.itertuples():
                rows.append([level, unit, group, str(year_group), code, sum(counts), *counts])
            for (unit, code), *counts in whole.itertuples():
                rows.append([level, unit, group, "0", code, sum(counts), *counts])
    return sorted(rows)
