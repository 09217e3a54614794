"""Loading LARS: aims, categories and T levels; courses take on what it says anew."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from waymark.kernel.telling import Tell, in_parts, untold
from waymark.opportunities.actions.changes import announce
from waymark.opportunities.models import (
    Course,
    CourseRun,
    FreeCoursesProvider,
    LarsAim,
    LarsCategory,
    TLevelDefinition,
)
from waymark.opportunities.rules.course_types import course_type
from waymark.opportunities.rules.registers import AimFacts
from waymark.places.actions import Loaded

_FACTS = tuple(name for name in AimFacts.__dataclass_fields__ if name != "reference")
_AT_ONCE = 1_000
_IN_ONE_QUERY = 500
_FREE_COURSES = frozenset({45, 46})


@transaction.atomic
def load_aims(aims: Sequence[AimFacts], tell: Tell = untold) -> Loaded:
    """Bring in aims, the last of each reference counting. One the file lacks stays: courses name it."""
    said = {aim.reference: _row(aim) for aim in aims}
    standing = {row[0]: row[1:] for row in _standing()}
    new = [reference for reference in said if reference not in standing]
    other = [reference for reference, row in said.items() if reference in standing and row != standing[reference]]
    for part in in_parts([*new, *other], tell, "Writing aims", every=10_000):
        LarsAim.objects.bulk_create(
            [LarsAim(reference=reference, **_fields(said[reference])) for reference in part],
            batch_size=_AT_ONCE,
            update_conflicts=True,
            unique_fields=["reference"],
            update_fields=_FACTS,
        )
    renew_courses(other)
    return Loaded(len(new), len(other), len(said) - len(new) - len(other), len(set(standing) - set(said)))


@transaction.atomic
def load_categories(categories: Mapping[int, tuple[int | None, str]]) -> None:
    """Bring in the names of LARS categories."""
    rows = [LarsCategory(number=number, parent=parent, name=name) for number, (parent, name) in categories.items()]
    LarsCategory.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["number"], update_fields=["parent", "name"]
    )


@transaction.atomic
def load_t_levels(definitions: Mapping[int, Mapping[str, object]]) -> Loaded:
    """Bring in the definitions of T levels, by framework; what is offered of one takes on its name and subject."""
    added = changed = 0
    for framework, facts in definitions.items():
        held = TLevelDefinition.objects.filter(framework=framework).first()
        if held is None:
            TLevelDefinition.objects.create(framework=framework, **facts)
            added += 1
        elif any(getattr(held, name) != value for name, value in facts.items()):
            TLevelDefinition.objects.filter(pk=held.pk).update(**facts)
            _renew_t_level(held.pk)
            changed += 1
    return Loaded(added, changed, len(definitions) - added - changed)


@transaction.atomic
def load_free_courses(ukprns: Sequence[str], *, is_whole: bool) -> Loaded:
    """Take a list of providers; where it is the whole list, whoever was on it besides goes off it.

    Those that come onto it or go off it have their courses renewed.
    """
    said = set(ukprns)
    standing = set(FreeCoursesProvider.objects.values_list("ukprn", flat=True))
    lacked, new = standing - said, said - standing
    gone = lacked if is_whole else set()
    FreeCoursesProvider.objects.filter(ukprn__in=gone).delete()
    FreeCoursesProvider.objects.bulk_create([FreeCoursesProvider(ukprn=ukprn) for ukprn in sorted(new)])
    moved = Course.objects.filter(provider__ukprn__in=gone | new).exclude(aim_reference="")
    renew_courses(moved.values_list("aim_reference", flat=True).distinct())
    return Loaded(len(new), 0, len(said & standing), len(lacked) - len(gone), len(gone))


def renew_courses(references: Iterable[str]) -> None:
    """Let the courses of these aims say what LARS says of them now."""
    asked = sorted(set(references))
    listed = set(FreeCoursesProvider.objects.values_list("ukprn", flat=True))
    at = timezone.now()
    for start in range(0, len(asked), _IN_ONE_QUERY):
        part = asked[start : start + _IN_ONE_QUERY]
        aims = LarsAim.objects.in_bulk(part)
        touched = []
        for course in Course.objects.filter(aim_reference__in=part).select_related("provider"):
            if course.aim_reference in aims and _renewed(course, aims[course.aim_reference], listed):
                course.changed_at = at
                course.save()
                touched.append(course.pk)
        for first in range(0, len(touched), _IN_ONE_QUERY):
            some = touched[first : first + _IN_ONE_QUERY]
            announce(CourseRun.objects.filter(course__in=some).values_list("pk", flat=True))


def _renew_t_level(key: int) -> None:
    """Let what is offered of a T level be called as the register calls it now; its provider has changed nothing."""
    definition = TLevelDefinition.objects.get(pk=key)
    runs = CourseRun.objects.filter(course__t_level=definition)
    said = {"title": definition.name, "level": definition.level, "subject": definition.subject}
    Course.objects.filter(t_level=definition).update(**said, changed_at=timezone.now())
    runs.update(name=definition.name)
    announce(runs.values_list("pk", flat=True))


def _renewed(course: Course, aim: LarsAim, listed: set[str]) -> bool:
    derived = course_type(aim.categories, aim.title, gives_free_courses=course.provider.ukprn in listed)
    now = {
        "title": aim.title,
        "awarding_body": aim.awarding_body,
        "level": aim.level,
        "subject": aim.subject,
        "course_type": derived,
    }
    differs = any(getattr(course, name) != value for name, value in now.items())
    for name, value in now.items():
        setattr(course, name, value)
    return differs


def _row(aim: AimFacts) -> tuple[object, ...]:
    return tuple(getattr(aim, name) for name in _FACTS)


def _fields(row: tuple[object, ...]) -> dict[str, object]:
    fields = dict(zip(_FACTS, row, strict=True))
    return fields | {"categories": list(fields["categories"])}  # type: ignore[call-overload]


def _standing() -> Iterable[tuple]:
    at = 1 + _FACTS.index("categories")
    for row in LarsAim.objects.values_list("reference", *_FACTS).iterator(chunk_size=5_000):
        yield (*row[:at], tuple(row[at]), *row[at + 1 :])
