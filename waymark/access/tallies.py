"""Under what name a limit is counted."""

import hashlib
import hmac

from django.conf import settings


def hidden(key: str, key_prefix: str, version: int) -> str:
    """A keyed hash of what is counted: a network address, a person's account, a code that was used."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{key_prefix}:{version}:{key}".encode(), hashlib.sha256).hexdigest()
