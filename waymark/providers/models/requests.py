"""What schools ask of employers and providers, whom they ask in turn, and what was said on both sides."""

from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.public_ids import new_public_id
from waymark.access.scope import Scope, active_scope
from waymark.access.scoped import ScopedManager, ScopedModel
from waymark.places.models import Organisation
from waymark.providers.models.employers import Contact, Employer, EmployerMonth
from waymark.providers.models.entries import Provider
from waymark.providers.models.offers import Offer
from waymark.providers.models.words import Kind, Mode, Venue
from waymark.providers.rules.approaches import LIVE, REACHED, State

_LONDON = ZoneInfo("Europe/London")
STATE_WORDS = {
    State.LISTED: "Next on the list",
    State.WAITING: "Waiting for a place",
    State.SENT: "Asked",
    State.OTHER_DATE: "Another date offered",
    State.ACCEPTED: "Accepted",
    State.DECLINED: "Declined",
    State.SILENT: "No answer",
    State.WITHDRAWN: "Withdrawn",
    State.CALLED_OFF: "Called off",
    State.DELIVERED: "Took place",
}


def approaches_open_to(scope: Scope, path: str = "") -> Q:
    """The approaches a scope may read: the school's that asks, the hub's that keeps the employer, theirs who are asked.

    Whoever is asked sees nothing before it has reached them.
    """
    school = scope.where(Permission.REQUEST) | scope.where(Permission.EMPLOYERS_VIEW)
    asked = scope.where(Permission.REQUESTS_ANSWER)
    theirs = Q(**{f"{path}provider__organisation__in": asked}) | Q(**{f"{path}employer__account__in": asked})
    hubs = Q(**{f"{path}employer__organisation__in": scope.where(Permission.EMPLOYERS_VIEW)})
    reached = Q(**{f"{path}state__in": [state.value for state in REACHED]})
    return Q(**{f"{path}request__organisation__in": school}) | hubs | (theirs & reached)


class AskingManager(ScopedManager):
    """Yields what the active scope may read of approaches, or of what hangs on one; outside a scope, raises."""

    def get_queryset(self):
        scope = active_scope()
        rows = models.Manager.get_queryset(self)
        return rows if scope.everything else rows.filter(approaches_open_to(scope, self.model.on_approach))


class RequestManager(ScopedManager):
    """Yields requests of the scope's schools, and those under which something was asked that it may read."""

    def get_queryset(self):
        scope = active_scope()
        rows = models.Manager.get_queryset(self)
        if scope.everything:
            return rows
        asked = Approach._meta.default_manager.filter(approaches_open_to(scope)).values("request")  # type: ignore[union-attr]
        school = scope.where(Permission.REQUEST) | scope.where(Permission.EMPLOYERS_VIEW)
        return rows.filter(Q(organisation__in=school) | Q(pk__in=asked))


class Request(ScopedModel):
    """What a school asks for: something, on a day, for so many learners. Only numbers: no learner is named in it.

    Whoever is asked sees all of it. With `goes_on` the next on the list is asked by itself once one declines or stays
    silent.
    """

    read_needs = Permission.REQUEST
    objects: ClassVar[RequestManager] = RequestManager()  # type: ignore[assignment]

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="requests")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.EMPLOYER)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.IN_PERSON)
    venue = models.CharField(max_length=12, choices=Venue.choices, default=Venue.AT_SCHOOL)
    message = models.TextField(blank=True)
    year_groups = models.JSONField(default=list)
    learners = models.PositiveIntegerField()  # about how many
    wished_on = models.DateField()
    begins_at = models.TimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    goes_on = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)  # the school asks nobody further

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(learners__gte=1), name="providers_requests_for_somebody")]

    class Personal:  # what a person typed may name somebody
        kept = (
            "id", "organisation", "public_id", "kind", "mode", "venue", "year_groups", "learners", "wished_on",
            "begins_at", "minutes", "goes_on", "made_at", "made_by", "closed_at",
        )  # fmt: skip
        erased = ("message",)
        blurred = ("title",)

    def __str__(self) -> str:
        return self.title


class Approach(ScopedModel):
    """One asking of one employer or provider under a request; how it stands is moved by `rules.approaches` alone.

    `agreed_on` is the day it is to be, once settled; `offered_on` the other day they named. An employer without an
    account answers by a secret link: its hash is kept, and the secret is worked out from `nonce` and the site's key.
    """

    tenant = "request__organisation"
    read_needs = Permission.REQUEST
    on_approach: ClassVar[str] = ""
    objects: ClassVar[AskingManager] = AskingManager()  # type: ignore[assignment]

    request = models.ForeignKey(Request, models.CASCADE, related_name="approaches")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    position = models.PositiveSmallIntegerField()  # on the request's list
    employer = models.ForeignKey(Employer, models.PROTECT, null=True, related_name="approaches")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="approaches")
    provider = models.ForeignKey(Provider, models.PROTECT, null=True, related_name="approaches")
    offer = models.ForeignKey(Offer, models.SET_NULL, null=True, related_name="approaches")
    month = models.ForeignKey(EmployerMonth, models.PROTECT, null=True, related_name="approaches")  # whose place it has
    state = models.CharField(
        max_length=10, choices=[(s.value, w) for s, w in STATE_WORDS.items()], default=State.LISTED
    )
    asked_at = models.DateTimeField(null=True)  # by the school; it may have waited for a place since
    sent_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    offered_on = models.DateField(null=True)
    offered_at = models.TimeField(null=True)
    agreed_on = models.DateField(null=True)
    agreed_at = models.TimeField(null=True)
    sequence = models.PositiveSmallIntegerField(default=0)  # of its invitation in calendars
    token_sha256 = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001
    nonce = models.CharField(max_length=32, blank=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="providers_one_approach_a_position"),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state__in=sorted(state.value for state in LIVE)),
                name="providers_one_live_approach_a_request",
            ),
            models.UniqueConstraint(
                fields=["request", "employer"],
                condition=Q(employer__isnull=False),
                name="providers_employer_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(employer__isnull=False, provider=None) | Q(employer=None, provider__isnull=False),
                name="providers_asks_one_or_the_other",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(state.value for state in REACHED))
                | (Q(sent_on__isnull=False) & (Q(employer=None) | Q(month__isnull=False))),
                name="providers_what_reached_them_has_its_place",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "delivered"]) | Q(agreed_on__isnull=False),
                name="providers_settled_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="other_date") | Q(offered_on__isnull=False), name="providers_other_date_is_named"
            ),
        ]
        indexes = [models.Index(fields=["state", "sent_on"], name="providers_approaches_by_state")]

    def __str__(self) -> str:
        return f"approach {self.public_id}"

    @property
    def now(self) -> State:
        return State(self.state)

    @property
    def whom(self) -> str:
        """The name of who is asked."""
        return self.employer.name if self.employer else self.provider.organisation.name if self.provider else ""

    @property
    def organisation_id(self) -> int:
        return self.request.organisation_id

    def times(self) -> tuple[datetime, datetime] | None:
        """When it begins and ends, once a day and an hour are settled; an hour long where nothing else was said."""
        if self.agreed_on is None or self.agreed_at is None:
            return None
        begins = datetime.combine(self.agreed_on, self.agreed_at, tzinfo=_LONDON)
        return begins, begins + timedelta(minutes=self.request.minutes or 60)


class Message(ScopedModel):
    """One entry of an approach's thread: what somebody did, and what they wrote with it. Both sides see it."""

    tenant = "approach__request__organisation"
    read_needs = Permission.REQUEST
    on_approach: ClassVar[str] = "approach__"
    objects: ClassVar[AskingManager] = AskingManager()  # type: ignore[assignment]

    approach = models.ForeignKey(Approach, models.CASCADE, related_name="messages")
    at = models.DateTimeField(default=timezone.now)
    side = models.CharField(max_length=6, choices=[("school", "The school"), ("them", "They"), ("clock", "Waymark")])
    who = models.CharField(max_length=150, blank=True)
    move = models.CharField(max_length=20, blank=True)  # a `Move`; blank: only words
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    class Personal:
        kept = ("id", "approach", "at", "side", "move")
        erased = ("text",)
        blurred = ("who",)
