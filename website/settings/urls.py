"""When the daily sync runs, and deleting what is kept."""

from django.urls import path

from website.settings.views import (
    change_sheet_zone,
    choose_language,
    disconnect_google,
    edit_schedule,
    leave,
    pause,
    resume,
    try_again,
)

urlpatterns = [
    path("settings/", edit_schedule, name="preferences"),
    path("settings/sheet-time-zone/", change_sheet_zone, name="sheet-time-zone"),
    path("settings/language/", choose_language, name="language"),
    path("settings/pause/", pause, name="pause"),
    path("settings/resume/", resume, name="resume"),
    path("settings/try-again/", try_again, name="try-again"),
    path("settings/disconnect-google/", disconnect_google, name="disconnect-google"),
    path("leave/", leave, name="leave"),
]
