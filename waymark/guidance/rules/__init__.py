"""Decisions about interviews that need no query."""
