"""Letters to be sent, and mail servers that will not take them."""

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail.backends.base import BaseEmailBackend

from tests.factories import make_school
from waymark.access.permissions import Permission
from waymark.post.actions import Wording, send_letter


class RefusesTheAddress(BaseEmailBackend):
    """A mail server that knows no such person."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"5.1.1 No such person here")})


class IsBusy(BaseEmailBackend):
    """A mail server that asks to be tried later for this address."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({messages[0].to[0]: (451, b"4.7.1 Try later")})


class IsAway(BaseEmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected("gone")


@pytest.fixture
def server(settings):
    """Choose how the mail server behaves: `server("IsAway")`; with nothing, it takes everything."""

    def choose(how: str = "") -> None:
        settings.EMAIL_BACKEND = f"{__name__}.{how}" if how else "django.core.mail.backends.locmem.EmailBackend"

    return choose


@pytest.fixture
def school(db_scope):
    return make_school()


@pytest.fixture
def write(school, db_scope):
    """Write a letter of the school: `write("a@example.org")`."""

    def written(to="pat@employer.example", subject="Could you come?", text="Hello,\n\nCould you?", **more):
        wording = Wording(subject, text, more.pop("invitation", None))
        return send_letter(
            organisation=school,
            to=to,
            wording=wording,
            needs=more.pop("needs", Permission.REQUEST),
            by=more.pop("by", db_scope),
            **more,
        )

    return written
