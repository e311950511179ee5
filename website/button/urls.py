"""The button for a telephone, and what it is installed by."""

from django.urls import path

from website.button.views import button, manifest, offline, service_worker

urlpatterns = [
    path("button/", button, name="button"),
    path("button/offline/", offline, name="button-offline"),
    path("manifest.webmanifest", manifest, name="manifest"),
    # At the top: a service worker has no power above its own folder.
    path("sw.js", service_worker, name="service-worker"),
]
