"""People, the permissions that they gave at Spotify and Google, their sessions, API tokens and trigger links.

And the second factor of staff.
"""

from __future__ import annotations

from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django_otp.models import Device, ThrottlingMixin


def check_time_zone(name: str) -> None:
    """Raises `ValidationError` for a name that is no IANA time zone."""
    if name not in available_timezones():
        raise ValidationError("%(name)s is no IANA time zone, such as Europe/Berlin.", params={"name": name})


class User(AbstractUser):
    """A person. Spotify's `account_id` is immutable, `id` is older: both are stored and either finds them.

    https://developer.spotify.com/documentation/web-api/references/changes/may-2026
    """

    spotify_account_id = models.CharField(max_length=200, unique=True, null=True, blank=True, editable=False)
    spotify_id = models.CharField(max_length=200, unique=True, null=True, blank=True, editable=False)
    display_name = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[check_time_zone])
    # A code of settings.LANGUAGES; "" for the browser's language.
    language = models.CharField(max_length=8, blank=True)
    # What pages are not to suggest again (`accounts.hints`).
    dismissed_hints = models.JSONField(default=list, blank=True, editable=False)

    class Meta(AbstractUser.Meta):
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.display_name or self.username


class Credential(models.Model):
    """A person's permission at a vendor. Tokens are sealed (see `accounts.sealing`), never plain."""

    class Provider(models.TextChoices):
        SPOTIFY = "spotify", "Spotify"
        GOOGLE = "google", "Google"

    class State(models.TextChoices):
        ACTIVE = "active", "connected"
        UNCONFIRMED = "unconfirmed", "refused once, being checked"
        ENDED = "ended", "has to be connected again"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="credentials")
    provider = models.CharField(max_length=16, choices=Provider)
    client_id = models.CharField(max_length=200)
    account = models.CharField("account at the vendor", max_length=200, blank=True)
    access_sealed = models.TextField(blank=True)
    refresh_sealed = models.TextField(blank=True)
    expires_at = models.DateTimeField()
    scopes = models.TextField(blank=True)
    # Spotify's refresh tokens end six months after consent; refreshing does not extend them.
    authorized_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=State, default=State.ACTIVE)
    # Since when the vendor answers `invalid_grant`. It is believed only when repeated 15 minutes after this.
    unconfirmed_since = models.DateTimeField(null=True, blank=True)
    # The last time the vendor refreshed the token, and the last time it answered `invalid_grant`: many refusals among
    # few refreshes are an outage at the vendor (see `providers.outages`).
    refreshed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    # One worker at a time refreshes, until this: claimed by a conditional UPDATE, so that a rotated refresh token is
    # never used twice.
    refreshing_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "provider"], name="one_credential_a_provider")]

    def __str__(self) -> str:
        return f"{self.get_provider_display()} of {self.user}"


class Session(AbstractBaseSession):
    """A browser's session. `accounts.sessions` writes and reads it."""

    session_key = models.CharField("hash of the session key", max_length=64, primary_key=True)
    # Empty while nobody is signed in. Not a constraint of the database: a session that is begun in the moment in
    # which its person is deleted must not stop the deletion. What is left of it signs nobody in, and expires.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, db_constraint=False, related_name="sessions"
    )
    device = models.CharField("browser and system", max_length=40, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(default=timezone.now)


class Revocation(models.Model):
    """A permission that is to be taken back at Google: kept until Google has, and tried for a day (`accounts.revocation`).

    Without a token it was given up: the person takes it back by hand. `user` is empty for those who have left.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="revocations"
    )
    # Of the account at Google: when it agrees anew, taking back the former permission would end the new one.
    account_hash = models.CharField(max_length=64, blank=True, db_index=True)
    token_sealed = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"revocation {self.pk}"


class RandomSecret(models.Model):
    """A secret that its owner was shown once. `digest` is a hash of it: nobody can use a copy of the database."""

    name = models.CharField(max_length=60)
    # Its last characters, by which a person knows which one it is.
    ending = models.CharField(max_length=4)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-created_at", "-pk"]


class ApiToken(RandomSecret):
    """An access token of the API, as its owner named it. `accounts.api_tokens` makes, finds and revokes it."""

    class Scope(models.TextChoices):
        READ = "read", "read everything"
        SYNC = "sync", "start a sync"
        WRITE = "write", "change settings"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    digest = models.CharField("hash of the token", max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"API token {self.pk}"


class TriggerLink(RandomSecret):
    """An address that starts a sync of its owner's and can do nothing else (`accounts.trigger_links`)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="trigger_links")
    digest = models.CharField("hash of the secret part", max_length=64, unique=True)
    # Whether opening it is enough; otherwise a page asks first, because programs open addresses to show previews.
    runs_at_once = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"trigger link {self.pk}"


class SealingKey(models.Model):
    """A key that processes of this site were started with, by its fingerprint (`accounts.key_rollout`)."""

    fingerprint = models.CharField(max_length=64, primary_key=True)
    readable_since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.fingerprint


class AuthenticatorApp(ThrottlingMixin, Device):  # type: ignore[misc]
    """A member of staff's app that shows a new code every half minute. Its secret is sealed, as tokens are.

    Not django-otp's own model, which keeps the secret as plain text. `accounts.second_factor` verifies the codes.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="authenticator_app")
    secret_sealed = models.TextField()
    # The half minute of the last code that was accepted: none is accepted twice.
    last_step = models.BigIntegerField(default=-1)

    def get_throttle_factor(self) -> int:
        """After each wrong code the next one is looked at only after 1, 2, 4, … seconds."""
        return 1


class RecoveryCodes(ThrottlingMixin, Device):  # type: ignore[misc]
    """The codes that let a member of staff in once each, without their app. Kept as salted hashes only."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes")
    hashes = models.JSONField(default=list)

    def get_throttle_factor(self) -> int:
        return 1
