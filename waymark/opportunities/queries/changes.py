"""What changed among the runs since an index last looked."""

from django.db.models import Max

from waymark.opportunities.models import CourseChange


def last_change() -> int:
    """The number of the newest change; 0 where nothing was ever announced."""
    return CourseChange.objects.aggregate(last=Max("pk"))["last"] or 0


def changed_after(number: int, *, up_to: int | None = None) -> set[int]:
    """The runs of all changes after `number`, up to and with `up_to`; read each as it stands now."""
    changes = CourseChange.objects.filter(pk__gt=number)
    if up_to is not None:
        changes = changes.filter(pk__lte=up_to)
    return set(changes.values_list("run_number", flat=True))
