"""Reading the outbox."""

from waymark.post.queries.letters import (
    Bounced,
    bounced_addresses,
    letters_about,
    letters_in_trouble,
    letters_of,
)
from waymark.post.queries.own import counts_by_state, own_letters

__all__ = [
    "Bounced",
    "bounced_addresses",
    "counts_by_state",
    "letters_about",
    "letters_in_trouble",
    "letters_of",
    "own_letters",
]
