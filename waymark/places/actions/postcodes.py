"""Where postcodes lie."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from waymark.places.actions.loaded import Loaded
from waymark.places.models import Postcode
from waymark.places.register import PostcodeAt

_AT_ONCE = 5000
_FACTS = ("latitude", "longitude", "country", "ended_in")


@transaction.atomic
def load_postcodes(rows: Sequence[PostcodeAt]) -> Loaded:
    """Bring in postcodes, the last row of each counting. One the file lacks stays: directories come in parts."""
    said = {row.code: row for row in rows}
    known = {
        row.code: row
        for first in range(0, len(said), _AT_ONCE)
        for row in Postcode.objects.filter(code__in=list(said)[first : first + _AT_ONCE])
    }
    added = [row for code, row in said.items() if code not in known]
    changed = [row for code, row in said.items() if code in known and _facts(row) != _facts(known[code])]
    Postcode.objects.bulk_create(
        [Postcode(**asdict(row)) for row in (*added, *changed)],
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=list(_FACTS),
    )
    return Loaded(len(added), len(changed), len(said) - len(added) - len(changed))


def _facts(row: PostcodeAt | Postcode) -> tuple:
    return tuple(getattr(row, name) for name in _FACTS)
