"""The register of schools as its publisher gives it: establishments, links, groups, and who is in them."""

from waymark.intake.sources.gias.establishments import ESTABLISHMENT_COLUMNS, read_establishments
from waymark.intake.sources.gias.groups import GROUP_COLUMNS, MEMBERSHIP_COLUMNS, read_groups, read_memberships
from waymark.intake.sources.gias.links import LINK_COLUMNS, read_links

__all__ = [
    "ESTABLISHMENT_COLUMNS",
    "GROUP_COLUMNS",
    "LINK_COLUMNS",
    "MEMBERSHIP_COLUMNS",
    "read_establishments",
    "read_groups",
    "read_links",
    "read_memberships",
]
