"""Reading the outbox."""

from waymark.post.queries.letters import (
    Bounced,
    bounced_addresses,
    letters_about,
    letters_in_trouble,
    letters_of,
)

__all__ = ["Bounced", "bounced_addresses", "letters_about", "letters_in_trouble", "letters_of"]
