"""The pages a person sees."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
