"""Decisions about the ledger that need no query."""
