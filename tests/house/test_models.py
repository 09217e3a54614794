"""What every model must be: locked to its organisation, and every field about a person sorted."""

from pathlib import Path

from django.apps import apps

import waymark
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedManager, ScopedModel

# Models with no tenant, and why anybody's scope may read them.
UNSCOPED = {
    "places.Organisation": "the public register",
    "places.Belonging": "the public register",
    "places.RegisterLink": "the public register",
    "places.Postcode": "the public register",
    "access.User": "a person, not a tenant's row; reached through memberships and sign-in",
    "access.Membership": "read to make the scope itself",
    "access.Sharing": "read to make the scope itself",
    "access.Invitation": "opened by its token before there is a scope",
    "access.ApiToken": "read to make the scope itself",
    "planner.Feed": "opened by its secret before there is a scope",
    "planner.PlanTemplate": "an outline for schools to begin from, with nothing of a school's in it",
    "planner.TemplateItem": "a part of such an outline",
    "opportunities.AccountLetter": "opened by its token before there is an account",
    "opportunities.Applicant": "a person's own, reached by their account alone",
    "opportunities.Endorsement": "a person's own; its writer reaches it by a token",
    "opportunities.Paper": "a person's own; a provider reaches those that it was sent",
    "opportunities.Tracked": "a person's own, reached by their account alone",
    "opportunities.Exploration": "nobody's by name, held by no organisation; reached by a code that we do not keep",
}
# Where a tenant's rows are read by `_base_manager`, and why.
STEPS_ROUND = {"intake/jobs.py": "the worker looks for whose a piece of work is before it acts as that person"}
# Fields that are about a person in a model that has no other.
ABOUT_A_PERSON = {
    "upn",
    "former_upn",
    "given_name",
    "family_name",
    "preferred_name",
    "born_on",
    "email",
    "learner",
    "user",
}


def our_models():
    return [model for model in apps.get_models() if model.__module__.startswith("waymark.")]


def test_every_model_is_scoped_or_excused():
    loose = {m._meta.label for m in our_models() if not issubclass(m, ScopedModel)}

    assert loose - public_models() == set(UNSCOPED)


def public_models():
    """Models that hold only what was released to the public or what the public sent; each says so itself."""
    return {m._meta.label for m in our_models() if getattr(m, "is_public_record", "")}


def test_every_scoped_model_names_its_tenant_and_what_reading_needs():
    odd = [
        m._meta.label
        for m in our_models()
        if issubclass(m, ScopedModel)
        and not (isinstance(m.read_needs, Permission) and isinstance(m._default_manager, ScopedManager))
    ]

    assert odd == []


def test_every_model_about_a_person_sorts_every_field():
    unsorted = []
    for model in our_models():
        fields = {field.name for field in model._meta.concrete_fields}
        personal = getattr(model, "Personal", None)
        if personal is None:
            if fields & ABOUT_A_PERSON:
                unsorted.append(model._meta.label)
            continue
        said = [*personal.kept, *personal.erased, *personal.blurred]
        if sorted(said) != sorted(fields):
            unsorted.append(f"{model._meta.label}: {sorted(fields.symmetric_difference(said))}")

    assert unsorted == []


def test_the_first_lock_is_stepped_round_only_where_the_list_says():
    root = Path(waymark.__file__).parent
    around = {path.relative_to(root).as_posix() for path in root.rglob("*.py") if "_base_manager" in path.read_text()}

    assert around == set(STEPS_ROUND)
