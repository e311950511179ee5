"""The pages a person sees."""

from django.urls import include, path

from website.home.views import home
from website.privacy.views import privacy
from website.runs.views import check_sheet, run_page, run_progress, sync_now
from website.settings.views import disconnect_google, leave, pause, preferences, resume, try_again
from website.sheet.views import adopt_sheet, contents, create_sheet, link_page, unlink_sheet
from website.sign_in.views import sign_out

urlpatterns = [
    path("", home, name="home"),
    path("sync/", sync_now, name="sync-now"),
    path("runs/<int:run_id>/", run_page, name="run"),
    path("runs/<int:run_id>/progress/", run_progress, name="run-progress"),
    path("sheet/", link_page, name="sheet"),
    path("sheet/check/", check_sheet, name="sheet-check"),
    path("sheet/create/", create_sheet, name="sheet-create"),
    path("sheet/adopt/", adopt_sheet, name="sheet-adopt"),
    path("sheet/contents/", contents, name="contents"),
    path("sheet/unlink/", unlink_sheet, name="sheet-unlink"),
    path("smart/", include("website.smart.urls")),
    path("settings/", preferences, name="preferences"),
    path("settings/pause/", pause, name="pause"),
    path("settings/resume/", resume, name="resume"),
    path("settings/try-again/", try_again, name="try-again"),
    path("privacy/", privacy, name="privacy"),
    path("settings/disconnect-google/", disconnect_google, name="disconnect-google"),
    path("leave/", leave, name="leave"),
    path("sign-out/", sign_out, name="sign-out"),
]
