"""Linking a sheet, and what is written into it."""

from django.urls import path

from website.sheet.views import (
    contents,
    create_sheet,
    link_shared_sheet,
    make_tab_again,
    preview_settings,
    preview_write,
    sheet_page,
    unlink_sheet,
    write_everything,
)

urlpatterns = [
    path("", sheet_page, name="sheet"),
    path("preview/", preview_settings, name="sheet-preview"),
    path("next-write/", preview_write, name="sheet-next-write"),
    path("create/", create_sheet, name="sheet-create"),
    path("share/", link_shared_sheet, name="sheet-share"),
    path("contents/", contents, name="contents"),
    path("everything/", write_everything, name="sheet-everything"),
    path("tab/", make_tab_again, name="sheet-tab-again"),
    path("unlink/", unlink_sheet, name="sheet-unlink"),
]
