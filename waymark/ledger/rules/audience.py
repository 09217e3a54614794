"""Whom an activity is for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceChoice:
    """Whom an activity is for: everyone in any of these. Groups by public id; learners, chosen by name, by key."""

    year_groups: tuple[int, ...] = ()
    forms: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    learners: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.year_groups or self.forms or self.groups or self.learners)


NOBODY_YET = AudienceChoice()
