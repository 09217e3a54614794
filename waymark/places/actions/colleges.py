"""Further education colleges, by UKPRN."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.text import slugify

from waymark.places.actions.loaded import Loaded, clipped
from waymark.places.models import Kind, Organisation, Setting, Status
from waymark.places.register import College
from waymark.places.rules import plain_words, search_words


@transaction.atomic
def load_colleges(rows: Sequence[College]) -> Loaded:
    """Bring in colleges by UKPRN, or by name where a list has none.

    A college the register of schools has told us of keeps what that said: its own list knows less. A name all in
    capitals does not replace one written as people write it.
    """
    colleges = Organisation.objects.filter(kind=Kind.COLLEGE).order_by("pk")
    known_before = colleges.count()
    by_ukprn: dict[str, Organisation] = {}
    by_name: dict[str, Organisation] = {}
    for college in colleges:
        _keep(college, by_ukprn, by_name)
    added, changed, met = 0, set(), set()
    for row in rows:
        held = by_ukprn.get(row.ukprn) or _of_that_name(row, by_name)
        if held is None:
            held = _add(row)
            added += 1
        elif _renew(held, row):
            changed.add(held.pk)
        met.add(held.pk)
        _keep(held, by_ukprn, by_name)
    absent = known_before + added - len(met)
    return Loaded(added, len(changed), len(rows) - added - len(changed), absent)


def _keep(college: Organisation, by_ukprn: dict[str, Organisation], by_name: dict[str, Organisation]) -> None:
    if college.ukprn and (college.ukprn not in by_ukprn or college.status != Status.CLOSED):
        by_ukprn[college.ukprn] = college
    by_name.setdefault(plain_words(college.name), college)


def _of_that_name(row: College, by_name: dict[str, Organisation]) -> Organisation | None:
    """The college of the same name, unless both have a UKPRN: then they are two."""
    found = by_name.get(plain_words(row.name))
    return None if found and row.ukprn and found.ukprn else found


def _add(row: College) -> Organisation:
    name = clipped(Organisation, "name", row.name)
    slug = f"{slugify(name)[:105]}-{row.ukprn or 'college'}"
    return Organisation.objects.create(
        kind=Kind.COLLEGE,
        setting=Setting.COLLEGE,
        name=name,
        slug=slug,
        ukprn=row.ukprn,
        search_text=search_words(name),
        status=Status.CLOSED if row.closed_on else Status.OPEN,
        **_days(row),
    )


def _renew(college: Organisation, row: College) -> bool:
    facts = {"ukprn": row.ukprn or college.ukprn}
    if not college.urn:
        facts |= {name: value for name, value in _days(row).items() if value is not None}
        if row.closed_on:
            facts["status"] = Status.CLOSED
        if not row.name.isupper() or college.name.isupper():
            facts |= {"name": clipped(Organisation, "name", row.name), "search_text": search_words(row.name)}
    differing = {name: value for name, value in facts.items() if getattr(college, name) != value}
    if differing:
        for name, value in differing.items():
            setattr(college, name, value)
        college.save(update_fields=list(differing))
    return bool(differing)


def _days(row: College) -> dict:
    crossed = row.opened_on and row.closed_on and row.closed_on < row.opened_on
    return {"opened_on": None if crossed else row.opened_on, "closed_on": row.closed_on}
