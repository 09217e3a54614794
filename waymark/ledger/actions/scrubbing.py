"""Leaving names out of words that people typed, in every table of a school, and removing what was made with them."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any

from django.apps import apps
from django.db import models, transaction

from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models import Attachment, Learner
from waymark.ledger.rules.erasure import Named, names_in_file, speaks_of, text_in
from waymark.places.models import Organisation

# Columns that name a colleague or somebody outside, who may well share a learner's name.
_OF_STAFF = {"name", "who", "led_by", "leader_name", "contact_name", "owner_name", "agreed_by", "employer", "label"}
# Tables of what was worked out, which hold no words of anybody's.
_WORKED_OUT = {"evaluation.Answered", "evaluation.Reckoning", "ledger.Touch"}
_LEAST = 20  # letters: in a shorter column there is no room for a name


def leave_out_everywhere(school: Organisation, leave_out: Callable[[str], str]) -> int:
    """Put the words of every row of the school through `leave_out`; how many were changed.

    What has been released to the public is left as it was released: no learner is named in it, or it was not released.
    """
    changed = 0
    for model, names in _worded():
        rows = model.objects.filter(_says_something(model, names), **{model.tenant: school.pk})
        for key, *values in rows.values_list("pk", *names).iterator(chunk_size=2000):
            said = dict(zip(names, values, strict=True))
            better = {name: new for name, old in said.items() if (new := _put_through(old, leave_out)) != old}
            if better:
                model.objects.filter(pk=key).update(**better)
                changed += 1
    return changed


def remove_what_was_made_of(school: Organisation, named: Collection[Named]) -> int:
    """Remove every document for inside the school whose file may speak of these; how many. It can be made afresh."""
    removed = 0
    for model, name in _with_erasable_files():
        for row in model.objects.filter(**{model.tenant: school.pk}).exclude(**{name: ""}):
            file = getattr(row, name)
            if getattr(row, "may_name_learners", True) and names_in_file(content_of(file), named):
                transaction.on_commit(partial(file.storage.delete, file.name))
                row.delete()
                removed += 1
    return removed


def _with_erasable_files() -> Iterator[tuple[type[ScopedModel], str]]:
    """The models with a file that goes with whoever it names, and its column. Evidence is dealt with by itself."""
    for model in apps.get_models():
        if issubclass(model, ScopedModel) and model is not Attachment and hasattr(model, "Personal"):
            for field in model._meta.concrete_fields:
                if isinstance(field, models.FileField) and field.name in model.Personal.erased:
                    yield model, field.name


def evidence_of(school: Organisation, named: Mapping[int, Named], *, retired: bool) -> dict[int, list[Attachment]]:
    """For each of these learners the files kept as evidence, standing or retired, whose words speak of them."""
    found: dict[int, list[Attachment]] = {key: [] for key in named}
    kept = Attachment.objects.filter(organisation=school, retired_at__isnull=not retired).exclude(file="")
    for attachment in kept:
        text = text_in(content_of(attachment.file)) or ""
        for key, who in named.items():
            if speaks_of(text, who):
                found[key].append(attachment)
    return found


def forget_evidence(attachments: Collection[Attachment]) -> None:
    """Delete the bytes of retired evidence once all else is certain; what was said of it stays."""
    for attachment in attachments:
        Attachment.objects.filter(pk=attachment.pk).update(file="")
        transaction.on_commit(partial(attachment.file.storage.delete, str(attachment.file.name)))


def content_of(file: Any) -> bytes:
    """The bytes of a kept file; none where it is not there any more."""
    try:
        with file.open("rb") as kept:
            return kept.read()
    except FileNotFoundError:
        return b""


def _worded() -> Iterator[tuple[type[ScopedModel], list[str]]]:
    for model in apps.get_models():
        if not issubclass(model, ScopedModel) or model is Learner or model._meta.label in _WORKED_OUT:
            continue
        if names := [field.name for field in model._meta.concrete_fields if _holds_words(model, field)]:
            yield model, names


def _says_something(model: type[ScopedModel], names: list[str]) -> models.Q:
    """Of rows with typed words alone, those that have any: most of a register's marks have none."""
    if any(isinstance(model._meta.get_field(name), models.JSONField) for name in names):
        return models.Q()
    return models.Q(*(models.Q(**{f"{name}__gt": ""}) for name in names), _connector=models.Q.OR)


def _holds_words(model: type[ScopedModel], field: models.Field) -> bool:
    if isinstance(field, models.JSONField | models.TextField):
        return True
    if not isinstance(field, models.CharField) or isinstance(field, models.URLField) or field.choices:
        return False
    about_staff = field.name in _OF_STAFF and model.read_needs != Permission.LEARNER_VIEW
    return (field.max_length or 0) >= _LEAST and not field.unique and not about_staff


def _put_through(value: Any, leave_out: Callable[[str], str]) -> Any:
    """The value without the names; the very same where there was none."""
    if isinstance(value, str):
        return leave_out(value) if value else value
    if value is None or isinstance(value, int | float):
        return value
    text = json.dumps(value, ensure_ascii=False)
    better = leave_out(text)
    return value if better == text else json.loads(better)
