"""When the daily sync runs, files of what is kept, and deleting it."""

from django.urls import path

from website.settings.views import (
    change_sheet_zone,
    choose_language,
    disconnect_google,
    download_events,
    download_runs,
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
    path("settings/saved-and-removed.csv", download_events, {"form": "csv"}, name="events-csv"),
    path("settings/saved-and-removed.jsonl", download_events, {"form": "jsonl"}, name="events-jsonl"),
    path("settings/syncs.csv", download_runs, {"form": "csv"}, name="syncs-csv"),
    path("settings/syncs.jsonl", download_runs, {"form": "jsonl"}, name="syncs-jsonl"),
    path("leave/", leave, name="leave"),
]
