"""The first page."""

from django.urls import path

from website.home.views import home

urlpatterns = [path("", home, name="home")]
