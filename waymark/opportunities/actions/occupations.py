"""Keeping what files say of occupations, skills and industries."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from waymark.opportunities.models import (
    EscoLink,
    EscoOccupation,
    Industry,
    OnetOccupation,
    OnetSkill,
    Soc2010Group,
    SocGroup,
    SocJobTitle,
    SocLink,
)
from waymark.opportunities.rules.occupations import SocFile
from waymark.places.actions import Loaded
from waymark.places.rules import plain_words

_AT_ONCE = 1000


def keep(
    model: type[models.Model], key: Sequence[str], rows: Sequence[Mapping[str, Any]], among: models.Q | None = None
) -> Loaded:
    """Bring in rows told apart by the columns of `key`; what the file lacks stays, and is counted as absent.

    A row that says what is held already is unchanged. The last of several with one key counts. `among` names the part
    of the table the file speaks of, where that is not all of it.
    """
    given = {tuple(row[name] for name in key): row for row in rows}
    held: dict[tuple[Any, ...], models.Model] = {}
    for row in model._default_manager.filter(among or models.Q()).iterator(chunk_size=_AT_ONCE):
        held[tuple(getattr(row, name) for name in key)] = row
    new, other, unchanged = [], [], 0
    for each, said in given.items():
        known = held.get(each)
        if known is None:
            new.append(model(**said))
        elif any(getattr(known, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(known, name, value)
            other.append(known)
        else:
            unchanged += 1
    model._default_manager.bulk_create(new, batch_size=_AT_ONCE)
    told = [name for name in (next(iter(rows), {})) if name not in key and name != model._meta.pk.name]
    if other and told:
        model._default_manager.bulk_update(other, told, batch_size=200)
    return Loaded(len(new), len(other), unchanged, len(held.keys() - given.keys()))


def load_soc(file: SocFile, *, source: str, relation_source: str) -> Loaded:
    """Bring in groups of SOC 2020 with the job titles they name, a relation of SOC 2010 to it, or old titles."""
    if file.relations:
        rows = [
            {"soc2010": r.soc2010, "soc2020": r.soc2020, "share": r.share, "source": relation_source}
            for r in file.relations
        ]
        return keep(SocLink, ("soc2010", "soc2020"), rows)
    if file.old_titles:
        return keep(Soc2010Group, ("soc2010",), [{"soc2010": code, "title": title} for code, title in file.old_titles])
    groups = [
        {
            "soc": g.soc,
            "title": g.title,
            "description": g.description,
            "entry": g.entry,
            "tasks": list(g.tasks),
            "source": source,
        }
        for g in file.groups
    ]
    loaded = keep(SocGroup, ("soc",), groups)
    titles = [
        {"group_id": group.soc, "title": title, "words": plain_words(title)[:160]}
        for group in file.groups
        for title in group.job_titles
        if plain_words(title)
    ]
    named = {(title["group_id"], title["words"]) for title in titles}
    held = SocJobTitle.objects.filter(group_id__in=[group.soc for group in file.groups])
    dropped = [key for key, group, words in held.values_list("pk", "group_id", "words") if (group, words) not in named]
    SocJobTitle.objects.filter(pk__in=dropped).delete()
    keep(SocJobTitle, ("group_id", "words"), titles)
    return loaded


def load_onet(rows: Iterable[Mapping[str, Any]], *, ranks: bool) -> Loaded:
    """Bring in O*NET occupations, or how much each needs which skill."""
    if ranks:
        return keep(
            OnetSkill,
            ("onet", "skill"),
            [{"onet": r["onet"][:10], "skill": r["skill"], "rank": r["rank"]} for r in rows],
        )
    told = [{"onet": r["onet"][:10], "title": r["title"][:150], "description": r["description"] or ""} for r in rows]
    return keep(OnetOccupation, ("onet",), told)


def load_esco(rows: Iterable[Mapping[str, Any]]) -> Loaded:
    """Bring in ESCO occupations."""
    return keep(EscoOccupation, ("uri",), list(rows))


def load_esco_links(rows: Iterable[Mapping[str, Any]]) -> Loaded:
    """Bring in which ESCO occupation each job profile was matched to."""
    return keep(EscoLink, ("profile_name", "uri"), list(rows))


def load_industries(codes: Mapping[str, tuple[str, str]]) -> Loaded:
    """Bring in the classification of industries."""
    rows = [{"sic": code, "title": title, "section": section} for code, (title, section) in codes.items()]
    return keep(Industry, ("sic",), rows)
