"""The plain evaluator: the kernel asked about every learner and every entitlement, one at a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from waymark.evaluation.results import FigureRow, JudgementRow, Results, ScoreRow
from waymark.kernel.facts import (
    USUAL_DAY_MINUTES,
    USUAL_SUBJECTS,
    Activity,
    Enrolment,
    Institution,
    encounters,
    standing,
)
from waymark.kernel.figures import (
    WHOLE_COHORT,
    Characteristics,
    FigureKey,
    Judged,
    Tally,
    figures,
)
from waymark.kernel.framework import Framework
from waymark.kernel.judge import applies, is_in_cohort, judge
from waymark.kernel.scores import score
from waymark.kernel.vocabulary import Answer, Kind, Mode, ProviderKind, Setting, Tick

Thing = TypeVar("Thing")
Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]


def evaluate(framework: Framework, on: date, tables: Tables) -> Results:
    """Judge everyone on roll on a day, and add it up.

    `tables` are the checked tables of an exchange folder, by name, with typed values: dates, booleans, whole numbers,
    text ('' when blank) and None for a blank `to`.
    """
    institutions = {row["institution_id"]: institution_of(row) for row in tables["institutions"]}
    judgements, judged = _judgements(framework, on, tables, institutions)
    tallies = figures(judged)
    return Results(
        judgements=sorted(judgements),
        figures=_figure_rows(framework, tallies),
        scores=_score_rows(framework, tallies, sorted(institutions)),
    )


def institution_of(row: Row) -> Institution:
    """An institution as the rules see it; blank subjects and day length are the usual ones."""
    listed = row["subjects"]
    items = listed.split(";") if isinstance(listed, str) else listed
    return Institution(
        institution_id=row["institution_id"],
        setting=Setting(row["setting"]),
        subjects=tuple(item.strip() for item in items if item.strip()) or USUAL_SUBJECTS,
        day_minutes=row["day_minutes"] or USUAL_DAY_MINUTES,
        hub_id=row["hub_id"],
        trust_id=row["trust_id"],
        la_code=row["la_code"],
    )


def activity_of(row: Row) -> Activity:
    """An activity as the rules see it; blank minutes are none."""
    return Activity(
        activity_id=row["activity_id"],
        held_on=row["held_on"],
        kind=Kind(row["kind"]),
        provider_kind=ProviderKind(row["provider_kind"]) if row["provider_kind"] else None,
        sector=row["sector"],
        subject=row["subject"],
        self_employed=bool(row["self_employed"]),
        stem=bool(row["stem"]),
        minutes=row["minutes"] or 0,
        mode=Mode(row["mode"]),
        ticks=frozenset(tick for tick in Tick if row[tick]),
        pal_content=bool(row["pal_content"]),
        adviser_level=row["adviser_level"] or 0,
    )


def enrolment_of(row: Row) -> Enrolment:
    return Enrolment(row["institution_id"], row["academic_year"], row["year_group"], row["from"], row["to"] or None)


def characteristics_of(row: Row) -> Characteristics:
    return Characteristics(row["sex"], row["sen"], row["pupil_premium"], row["looked_after"], row["eal"])


def _judgements(
    framework: Framework, on: date, tables: Tables, institutions: Mapping[str, Institution]
) -> tuple[list[JudgementRow], list[Judged]]:
    activities = {row["activity_id"]: activity_of(row) for row in tables["activities"]}
    enrolments = _by_learner((row["learner_id"], enrolment_of(row)) for row in tables["enrolments"])
    attended = _by_learner(
        (row["learner_id"], activities[row["activity_id"]])
        for row in tables["participations"]
        if row["status"] == "attended"
    )
    judgements: list[JudgementRow] = []
    judged: list[Judged] = []
    for row in tables["learners"]:
        learner = row["learner_id"]
        at = standing(enrolments[learner], institutions, on=on, considering_he=bool(row["considering_he"]))
        if at is None:
            continue
        had, known = encounters(enrolments[learner], attended[learner], on=on), characteristics_of(row)
        for due in framework.entitlements:
            if applies(due, at):
                judgement = judge(due, at, had)
                place, answer = at.institution.institution_id, judgement.answer
                judgements.append((learner, place, at.year_group, due.code, answer.value, judgement.evidence))
                if is_in_cohort(due, at):
                    judged.append(Judged(due, at.institution, at.year_group, known, answer))
    return judgements, judged


def _by_learner(pairs: Iterable[tuple[str, Thing]]) -> defaultdict[str, list[Thing]]:
    found: defaultdict[str, list[Thing]] = defaultdict(list)
    for learner, thing in pairs:
        found[learner].append(thing)
    return found


def _figure_rows(framework: Framework, tallies: Mapping[FigureKey, Tally]) -> list[FigureRow]:
    rows: list[FigureRow] = []
    for key, tally in sorted(tallies.items(), key=lambda item: item[0]):
        met, not_yet, missed, unknown = (tally.answers[answer] for answer in Answer)
        counts = (tally.n, met, not_yet, missed, unknown, tally.band(framework.scale))
        rows.append((key.level, key.unit, key.group, key.year_group, key.entitlement, *counts))
    return rows


def _score_rows(
    framework: Framework, tallies: Mapping[FigureKey, Tally], institutions: Sequence[str]
) -> list[ScoreRow]:
    rows: list[ScoreRow] = []
    scored = [due for due in framework.entitlements if due.scored]
    for institution in institutions:
        for benchmark in framework.scored_benchmarks:
            found = (
                tallies.get(FigureKey("institution", institution, "all", WHOLE_COHORT, due.code))
                for due in scored
                if due.benchmark == benchmark
            )
            credits = [framework.scale.band(tally.met, tally.n).credit for tally in found if tally is not None]
            result = score(credits, achieved_at=framework.benchmark(benchmark).achieved_at)
            rows.append((institution, benchmark, result.score, result.achieved, result.items))
    return rows
