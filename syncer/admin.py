"""The operator's pages: people with their connections, sheet and schedule, and runs.

Who paused a schedule is in the column "next run" and in the schedule below a person (`Schedule.Pause`); the list is
filtered by it. No field shows a token, sealed or not.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from social_django.models import Association, Nonce, UserSocialAuth

from accounts.admin import CredentialInline, LoggedAdmin
from accounts.deletion import delete_account
from accounts.models import Credential, User
from problems.texts import describe
from providers.admin import FilledValuesFilter, ReadOnly
from sheets.admin import SheetInline
from sheets.models import LinkedSheet
from syncer import runs, schedule
from syncer.models import Schedule, SyncRun
from syncer.presenters import describe_unrevoked_of
from syncer.problems import AccountSwitchedOff

# social-auth's tables are of no use to an operator, and `UserSocialAuth.extra_data` is where it would keep tokens.
admin.site.unregister((Association, Nonce, UserSocialAuth))

admin.site.site_header = admin.site.site_title = f"{settings.SITE_NAME} administration"


# What somebody could make a superuser of themselves with.
OF_SUPERUSERS = ("is_staff", "is_superuser", "groups", "user_permissions")


class ScheduleInline(ReadOnly, admin.StackedInline):  # type: ignore[type-arg]
    """The person's schedule, read-only: pausing and resuming are actions of the list, which do more than set a field."""

    model = Schedule
    extra = 0
    fields = ("hour", "next_run_at", "pause", "problem_code", "problem_text")
    readonly_fields = ("problem_text",)

    @admin.display(description="problem")
    def problem_text(self, schedule: Schedule) -> str:
        return describe(schedule.problem_code, schedule.problem_values)


class ConnectionFilter(admin.SimpleListFilter):
    """Filters people by the state of their connection to one vendor."""

    provider: Credential.Provider

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*Credential.State.choices, ("none", "not connected")]

    def queryset(self, request: HttpRequest, people: QuerySet[User]) -> QuerySet[User]:
        credentials = Credential.objects.filter(provider=self.provider)
        if self.value() is None:
            return people
        if self.value() == "none":
            return people.exclude(pk__in=credentials.values("user"))
        return people.filter(pk__in=credentials.filter(state=self.value()).values("user"))


class SpotifyFilter(ConnectionFilter):
    provider, title, parameter_name = Credential.Provider.SPOTIFY, "Spotify", "spotify"


class GoogleFilter(ConnectionFilter):
    provider, title, parameter_name = Credential.Provider.GOOGLE, "Google", "google"


@admin.register(User)
class PersonAdmin(LoggedAdmin, UserAdmin):  # type: ignore[type-arg]
    """People. Who may change them may still not change what they and others may do, nor any password."""

    list_display = (
        "__str__",
        "username",
        "spotify_state",
        "google_state",
        "sheet_title",
        "next_run",
        "last_run",
    )
    list_filter = (
        SpotifyFilter,
        GoogleFilter,
        "schedule__pause",
        ("schedule__problem_code", FilledValuesFilter),
        "is_staff",
        "is_active",
    )
    search_fields = ("username", "display_name", "spotify_id")
    readonly_fields = ("spotify_id", "spotify_account_id", "last_login", "date_joined")
    inlines = (CredentialInline, SheetInline, ScheduleInline)
    actions = ("sync_now", "pause", "resume")
    # Not `email`: no person gives an address.
    fieldsets = (
        (None, {"fields": ("username", "display_name", "time_zone")}),
        ("Spotify", {"fields": ("spotify_id", "spotify_account_id")}),
        ("Permissions", {"fields": ("is_active", *OF_SUPERUSERS)}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        last = SyncRun.objects.filter(user=OuterRef("pk")).order_by("-created_at")
        users: QuerySet[User] = super().get_queryset(request)
        people = users.select_related("sheet", "schedule").prefetch_related("credentials")
        # Subqueries, not a join: the list takes the same number of queries however many runs there are.
        return people.annotate(
            last_state=Subquery(last.values("state")[:1]),
            last_problem=Subquery(last.values("problem_code")[:1]),
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People come by signing in with Spotify: who is added here is given a password."""
        return request.user.is_superuser and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return is_within_reach(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return is_within_reach(request, obj) and super().has_delete_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if request.user.is_superuser else fields + OF_SUPERUSERS

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Adds the link that changes the password, for superusers."""
        groups = super().get_fieldsets(request, obj)
        with_password = ("Password", {"fields": ("password",)})
        return [*groups, with_password] if obj and request.user.is_superuser else groups

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Raises `PermissionDenied` for staff who are no superusers: they could sign in as the person."""
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    def save_model(self, request: HttpRequest, user: User, form: Any, change: bool) -> None:
        """Moves the next run when the time zone changes, as it is stored in UTC; ends the run of who is switched off."""
        super().save_model(request, user, form, change)
        plan = Schedule.objects.filter(user=user).first()
        if plan is not None and "time_zone" in form.changed_data:
            schedule.set_time(user, hour=plan.hour, time_zone=user.time_zone)
        if not user.is_active:
            runs.end_active(user, AccountSwitchedOff())

    def delete_model(self, request: HttpRequest, user: User) -> None:
        """Deletes as the person's own page does: the run ends first, and Google is asked when all is committed."""
        # The admin deletes inside a transaction, which may still be rolled back: nothing of this may be in it.
        transaction.on_commit(partial(self._delete_account, request, user))

    def delete_queryset(self, request: HttpRequest, people: QuerySet[User]) -> None:
        # One by one: a QuerySet's `delete` would leave Google's permissions behind.
        for user in people:
            self._delete_account(request, user)

    def _delete_account(self, request: HttpRequest, user: User) -> None:
        if not delete_account(user):
            self.message_user(request, describe_unrevoked_of(user), messages.WARNING)

    def get_deleted_objects(self, people: Iterable[Model], request: HttpRequest) -> Any:
        """Lists the people alone: Django would list every save, and refuse because runs are read-only."""
        people = list(people)
        beyond = {"superuser" for user in people if not is_within_reach(request, user)}
        lines = [f"{user}, with library, runs and permissions; the spreadsheet stays" for user in people]
        return lines, {self.opts.verbose_name_plural: len(lines)}, beyond, []

    @admin.display(description="Spotify")
    def spotify_state(self, user: User) -> str:
        return _connection_state(user, Credential.Provider.SPOTIFY)

    @admin.display(description="Google")
    def google_state(self, user: User) -> str:
        sheet = getattr(user, "sheet", None)
        if sheet is not None and sheet.method == LinkedSheet.Method.SHARED:
            return "shared with us"
        return _connection_state(user, Credential.Provider.GOOGLE)

    @admin.display(description="sheet")
    def sheet_title(self, user: User) -> str:
        return str(getattr(user, "sheet", "none"))

    @admin.display(description="next run", ordering="schedule__next_run_at")
    def next_run(self, user: User) -> str:
        plan = getattr(user, "schedule", None)
        if plan is None or plan.next_run_at is None:
            return "not scheduled"
        if plan.pause:
            return f"{plan.get_pause_display()} {plan.problem_code}".strip()
        return f"{plan.next_run_at:%Y-%m-%d %H:%M} UTC"

    @admin.display(description="last run")
    def last_run(self, user: User) -> str:
        state = getattr(user, "last_state", None)
        if state is None:
            return "never"
        return f"{SyncRun.State(state).label} {getattr(user, 'last_problem', '')}".strip()

    @admin.action(description="Sync now", permissions=["change"])
    def sync_now(self, request: HttpRequest, people: QuerySet[User]) -> None:
        with_sheet = people.filter(sheet__isnull=False)
        for user in with_sheet:
            runs.request_run(user, SyncRun.Trigger.ADMIN)
        self.message_user(
            request, f"{len(with_sheet)} of {len(people)} people are queued; the others have no sheet."
        )

    @admin.action(description="Pause the daily sync", permissions=["change"])
    def pause(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for user in people:
            schedule.pause(user, Schedule.Pause.ADMIN)
        self.message_user(request, f"{len(people)} paused.", messages.WARNING)

    @admin.action(description="Resume the daily sync", permissions=["change"])
    def resume(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for user in people:
            schedule.resume(user, Schedule.Pause.ADMIN)
            if runs.was_paused(user) and hasattr(user, "sheet"):
                runs.request_run(user, SyncRun.Trigger.ADMIN)
        self.message_user(request, f"{len(people)} resumed.")


def is_within_reach(request: HttpRequest, user: Model | None) -> bool:
    """Whether this member of staff may change or delete the person at all: superusers only other superusers."""
    return request.user.is_superuser or not getattr(user, "is_superuser", False)


def _connection_state(user: User, provider: str) -> str:
    # Not `filter()`: the credentials of the whole list are prefetched.
    states = [one.get_state_display() for one in user.credentials.all() if one.provider == provider]
    return states[0] if states else "not connected"


@admin.register(SyncRun)
class RunAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = (
        "created_at",
        "user",
        "trigger",
        "state",
        "problem_code",
        "resume_at",
        "spotify_requests",
        "google_reads",
        "google_writes",
    )
    list_filter = (
        "state",
        "trigger",
        ("problem_kind", FilledValuesFilter),
        ("problem_code", FilledValuesFilter),
        "created_at",
    )
    date_hierarchy = "created_at"
    search_fields = ("user__username", "user__display_name")
    list_select_related = ("user",)
    exclude = ("lease_token",)
    readonly_fields = ("problem_text",)

    @admin.display(description="problem")
    def problem_text(self, run: SyncRun) -> str:
        return describe(run.problem_code, run.problem_values)
