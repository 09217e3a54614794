"""Every room's invariants, one after another."""

from collections.abc import Iterator

from waymark.access import invariants as access
from waymark.evaluation import invariants as evaluation
from waymark.ledger import invariants as ledger
from waymark.places import invariants as places
from waymark.providers import invariants as providers


def broken_rules() -> Iterator[str]:
    """A sentence for each rule that does not hold; nothing when the database is sound."""
    yield from places.broken()
    yield from access.broken()
    yield from ledger.broken()
    yield from evaluation.broken()
    yield from providers.broken()
