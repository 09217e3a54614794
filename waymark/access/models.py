"""People, what they may do where, and the trail of what they did."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.access.roles import ROLE_CHOICES, ROLES, Role
from waymark.access.scoped import ScopedModel
from waymark.places.models import Organisation


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, *, name: str, password: str | None = None) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person with an account. The address is the name they sign in by; what they may do is in their memberships."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Personal:
        kept = ("id", "is_active", "joined_at", "last_login")
        erased = ("password",)
        blurred = ("email", "name")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """That a person holds a role at an organisation, from a moment until it was ended."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=ROLE_CHOICES)
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], condition=Q(ended_at=None), name="access_one_standing_role"
            )
        ]

    class Personal:
        kept = ("id", "user", "organisation", "role", "begun_at", "ended_at")
        erased = ()
        blurred = ()

    @property
    def held(self) -> Role:
        return ROLES[self.role]


class Sharing(models.Model):
    """That a school lets a hub, trust or council see its figures; ended, never deleted."""

    school = models.ForeignKey(Organisation, models.PROTECT, related_name="sharings")
    shared_with = models.ForeignKey(Organisation, models.PROTECT, related_name="shared_by")
    begun_at = models.DateTimeField(default=timezone.now)
    begun_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "shared_with"], condition=Q(ended_at=None), name="access_one_standing_sharing"
            )
        ]


def _in_a_fortnight():
    return timezone.now() + timedelta(days=14)


class Invitation(models.Model):
    """A letter that lets one address take up a role; works once, until it expires. Only the token's hash is kept."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=30, choices=ROLE_CHOICES)
    token_sha256 = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField(default=_in_a_fortnight)
    taken_up_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Personal:
        kept = ("id", "organisation", "role", "sent_at", "sent_by", "expires_at", "taken_up_at", "withdrawn_at")
        erased = ("token_sha256",)
        blurred = ("email", "name")

    @property
    def is_open(self) -> bool:
        return self.taken_up_at is None and self.withdrawn_at is None and timezone.now() < self.expires_at


class ApiToken(models.Model):
    """A program's key to one school: some permissions of that school, none of any other. Only its hash is kept.

    It acts while whoever made it may still make such a one: with the role they made it under it ends, for good.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="api_tokens")
    label = models.CharField(max_length=100)
    token_sha256 = models.CharField(max_length=64, unique=True)
    permissions = models.JSONField(default=list)  # names of `Permission`
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    ended_with = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")  # the role it rested on

    def grants(self) -> dict[Permission, frozenset[int]]:
        return {Permission[name]: frozenset({self.organisation_id}) for name in self.permissions}


def new_token() -> tuple[str, str]:
    """A fresh secret and its SHA-256: the first is shown once, the second is stored."""
    token = secrets.token_urlsafe(32)
    return token, token_sha256(token)


def token_sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class Tally(models.Model):
    """What the limits on guessing count, and which codes were used: one for all processes of a site, until it is over.

    The columns are those of Django's cache in a database, which alone reads and writes them. What is counted is named
    by a keyed hash, so that no address or code is kept.
    """

    is_public_record = "counts of what came from outside, tied to no school"

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)


class AuditEvent(ScopedModel):
    """One thing somebody did or saw: only ever added to.

    Never holds a learner's name or UPN: what it is about is named by its kind and opaque id.
    """

    read_needs = Permission.AUDIT_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="audit_events")
    at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    who = models.CharField(max_length=150)
    via = models.CharField(max_length=10)
    verb = models.CharField(max_length=80)
    about = models.CharField(max_length=80, blank=True)
    because = models.CharField(max_length=500, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-at"], name="access_audit_by_day")]

    class Personal:
        kept = ("id", "organisation", "at", "user", "via", "verb", "about", "details")
        erased = ("because",)
        blurred = ("who",)

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("the audit trail is only ever added to")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("the audit trail is only ever added to")
