"""Linking a sheet, and what is written into it."""

from django.urls import path

from website.sheet.views import (
    create_sheet,
    edit_settings,
    link_page,
    link_shared_sheet,
    make_tab_again,
    unlink_sheet,
    write_everything,
)

urlpatterns = [
    path("", link_page, name="sheet"),
    path("create/", create_sheet, name="sheet-create"),
    path("share/", link_shared_sheet, name="sheet-share"),
    path("contents/", edit_settings, name="contents"),
    path("everything/", write_everything, name="sheet-everything"),
    path("tab/", make_tab_again, name="sheet-tab-again"),
    path("unlink/", unlink_sheet, name="sheet-unlink"),
]
