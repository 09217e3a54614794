"""Decisions about the careers team that need no query."""
