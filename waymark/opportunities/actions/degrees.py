"""Loading degrees."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from waymark.kernel.telling import Tell, in_parts, untold
from waymark.opportunities.models import Degree
from waymark.places.actions import Loaded
from waymark.places.actions.loaded import overwrite

_KEY = ("published_by", "taught_by", "number", "mode")
Key = tuple[str, str, str, str]


@transaction.atomic
def load_degrees(rows: Sequence[tuple[Key, Mapping[str, object]]], tell: Tell = untold) -> Loaded:
    """Bring in degrees by their key; one the file lacks stays."""
    standing = {tuple(getattr(row, name) for name in _KEY): row for row in Degree.objects.all()}
    new, changed = [], []
    for key, said in rows:
        held = standing.get(key)
        if held is None:
            new.append(Degree(**dict(zip(_KEY, key, strict=True)), **said))
        elif any(getattr(held, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(held, name, value)
            changed.append(held)
    for part in in_parts(new, tell, "Writing degrees", every=5_000):
        Degree.objects.bulk_create(part, batch_size=200)
    if changed:
        overwrite(changed, rows[0][1])
    absent = len(set(standing) - {key for key, _ in rows})
    return Loaded(len(new), len(changed), len(rows) - len(new) - len(changed), absent)
