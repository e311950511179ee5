"""A person's connections, for the operator. No field here shows a token, sealed or not."""

from __future__ import annotations

from django.contrib import admin

from accounts.models import Credential
from providers.admin import ReadOnly


class CredentialInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Credential
    extra = 0
    fields = ("provider", "state", "account", "scopes", "authorized_at", "expires_at")
