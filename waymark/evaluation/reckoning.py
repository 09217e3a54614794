"""Keeps a school's figures beside its ledger, and brings them up to date by judging again only whom it touched."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db import transaction

from waymark.evaluation.bulk import on_site
from waymark.evaluation.bulk.answers import ANSWERS
from waymark.evaluation.bulk.on_site import Row, rules_of
from waymark.evaluation.figures import BenchmarkScore, Figure, FigureKey, SchoolFigures
from waymark.evaluation.models import Answered, Reckoning
from waymark.evaluation.plain import institution_of
from waymark.evaluation.results import WHOLE_COHORT
from waymark.kernel.facts import Institution
from waymark.kernel.figures import GROUPS, Characteristics
from waymark.kernel.framework import Framework
from waymark.kernel.scores import score
from waymark.kernel.vocabulary import YEAR_GROUPS
from waymark.ledger.exchange import institution_rows
from waymark.ledger.models import Touch
from waymark.places.models import Organisation

_KEPT_DAYS = 12  # of one school under one framework: today, and 31 July of some years
_NOT_ASKED = "-"
_ANSWERED = ("year_group", "groups", "answers", "evidence")


@transaction.atomic
def reckoned(school: Organisation, framework: Framework, on: date, *, revision: int) -> Reckoning:
    """The school's reckoning as at a day, made from this revision of its ledger or a later one.

    Made anew the first time, and where a touch says that everyone may have changed; otherwise only the learners
    touched since are judged again. A ledger at revision 0 was touched by no action: it is reckoned each time.
    """
    mine = Reckoning.objects.filter(organisation=school, framework=framework.name, on=on)
    found = mine.select_for_update().first()
    if found is not None and revision and found.version == framework.version:
        if found.revision >= revision:
            return found
        touched = Touch.objects.filter(organisation=school, id__gt=found.revision)
        if not touched.filter(learner=None).exists():
            return _refresh(found, framework, _place(school, on), revision)
    mine.delete()
    return _anew(school, framework, on, revision)


def figures_in(reckoning: Reckoning, framework: Framework) -> SchoolFigures:
    """A reckoning as the figures and scores that pages show."""
    rules = rules_of(framework.name)
    figures: dict[FigureKey, Figure] = {}
    for place, group in enumerate(GROUPS):
        whole = [[0] * len(ANSWERS) for _ in rules]
        for year_group in YEAR_GROUPS:
            counts = reckoning.counts.get(f"{year_group}:{place}")
            if counts is None:
                continue
            for number, rule in enumerate(rules):
                given = counts[len(ANSWERS) * number : len(ANSWERS) * (number + 1)]
                whole[number] = [one + two for one, two in zip(whole[number], given, strict=True)]
                _add_figure(figures, (rule.due.code, group, year_group), given, framework)
        for number, rule in enumerate(rules):
            _add_figure(figures, (rule.due.code, group, WHOLE_COHORT), whole[number], framework)
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
    made = Reckoning(organisation=school, framework=framework.name, version=framework.version, on=on, revision=revision)
    rows = _answered(on_site.judged(framework.name, on, _place(school, on), school.pk))
    for row in rows.values():
        _count(made.counts, row, framework, 1)
    made.save()
    for row in rows.values():
        row.reckoning = made
    Answered.objects.bulk_create(rows.values())
    return made


def _refresh(found: Reckoning, framework: Framework, place: Institution, revision: int) -> Reckoning:
    school = found.organisation_id
    touched = set(Touch.objects.filter(organisation=school, id__gt=found.revision).values_list("learner_id", flat=True))
    before = {row.learner_id: row for row in Answered.objects.filter(reckoning=found, learner__in=touched)}
    now = _answered(on_site.judged(framework.name, found.on, place, school, since=found.revision))
    changed = []
    for learner in touched:
        old, new = before.get(learner), now.get(learner)
        if old is not None and new is not None and _facts(old) == _facts(new):
            continue
        if old is not None:
            _count(found.counts, old, framework, -1)
        if new is not None:
            _count(found.counts, new, framework, 1)
            new.reckoning = found
            changed.append(new)
    Answered.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["reckoning", "learner"], update_fields=_ANSWERED
    )
    if gone := before.keys() - now.keys():
        Answered.objects.filter(reckoning=found, learner__in=gone).delete()
    found.revision = revision
    found.save(update_fields=["revision", "counts"])
    return found


def _place(school: Organisation, on: date) -> Institution:
    return institution_of(institution_rows([school], on)[0])


def _answered(rows: Iterable[Row]) -> dict[int, Answered]:
    return {
        row.learner_id: Answered(
            learner_id=row.learner_id,
            year_group=row.year_group,
            groups=_groups(row),
            answers="".join(_NOT_ASKED if answer is None else str(answer) for answer in row.answers),
            evidence=",".join("" if had is None else str(had) for had in row.evidence),
        )
        for row in rows
    }


def _groups(row: Row) -> int:
    """The groups a learner is counted in, a bit for each."""
    sen = {1: "K", 0: "N"}.get(row.sen_any, "")
    known = Characteristics(row.sex, sen, bool(row.pupil_premium), bool(row.looked_after), bool(row.eal))
    return sum(1 << GROUPS.index(group) for group in known.groups)


def _facts(row: Answered) -> tuple[int | str, ...]:
    return tuple(getattr(row, name) for name in _ANSWERED)


def _count(counts: dict[str, list[int]], row: Answered, framework: Framework, by: int) -> None:
    """Add a learner to the counts, or take them out again; only of rules in whose cohort they are."""
    rules = rules_of(framework.name)
    places = [
        len(ANSWERS) * number + int(answer)
        for number, (rule, answer) in enumerate(zip(rules, row.answers, strict=True))
        if answer != _NOT_ASKED and row.year_group in rule.due.cohort
    ]
    for group in range(len(GROUPS)):
        if row.groups >> group & 1:
            counted = counts.setdefault(f"{row.year_group}:{group}", [0] * len(ANSWERS) * len(rules))
            for place in places:
                counted[place] += by


def _add_figure(figures: dict[FigureKey, Figure], key: FigureKey, given: list[int], framework: Framework) -> None:
    n = sum(given)
    if n:
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
