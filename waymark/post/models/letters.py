"""Letters that leave, and what became of each."""

import secrets
from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import OwnNeedsManager, ScopedModel
from waymark.places.models import Organisation
from waymark.post.links import keeps_its_address

KEPT_BRIEFLY = timedelta(days=7)  # the same of a letter to somebody who may never have had an account
KEPT_FOR = timedelta(days=365)  # what a letter said and whom it went to; that there was one stays


def new_letter_id() -> str:
    """An opaque name for a letter, for its address and its Message-ID."""
    return secrets.token_hex(8)


class Letter(ScopedModel):
    """One letter to one address: what it says, whose it is, and what became of it.

    Most are an organisation's. Some are a person's own (`owner`), seen by nobody else; some nobody's, because whoever
    they are to has no account yet. Of these two no organisation's scope sees any: see `post.queries.own`.

    `needs` says what a person must hold at the organisation to see it and to send it again. `about` names what it is
    about by kind and opaque id, as the trail does. A letter that bounced keeps why; sent again it is the same letter.
    """

    read_needs = Permission.REQUEST
    objects: ClassVar[OwnNeedsManager] = OwnNeedsManager()  # type: ignore[assignment]

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"
        BOUNCED = "bounced", "Came back"
        WITHDRAWN = "withdrawn", "Not sent: called off"

    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="letters")
    owner = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    public_id = models.CharField(max_length=16, unique=True, default=new_letter_id, editable=False)
    needs = models.CharField(max_length=30, blank=True)  # blank where it is no organisation's
    about = models.CharField(max_length=80, blank=True)
    to = models.EmailField(blank=True)  # blank once erased
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    calendar = models.TextField(blank=True)  # an iCalendar text that goes with it
    calendar_method = models.CharField(max_length=10, blank=True)  # REQUEST or CANCEL
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)  # not tried before
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)  # why it failed or bounced, in the mail server's words
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="post_sent_letters_say_when"
            ),
            models.CheckConstraint(
                condition=Q(state="bounced", bounced_at__isnull=False) | (~Q(state="bounced") & Q(bounced_at=None)),
                name="post_bounced_at_when_bounced",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("queued_at")), name="post_due_after_queued"),
            models.CheckConstraint(
                condition=Q(organisation=None, needs="") | Q(organisation__isnull=False, owner=None) & ~Q(needs=""),
                name="post_an_organisations_or_its_owners",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="post_by_state_and_day"),
            models.Index(fields=["organisation", "-queued_at"], name="post_by_organisation"),
            models.Index(fields=["to"], name="post_by_address"),
            models.Index(fields=["owner", "-queued_at"], name="post_by_owner"),
        ]

    class Personal:
        kept = (
            "id",
            "organisation",
            "owner",
            "public_id",
            "needs",
            "about",
            "calendar_method",
            "state",
            "tries",
            "queued_at",
            "due_at",
            "claimed_at",
            "sent_at",
            "bounced_at",
            "written_by",
        )
        erased = ("text", "calendar", "reply_to", "trouble", "subject")
        blurred = ("to",)

    def __str__(self) -> str:
        return f"letter {self.public_id}"

    @property
    def needed(self) -> Permission:
        """What seeing it and sending it again needs."""
        return Permission[self.needs]

    @property
    def keeps_its_address(self) -> bool:
        """Whether it may go to nobody but whom it was written to, because its link lets them in."""
        return keeps_its_address(self.about)

    @property
    def can_be_sent_again(self) -> bool:
        return self.state in {self.State.FAILED, self.State.BOUNCED, self.State.SENT} and bool(self.text and self.to)
