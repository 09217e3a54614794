"""How log lines are written."""

import logging

from waymark.kernel.upn import without_upns


class WithoutUpns(logging.Formatter):
    """A line, and the traceback under it, without any UPN: a database says in its errors what was in the row."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as text, what looks like a UPN taken out."""
        return without_upns(super().format(record))
