"""Decisions that need no query."""
