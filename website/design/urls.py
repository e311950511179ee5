"""The page of components, which only developers see (DESIGN_PAGE)."""

from django.urls import path

from website.design import views

urlpatterns = [path("design/", views.show_components, name="design")]
