"""Runs, and the buttons that start one."""

from django.urls import path

from website.runs.views import check_sheet, run_page, run_progress, show_syncs, sync_now

urlpatterns = [
    path("syncs/", show_syncs, name="syncs"),
    path("sync/", sync_now, name="sync-now"),
    path("sheet/check/", check_sheet, name="sheet-check"),
    path("runs/<int:run_id>/", run_page, name="run"),
    path("runs/<int:run_id>/progress/", run_progress, name="run-progress"),
]
