"""Writing, releasing and withdrawing a careers page."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.ledger.queries import revision_of
from waymark.places.models import Organisation
from waymark.publishing.changes import differences
from waymark.publishing.content import PageContent, as_json, sha256_of
from waymark.publishing.figures import cells_of
from waymark.publishing.models import AccessStatement, CareersPage, Publication
from waymark.publishing.models.drafts import Version
from waymark.publishing.privacy import learners_named
from waymark.publishing.queries import (
    draft_content,
    released_content,
    standing_page,
    standing_publication,
    standing_statement,
)
from waymark.publishing.rendering import render

_OF_EVERY_VERSION = {"id", "organisation", "version", "made_at", "made_by"}


class NotReleased(Exception):
    """The page was not released; the message says what to do."""


class LearnersNamed(NotReleased):
    """Words on the page are those of learners. `names` are for the school's own eyes, never for a log."""

    def __init__(self, names: list[str]) -> None:
        super().__init__("The page names people who are or were on your roll. Take their names out and release again.")
        self.names = names


@transaction.atomic
def edit_page(*, school: Organisation, changes: Mapping[str, Any], by: Scope) -> CareersPage:
    """Save the school's own words: a new version with these fields changed. Nothing changed: the standing version.

    ValidationError where a value is not what its field holds; KeyError for what is not a field of the page.
    """
    by.require(Permission.PUBLISH, school.pk)
    _take_turn(school)
    return _next_version(standing_page(school), changes, "careers page edited", by)


@transaction.atomic
def edit_statement(*, school: Organisation, changes: Mapping[str, Any], by: Scope) -> AccessStatement:
    """Save the provider access statement: a new version with these fields changed. Refuses as `edit_page` does."""
    by.require(Permission.PUBLISH, school.pk)
    _take_turn(school)
    return _next_version(standing_statement(school), changes, "provider access statement edited", by)


@transaction.atomic
def release(*, school: Organisation, on: date, known_not_learners: Collection[str] = (), by: Scope) -> Publication:
    """Make the draft public as it stands, frozen, with what it was made from.

    Refused where nothing is written, and where a learner would be named (`LearnersNamed`); to recognise them takes
    leave to see learners. A page that lacks something the law asks for may be released: it says so itself. Releasing
    what is already public gives the standing release.
    """
    by.require(Permission.PUBLISH, school.pk)
    by.require(Permission.LEARNER_VIEW, school.pk)
    _take_turn(school)
    page, statement = standing_page(school), standing_statement(school)
    if page.pk is None and statement.pk is None:
        raise NotReleased("There is nothing to release yet. Write at least one part of the page first.")
    content = draft_content(school, on=on)
    if named := learners_named(school, content, known_not_to_be=known_not_learners):
        raise LearnersNamed(named)
    standing = standing_publication(school.pk)
    sha256 = sha256_of(content)
    if standing and standing.sha256 == sha256:
        return standing
    publication = _publish(school, content, standing, made_from=(page, statement), on=on, by=by)
    note(
        "careers page released",
        on=publication,
        by=by,
        number=publication.number,
        sha256=sha256,
        names_excused=len(known_not_learners),
    )
    return publication


@transaction.atomic
def withdraw(*, publication: Publication, because: str, by: Scope) -> Publication:
    """Take a release off the web, and every one before it, so that an older page does not come back in its place."""
    by.require(Permission.PUBLISH, publication.organisation_id)
    if not because.strip():
        raise NotReleased("Say why the page is withdrawn.")
    Publication.objects.filter(
        organisation=publication.organisation_id, number__lte=publication.number, withdrawn_at=None
    ).update(withdrawn_at=timezone.now(), withdrawn_by=by.user_id, withdrawn_because=because.strip()[:300])
    note("careers page withdrawn", on=publication, because=because, by=by, number=publication.number)
    publication.refresh_from_db()
    return publication


def _publish(
    school: Organisation,
    content: PageContent,
    before: Publication | None,
    *,
    made_from: tuple[CareersPage, AccessStatement],
    on: date,
    by: Scope,
) -> Publication:
    page, statement = made_from
    framework = benchmarks_in_force(on)
    last = Publication.objects.filter(organisation=school).aggregate(last=Max("number"))["last"] or 0
    return Publication.objects.create(
        organisation=school,
        number=last + 1,
        content=as_json(content),
        html=render(content),
        sha256=sha256_of(content),
        page=page if page.pk else None,
        statement=statement if statement.pk else None,
        leader_id=page.leader_id,
        framework=framework.name,
        framework_version=framework.version,
        ledger_revision=revision_of(school.pk),
        evaluated_on=on,
        cells=cells_of(content.figures, on=on),
        released_by_id=by.user_id,
        changed=differences(released_content(before) if before else None, content),
    )


def _take_turn(school: Organisation) -> None:
    """Wait for whoever is saving or releasing this school's page just now."""
    Organisation.objects.select_for_update().get(pk=school.pk)


def _next_version(standing: Version, changes: Mapping[str, Any], verb: str, by: Scope) -> Any:
    fields = [field for field in standing._meta.concrete_fields if field.name not in _OF_EVERY_VERSION]
    if strange := changes.keys() - {field.name for field in fields} - {field.attname for field in fields}:
        raise KeyError(f"not written on the page: {', '.join(sorted(strange))}")
    changed = sorted(name for name, value in changes.items() if getattr(standing, name) != value)
    if not changed:
        return standing
    kept = {field.attname: getattr(standing, field.attname) for field in fields}
    made = type(standing)(
        **kept, organisation_id=standing.organisation_id, version=standing.version + 1, made_by_id=by.user_id
    )
    for name in changed:
        setattr(made, name, changes[name])
    made.clean_fields(
        exclude={f.name for f in made._meta.concrete_fields if getattr(made, f.attname) in f.empty_values}
    )
    made.save(force_insert=True)
    note(verb, on=made, by=by, version=made.version, fields=changed)
    return made
