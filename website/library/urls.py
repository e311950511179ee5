"""The library, below library/."""

from django.urls import path

from website.library.views import show_track

urlpatterns = [
    path("tracks/<int:track_id>/", show_track, name="library-track"),
]
