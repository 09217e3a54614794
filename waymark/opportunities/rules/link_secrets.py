"""Secrets of the links in letters to people: worked out from an opaque name as a letter leaves, and kept nowhere."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

from django.conf import settings


def new_name() -> str:
    """An opaque name for what a link leads to: it stands in the outbox and opens nothing."""
    return secrets.token_hex(8)


def secret_of(kind: str, name: str) -> str:
    """The secret of a name, the same whenever the letter leaves; only the site can work it out."""
    told = hmac.new(settings.SECRET_KEY.encode(), f"{kind} link {name}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(told).decode().rstrip("=")
