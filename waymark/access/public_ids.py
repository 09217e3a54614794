"""Opaque names of rows, for addresses and exports."""

import secrets

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no character that is read for another


def new_public_id() -> str:
    """An opaque name for addresses and exports: says nothing about the thing it names."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))
