"""Decisions of this room that need no query."""
