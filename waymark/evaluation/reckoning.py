"""Keeps a school's figures beside its ledger, and brings them up to date by judging again only whom it touched."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from django.db import connection, transaction

from waymark.evaluation.bulk import on_site
from waymark.evaluation.bulk.answers import ANSWERS
from waymark.evaluation.bulk.on_site import Row, rules_of
from waymark.evaluation.figures import BenchmarkScore, Figure, FigureKey, SchoolFigures
from waymark.evaluation.models import Answered, Reckoning
from waymark.evaluation.results import WHOLE_COHORT
from waymark.kernel.facts import USUAL_SUBJECTS, Institution
from waymark.kernel.figures import GROUPS, Characteristics
from waymark.kernel.framework import Framework
from waymark.kernel.scores import score
from waymark.kernel.vocabulary import YEAR_GROUPS, Setting
from waymark.ledger.exchange import setting_of
from waymark.ledger.models import Touch
from waymark.ledger.queries import settings_of
from waymark.places.models import Organisation

_KEPT_DAYS = 12  # of one school under one framework: today, and 31 July of some years
_NOT_ASKED = "-"
_ANSWER_KEPT: dict[int | None, str] = {None: _NOT_ASKED, **{number: str(number) for number in range(len(ANSWERS))}}
_ANSWERED = ("year_group", "groups", "answers", "evidence")
_Standing = tuple[int, int, str, str]  # of a learner: the values of these


@transaction.atomic
def reckoned(school: Organisation, framework: Framework, on: date, *, revision: int) -> Reckoning:
    """The school's reckoning as at a day, made from this revision of its ledger or a later one.

    Made anew the first time, and where a touch says that everyone may have changed; otherwise only the learners
    touched since are judged again. A ledger at revision 0 was touched by no action: it is reckoned each time.
    """
    mine = Reckoning.objects.filter(organisation=school, framework=framework.name, on=on)
    found = mine.select_for_update().defer("hidden").first()
    if found is not None and revision and found.version == framework.version:
        if found.revision >= revision:
            return found
        since = Touch.objects.filter(organisation=school, id__gt=found.revision)
        touched = set(since.values_list("learner_id", flat=True))
        if None not in touched:
            return _refresh(found, framework, _place(school), touched, revision)
    mine.delete()
    return _anew(school, framework, on, revision)


def reckoned_once(school: Organisation, framework: Framework, on: date, *, revision: int) -> Reckoning:
    """The school's reckoning as at a day, not kept unless it is already: for a day nobody will ask for again."""
    kept = Reckoning.objects.filter(
        organisation=school, framework=framework.name, version=framework.version, on=on, revision=revision
    )
    found = kept.first() if revision else None
    return found or _counted(school, framework, on, revision)[0]


def keep_hidden(reckoning: Reckoning, hidden: dict[str, Any]) -> None:
    """Keep beside a reckoning what may be shown of it; not if somebody has brought it up to date meanwhile."""
    Reckoning.objects.filter(pk=reckoning.pk, revision=reckoning.revision).update(hidden=hidden)


def sizes_in(reckoning: Reckoning, by: Framework, other: Framework) -> SchoolFigures | None:
    """How many people every figure of another framework counts on the same day; what they answered it does not say.

    None where the rules of `by` do not tell them all.
    """
    rules = rules_of(by.name)
    figures: dict[FigureKey, Figure] = {}
    for due in other.entitlements:
        known = {
            year: number
            for number, rule in enumerate(rules)
            for year in rule.due.cohort
            if set(rule.due.settings) == set(due.settings) and rule.due.only_considering_he == due.only_considering_he
        }
        if not known.keys() >= set(due.cohort):
            return None
        for place, group in enumerate(GROUPS):
            sizes = {
                year: sum(counts[len(ANSWERS) * number : len(ANSWERS) * (number + 1)])
                for year, number in known.items()
                if year in due.cohort and (counts := reckoning.counts.get(f"{year}:{place}")) is not None
            }
            for year, n in (*sizes.items(), (WHOLE_COHORT, sum(sizes.values()))):
                if n:
                    figures[due.code, group, year] = Figure(due.code, group, year, n, n, 0, 0, 0, None)
    return SchoolFigures(other.name, reckoning.on, reckoning.revision, figures, {})


def figures_in(reckoning: Reckoning, framework: Framework) -> SchoolFigures:
    """A reckoning as the figures and scores that pages show."""
    rules = rules_of(framework.name)
    figures: dict[FigureKey, Figure] = {}
    for place, group in enumerate(GROUPS):
        known = ((year_group, reckoning.counts.get(f"{year_group}:{place}")) for year_group in YEAR_GROUPS)
        counted = {year_group: counts for year_group, counts in known if counts is not None}
        counted[WHOLE_COHORT] = [sum(each) for each in zip(*counted.values(), strict=True)]
        for year_group, counts in counted.items():
            for rule, given in zip(rules, zip(*[iter(counts)] * len(ANSWERS), strict=True), strict=False):
                _add_figure(figures, (rule.due.code, group, year_group), given, framework)
    return SchoolFigures(framework.name, reckoning.on, reckoning.revision, figures, _scores(figures, framework))


def answers_in(reckoning: Reckoning, framework: Framework) -> Iterator[tuple[str, str, int, str, int]]:
    """Every judgement of a reckoning: learner's public id, entitlement, year group, answer, evidence; by learner."""
    codes = [rule.due.code for rule in rules_of(framework.name)]
    rows = Answered.objects.filter(reckoning=reckoning).order_by("learner__public_id")
    for learner, year_group, answers, evidence in rows.values_list(
        "learner__public_id", "year_group", "answers", "evidence"
    ):
        for code, answer, had in zip(codes, answers, evidence.split(","), strict=True):
            if answer != _NOT_ASKED:
                yield learner, code, year_group, ANSWERS[int(answer)].value, int(had)


def _anew(school: Organisation, framework: Framework, on: date, revision: int) -> Reckoning:
    older = Reckoning.objects.filter(organisation=school, framework=framework.name).order_by("-id")
    for forgotten in older[_KEPT_DAYS - 1 :]:
        forgotten.delete()
    made, now = _counted(school, framework, on, revision)
    made.save()
    _keep(made, now)
    return made


def _counted(
    school: Organisation, framework: Framework, on: date, revision: int
) -> tuple[Reckoning, dict[int, _Standing]]:
    made = Reckoning(organisation=school, framework=framework.name, version=framework.version, on=on, revision=revision)
    now = _counted_as(on_site.judged(framework.name, on, _place(school), school.pk))
    counts = _Counts(made.counts, framework)
    for row in now.values():
        counts.change(None, row)
    return made, now


def _refresh(
    found: Reckoning, framework: Framework, place: Institution, touched: Collection[int], revision: int
) -> Reckoning:
    kept = Answered.objects.filter(reckoning=found, learner__in=touched).values_list("learner_id", *_ANSWERED)
    before: dict[int, _Standing] = {learner: tuple(row) for learner, *row in kept}
    now = _counted_as(on_site.judged(framework.name, found.on, place, found.organisation_id, since=found.revision))
    changed = {learner for learner in touched if before.get(learner) != now.get(learner)}
    counts = _Counts(found.counts, framework)
    for learner in changed:
        counts.change(before.get(learner), now.get(learner))
    _keep(found, {learner: now[learner] for learner in changed & now.keys()})
    if gone := before.keys() - now.keys():
        Answered.objects.filter(reckoning=found, learner__in=gone).delete()
    found.revision = revision
    found.save(update_fields=["revision", "counts"])
    return found


def _keep(reckoning: Reckoning, rows: Mapping[int, _Standing]) -> None:
    """Write these learners' answers over what was there: as one statement, since a page waits for it."""
    columns = ("reckoning_id", "learner_id", *_ANSWERED)
    over = ", ".join(f"{name} = excluded.{name}" for name in _ANSWERED)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {Answered._meta.db_table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"
            f" ON CONFLICT (reckoning_id, learner_id) DO UPDATE SET {over}",
            [(reckoning.pk, learner, *row) for learner, row in rows.items()],
        )


def _place(school: Organisation) -> Institution:
    """The school as the rules see it: to which hub it belongs they do not ask."""
    own = settings_of(school)
    subjects = tuple(own.subjects) or USUAL_SUBJECTS
    return Institution(school.institution_id, Setting(setting_of(school)), subjects, own.day_minutes)


def _counted_as(rows: Iterable[Row]) -> dict[int, _Standing]:
    return {
        row.learner_id: (
            row.year_group,
            _groups(row.sex, row.sen_any, row.pupil_premium, row.looked_after, row.eal),
            "".join(map(_ANSWER_KEPT.__getitem__, row.answers)),
            ",".join(map(_kept, row.evidence)),
        )
        for row in rows
    }


@cache
def _kept(evidence: int | None) -> str:
    return "" if evidence is None else str(evidence)


@cache
def _groups(sex: str, sen_any: int, pupil_premium: int, looked_after: int, eal: int) -> int:
    """The groups a learner is counted in, a bit for each."""
    sen = {1: "K", 0: "N"}.get(sen_any, "")
    known = Characteristics(sex, sen, bool(pupil_premium), bool(looked_after), bool(eal))
    return sum(1 << GROUPS.index(group) for group in known.groups)


class _Counts:
    """The counts of a reckoning, changed learner by learner."""

    def __init__(self, counts: dict[str, list[int]], framework: Framework) -> None:
        self._counts, self._cohorts = counts, [rule.due.cohort for rule in rules_of(framework.name)]

    def change(self, old: _Standing | None, new: _Standing | None) -> None:
        """Count a learner as `new` and no longer as `old`; None: not on roll."""
        was, now = self._places(old), self._places(new)
        if old and new and old[:2] == new[:2]:
            was, now = was - now, now - was
        for row, places, by in ((old, was, -1), (new, now, 1)):
            if row is None or not places:
                continue
            for group in range(len(GROUPS)):
                if row[1] >> group & 1:
                    counted = self._of(row[0], group)
                    for place in places:
                        counted[place] += by

    def _places(self, row: _Standing | None) -> set[int]:
        """Where a learner's answers are counted: of rules in whose cohort they are."""
        if row is None:
            return set()
        return {
            len(ANSWERS) * number + int(answer)
            for number, (answer, cohort) in enumerate(zip(row[2], self._cohorts, strict=True))
            if answer != _NOT_ASKED and row[0] in cohort
        }

    def _of(self, year_group: int, group: int) -> list[int]:
        return self._counts.setdefault(f"{year_group}:{group}", [0] * len(ANSWERS) * len(self._cohorts))


def _add_figure(figures: dict[FigureKey, Figure], key: FigureKey, given: Sequence[int], framework: Framework) -> None:
    if n := sum(given):
        met, not_yet, missed, unknown = given
        figures[key] = Figure(*key, n, met, not_yet, missed, unknown, framework.scale.band(met, n).name)


def _scores(figures: dict[FigureKey, Figure], framework: Framework) -> dict[str, BenchmarkScore]:
    credit = {band.name: band.credit for band in framework.scale.bands}
    scores: dict[str, BenchmarkScore] = {}
    for code in framework.scored_benchmarks:
        due = [one for one in framework.benchmark(code).entitlements if one.scored]
        found = [figures.get((one.code, "all", WHOLE_COHORT)) for one in due]
        earned = [credit[figure.band] for figure in found if figure is not None and figure.band is not None]
        result = score(earned, achieved_at=framework.benchmark(code).achieved_at)
        scores[code] = BenchmarkScore(code, result.score, result.achieved, result.items)
    return scores
