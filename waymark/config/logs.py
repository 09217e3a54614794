"""How log lines are written."""

import logging
import re

from waymark.kernel.upn import without_upns

_SECRET_ADDRESS = re.compile(
    r"(/join/|/shared-evaluation/|/calendars/|/me/begin/|/me/reference/|/password/reset/key/)[^/\s'\"]+"
)


class Discreet(logging.Formatter):
    """A line, and the traceback under it, without any UPN or any address that lets its bearer in.

    A database says in its errors what was in the row, and Django names the address of every request refused.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as text, with those taken out."""
        return _SECRET_ADDRESS.sub(r"\1(secret)", without_upns(super().format(record)))
