"""A person's connections, and the groups of staff, for the operator. No field shows a token, sealed or not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest

from accounts.models import Credential
from accounts.security_log import SecurityEvent, log_event
from providers.admin import ReadOnly


class CredentialInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Credential
    extra = 0
    fields = ("provider", "state", "account", "scopes", "authorized_at", "expires_at")


class StoredChoicesField(ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Refuses numbers that no row can have: a database fails on them, and Django's field asks it all the same."""

    def clean(self, value: Any) -> Any:
        """Raises `ValidationError`."""
        if self.queryset is not None and isinstance(value, list | tuple):
            for one in value:
                self.queryset.model._meta.pk.clean(one, None)
        return super().clean(value)


class LoggedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A page whose changes, deletions and actions are lines of the security log. Every page that is not read-only."""

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(
            db_field, request, **(kwargs | {"form_class": StoredChoicesField})
        )

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        log_admin_action(request, "add", [obj])
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        log_admin_action(request, "change", [obj])
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        log_admin_action(request, "delete", queryset)
        return super().log_deletions(request, queryset)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        # A deletion asks first: `log_deletions` says when it is done.
        return {
            name: entry if name == "delete_selected" else (_logged(entry[0], name), *entry[1:])
            for name, entry in actions.items()
        }


def log_admin_action(request: HttpRequest, action: str, rows: Iterable[Model]) -> None:
    """Writes a line of the security log for each row."""
    for row in rows:
        values = {"action": action, "model": row._meta.label_lower, "row": row.pk}
        log_event(SecurityEvent.ADMIN_ACTION, by=request.user.pk, **values)


def _logged(run: Callable[..., Any], name: str) -> Callable[..., Any]:
    @wraps(run)
    def logged(page: Any, request: HttpRequest, rows: QuerySet[Model]) -> Any:
        # Before it is run: an action that fails half-way has done something.
        log_admin_action(request, name, rows)
        return run(page, request, rows)

    return logged


class StaffGroupAdmin(LoggedAdmin, GroupAdmin):
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
