"""The apps at Spotify and their bans, for the operator."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from providers.models import SpotifyApp


class ReadOnly:
    """A mix-in for rows that the admin shows and does not change, because code keeps them consistent."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class FilledValuesFilter(admin.AllValuesFieldListFilter):
    """Filters by the values that there are, but the empty one: a link needs words. Not shown where there are none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lookup_choices = self.lookup_choices.exclude(**{self.field.name: ""})

    def has_output(self) -> bool:
        return bool(self.lookup_choices)


@admin.register(SpotifyApp)
class SpotifyAppAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("client_id", "blocked_until", "blocked_code", "full_since")
