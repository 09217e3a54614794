"""Taking in what came back: by hand, or from a mailbox of delivery reports (RFC 3464)."""

import contextlib
import email
import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from pathlib import Path

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.post.models import Letter

State = Letter.State
_THE_SITE = 0
_OURS = re.compile(r"<([0-9a-f]{16})\.\d+@waymark\.invalid>")


@dataclass(frozen=True)
class Report:
    """One address a letter could not be delivered to, why, and which letter of ours it was where the report says."""

    address: str
    why: str
    letter: str = ""


@transaction.atomic
def note_bounce(*, report: Report, at: datetime, by: Scope) -> int:
    """Say that a letter came back: the one the report names, else each sender's last to the address; how many did."""
    by.require(Permission.SETTINGS_WRITE, _THE_SITE)
    letters = Letter.objects.select_for_update(of=("self",)).filter(state=State.SENT)
    named = list(letters.filter(public_id=report.letter)) if report.letter else []
    to_it = letters.filter(to=report.address.lower()).order_by("sent_at", "pk")
    last = {(each.organisation_id, each.owner_id): each for each in to_it}
    came_back = named or list(last.values())
    for letter in came_back:
        letter.state, letter.bounced_at, letter.trouble = State.BOUNCED, at, report.why[:300]
        letter.save()
        note("letter came back", on=letter, by=by)
    return len(came_back)


def reports_in(path: Path) -> Iterator[Report]:
    """What a mailbox file, or a single message, says could not be delivered; what only waits is left out."""
    with contextlib.closing(mailbox.mbox(path, create=False)) as box:
        messages: list[Message] = list(box)
    if not messages:
        messages = [email.message_from_bytes(path.read_bytes())]
    for message in messages:
        yield from _reports(message)


def _reports(message: Message) -> Iterator[Report]:
    if message.get_content_type() != "multipart/report":
        return
    ours = _OURS.search(message.as_string())
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for about in part.walk():  # one group of lines for the message, one for each address
                address = about.get("Final-Recipient", "").rpartition(";")[2].strip()
                if address and about.get("Action", "").strip().lower() == "failed":
                    why = about.get("Diagnostic-Code") or about.get("Status") or "No reason was given."
                    yield Report(address.lower(), " ".join(why.split()), ours[1] if ours else "")
