"""What the registers say, looked up in bulk for files of courses."""

from collections.abc import Iterable

from waymark.opportunities.models import LarsAim
from waymark.places.models import Kind, Organisation

_AT_ONCE = 900


def aims_named(references: Iterable[str]) -> dict[str, LarsAim]:
    """The aim of each reference; those that LARS does not have are left out."""
    asked = sorted(set(references))
    found: dict[str, LarsAim] = {}
    for start in range(0, len(asked), _AT_ONCE):
        found |= LarsAim.objects.in_bulk(asked[start : start + _AT_ONCE])
    return found


def aim_titles() -> dict[str, str]:
    """The title of every aim, to look for the one that was meant."""
    return dict(LarsAim.objects.values_list("reference", "title"))


def council_areas() -> dict[str, str]:
    """The upper-tier councils that `SUB_REGION` may name: the code of each name."""
    councils = Organisation.objects.filter(kind=Kind.COUNCIL).exclude(register_code="")
    return dict(councils.order_by("pk").values_list("name", "register_code"))
