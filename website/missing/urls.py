"""Tracks that are missing at Spotify."""

from django.urls import path

from website.missing.views import keep, missing, remove

urlpatterns = [
    path("", missing, name="missing"),
    path("keep/", keep, name="missing-keep"),
    path("remove/", remove, name="missing-remove"),
]
