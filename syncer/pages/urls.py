"""The pages a person sees."""

from django.urls import include, path

from syncer.pages.contents import contents
from syncer.pages.home import home
from syncer.pages.leaving import disconnect_google, leave
from syncer.pages.preferences import pause, preferences, resume, try_again
from syncer.pages.privacy import privacy
from syncer.pages.runs import check_sheet, run_page, run_progress, sync_now
from syncer.pages.session import sign_out
from syncer.pages.sheet import adopt_sheet, create_sheet, link_page, unlink_sheet

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
    path("smart/", include("syncer.pages.smart_urls")),
    path("settings/", preferences, name="preferences"),
    path("settings/pause/", pause, name="pause"),
    path("settings/resume/", resume, name="resume"),
    path("settings/try-again/", try_again, name="try-again"),
    path("privacy/", privacy, name="privacy"),
    path("settings/disconnect-google/", disconnect_google, name="disconnect-google"),
    path("leave/", leave, name="leave"),
    path("sign-out/", sign_out, name="sign-out"),
]
