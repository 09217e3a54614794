"""Keeping what files say of jobs."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.text import slugify

from waymark.kernel.telling import Tell, each, untold
from waymark.opportunities.models import JobCategory, JobProfile, JobSkill, Soc2010Group
from waymark.opportunities.rules.profiles import Profile
from waymark.opportunities.rules.words import job_words
from waymark.places.actions import Loaded


def load_profiles(profiles: Sequence[Profile], tell: Tell = untold) -> Loaded:
    """Bring in job profiles. One the file lacks stays; one of which a newer file spoke is left as that said it.

    What a file does not speak of stays as it was: the 2019 export has no codes and no ways in.
    """
    held = {profile.name: profile for profile in JobProfile.objects.all()}
    _keep_old_titles(profiles)
    categories = _categories(profiles)
    said_before = _said_of(held.values())
    added = changed = unchanged = 0
    for profile in each(profiles, tell, "Writing jobs", every=200):
        known = held.get(profile.name)
        if known is None:
            _write(JobProfile(name=profile.name), profile, categories)
            added += 1
        elif _is_older(profile, known) or said_before[known.pk] == _said_by(profile, known):
            unchanged += 1
        else:
            _write(known, profile, categories)
            changed += 1
    return Loaded(added, changed, unchanged, len(held.keys() - {profile.name for profile in profiles}))


def _keep_old_titles(profiles: Iterable[Profile]) -> None:
    """What the file calls the SOC 2010 groups it codes jobs by; a title we hold already stays."""
    told = {profile.facts.get("soc2010"): profile.soc2010_title for profile in profiles if profile.soc2010_title}
    rows = [Soc2010Group(soc2010=code, title=title) for code, title in told.items() if code]
    Soc2010Group.objects.bulk_create(rows, ignore_conflicts=True)


def _is_older(profile: Profile, known: JobProfile) -> bool:
    return profile.facts["published_on"] < known.published_on


def _categories(profiles: Iterable[Profile]) -> dict[str, JobCategory]:
    titles = {title for profile in profiles for title in profile.categories}
    held = {category.name: category for category in JobCategory.objects.all()}
    found = {}
    for title in sorted(titles):
        name = slugify(title)[:80]
        if name not in held:
            held[name] = JobCategory.objects.create(name=name, title=title[:100])
        found[title] = held[name]
    return found


def _said_of(held: Iterable[JobProfile]) -> dict[int, tuple[Any, ...]]:
    """What we hold of each profile, as `_said_by` says what a file does."""
    skills: dict[int, list[str]] = {}
    for key, skill in JobSkill.objects.order_by("profile", "place").values_list("profile", "skill"):
        skills.setdefault(key, []).append(skill)
    categories: dict[int, set[str]] = {}
    through = JobProfile.categories.through.objects.values_list("jobprofile_id", "jobcategory__name")
    for key, name in through:
        categories.setdefault(key, set()).add(name)
    return {
        profile.pk: (_facts(profile), frozenset(categories.get(profile.pk, ())), tuple(skills.get(profile.pk, ())))
        for profile in held
    }


def _facts(profile: JobProfile) -> dict[str, Any]:
    unsaid = {"id", "name", "search_text", "search_more"}
    return {f.name: getattr(profile, f.name) for f in JobProfile._meta.concrete_fields if f.name not in unsaid}


def _said_by(profile: Profile, known: JobProfile) -> tuple[Any, ...]:
    facts = {**_facts(known), "title": profile.title, **profile.facts}
    kept = tuple(known.skills.values_list("skill", flat=True)) if profile.skills is None else profile.skills
    return (facts, frozenset(slugify(title)[:80] for title in profile.categories), kept)


def _write(row: JobProfile, profile: Profile, categories: dict[str, JobCategory]) -> None:
    row.title = profile.title
    for name, value in profile.facts.items():
        setattr(row, name, value)
    row.search_text = job_words(row.title)
    skills = profile.skills or ()
    row.search_more = job_words(" ".join((row.overview, *row.tasks, *skills, *profile.categories)))
    row.save()
    row.categories.set([categories[title] for title in profile.categories])
    if profile.skills is not None:
        row.skills.all().delete()
        JobSkill.objects.bulk_create(
            JobSkill(profile=row, skill=skill, place=place) for place, skill in enumerate(profile.skills, start=1)
        )
