"""The library, below library/."""

from django.urls import path

from website.library.views import export_library, list_genres, show_library, show_timeline, show_track

urlpatterns = [
    path("", show_library, name="library"),
    path("export.csv", export_library, {"form": "csv"}, name="library-csv"),
    path("export.jsonl", export_library, {"form": "jsonl"}, name="library-jsonl"),
    path("genres/", list_genres, name="library-genres"),
    path("timeline/", show_timeline, name="library-timeline"),
    path("tracks/<int:track_id>/", show_track, name="library-track"),
]
