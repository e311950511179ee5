"""A person's connections, and the groups of staff, for the operator. No field shows a token, sealed or not."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from accounts.models import Credential
from providers.admin import ReadOnly


class CredentialInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Credential
    extra = 0
    fields = ("provider", "state", "account", "scopes", "authorized_at", "expires_at")


class StaffGroupAdmin(GroupAdmin):
    """Groups, for superusers: who may change a group that they are in could give themselves every permission."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.is_superuser


admin.site.unregister(Group)
admin.site.register(Group, StaffGroupAdmin)
