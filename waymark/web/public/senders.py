"""Where a request came from."""

from waymark.web.senders import address_of

__all__ = ["address_of"]
