"""The first page."""

from django.urls import path

from website.home.views import dismiss_hint, home

urlpatterns = [
    path("", home, name="home"),
    path("hints/<slug:hint>/dismiss/", dismiss_hint, name="dismiss-hint"),
]
