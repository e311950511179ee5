"""Tracks that are missing at Spotify."""

from django.urls import path

from website.missing.views import keep_missing, missing_page, release_missing, remove_missing

urlpatterns = [
    path("", missing_page, name="missing"),
    path("keep/", keep_missing, name="missing-keep"),
    path("remove/", remove_missing, name="missing-remove"),
    path("kept/remove/", release_missing, name="missing-release"),
]
