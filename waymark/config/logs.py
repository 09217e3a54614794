"""How log lines are written."""

import logging
import re

from waymark.kernel.upn import without_upns

_BEFORE_A_SECRET = (
    "/join/",
    "/requests/",
    "/interview/",
    "/s/",
    "/codes/",
    "/shared-evaluation/",
    "/calendars/",
    "/me/begin/",
    "/me/reference/",
    "/password/reset/key/",
    "/confirm-email/",
)  # tests/web/test_answers.py walks through all addresses for one that is not here
_SECRET_ADDRESS = re.compile(rf"({'|'.join(_BEFORE_A_SECRET)})[^/\s'\"]+")


class Discreet(logging.Formatter):
    """A line, and the traceback under it, without any UPN or any address that lets its bearer in.

    A database says in its errors what was in the row, and Django names the address of every request refused.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as text, with those taken out."""
        return _SECRET_ADDRESS.sub(r"\1(secret)", without_upns(super().format(record)))
