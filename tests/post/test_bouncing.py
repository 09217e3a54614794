"""What came back: told by hand, or read from a mailbox of delivery reports."""

from pathlib import Path

import pytest
from django.utils import timezone

from tests.factories import make_school
from waymark.access.permissions import Permission
from waymark.cli.main import run
from waymark.post.actions import Report, Wording, note_bounce, reports_in, send_letter
from waymark.post.actions.delivering import deliver_letter, message_id_of
from waymark.post.models import Letter

REPORT = """\
From MAILER-DAEMON Sat Nov 28 03:00:00 2026
From: Mail Delivery System <MAILER-DAEMON@mail.example>
To: waymark@site.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

It could not be delivered.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; Pat@Employer.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 unknown
  mailbox

--part
Content-Type: text/rfc822-headers

Message-ID: {message_id}
Subject: Could you come?

--part--

"""


def mailbox(folder: Path, *reports: tuple[str, str]) -> Path:
    path = folder / "reports"
    path.write_text("".join(REPORT.format(action=action, message_id=name) for action, name in reports))
    return path


def sent(write, **more) -> Letter:
    letter = write(**more)
    deliver_letter.call(letter.public_id)
    return Letter.objects.get(pk=letter.pk)


def test_a_report_says_which_letter_and_why(write, tmp_path):
    letter = sent(write)

    found = list(reports_in(mailbox(tmp_path, ("failed", message_id_of(letter)), ("delayed", "<x@y>"))))

    assert found == [Report("pat@employer.example", "smtp; 550 5.1.1 unknown mailbox", letter.public_id)]


def test_the_letter_a_report_names_came_back_and_no_other(write, tmp_path, capsys):
    first, second = sent(write), sent(write)

    assert run(["post", "bounced", "--mailbox", str(mailbox(tmp_path, ("failed", message_id_of(first))))]) == 0

    assert capsys.readouterr().out == "1 letters came back.\n"
    assert [Letter.objects.get(pk=each.pk).state for each in (first, second)] == ["bounced", "sent"]


def test_an_address_alone_means_each_senders_last_letter(write, db_scope):
    earlier, last = sent(write), sent(write)
    other = send_letter(
        organisation=make_school("Oakmoor School", urn="900002"),
        to="pat@employer.example",
        wording=Wording("x", "y"),
        needs=Permission.REQUEST,
        by=db_scope,
    )
    deliver_letter.call(other.public_id)

    assert note_bounce(report=Report("PAT@employer.example", "gone"), at=timezone.now(), by=db_scope) == 2
    assert [Letter.objects.get(pk=each.pk).state for each in (earlier, last, other)] == ["sent", "bounced", "bounced"]


def test_told_twice_it_came_back_once(write, db_scope):
    report = Report("pat@employer.example", "gone", sent(write).public_id)

    assert [note_bounce(report=report, at=timezone.now(), by=db_scope) for _ in range(2)] == [1, 0]


@pytest.mark.parametrize("arguments", [[], ["a@b.example", "--mailbox", "x"], ["--mailbox", "nowhere"]])
def test_the_command_refuses_what_it_cannot_do(arguments, capsys):
    assert run(["post", "bounced", *arguments]) == 2
