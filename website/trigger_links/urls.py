"""Trigger links: the page that makes them, and the links themselves."""

from django.urls import path

from website.trigger_links.views import revoke, switch, trigger, trigger_links

urlpatterns = [
    path("settings/api/links/", trigger_links, name="trigger-links"),
    path("settings/api/links/<int:link_id>/switch/", switch, name="switch-trigger-link"),
    path("settings/api/links/<int:link_id>/revoke/", revoke, name="revoke-trigger-link"),
    path("t/<str:secret>", trigger, name="trigger"),
]
