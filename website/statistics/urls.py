"""Statistics, below statistics/."""

from django.urls import path

from website.statistics import views

urlpatterns = [
    path("", views.show_genres, name="statistics"),
    path("every-genre/", views.show_every_genre, name="statistics-every-genre"),
    path("saved/", views.show_saved, name="statistics-saved"),
    path("sound/", views.show_sound, name="statistics-sound"),
    path("top/", views.show_top, name="statistics-top"),
    path("years/", views.show_years, name="statistics-years"),
    path("<int:year>/", views.show_year, name="statistics-year"),
]
