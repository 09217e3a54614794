"""Writes to the public register.

The register holds public facts and belongs to no school, so these ask for no permission; the doors that files come in
by do (`waymark.intake.registers`), and keep the audit trail.
"""

from waymark.places.actions.belongings import Part, end_belonging, keep_belongings
from waymark.places.actions.colleges import load_colleges
from waymark.places.actions.councils import load_councils
from waymark.places.actions.establishments import load_establishments
from waymark.places.actions.hubs import load_hub_memberships, overlapping_memberships
from waymark.places.actions.links import load_links
from waymark.places.actions.loaded import Loaded
from waymark.places.actions.places import add_place
from waymark.places.actions.postcodes import load_postcodes
from waymark.places.actions.trusts import load_trust_memberships, load_trusts

__all__ = [
    "Loaded",
    "Part",
    "add_place",
    "end_belonging",
    "keep_belongings",
    "load_colleges",
    "load_councils",
    "load_establishments",
    "load_hub_memberships",
    "load_links",
    "load_postcodes",
    "load_trust_memberships",
    "load_trusts",
    "overlapping_memberships",
]
