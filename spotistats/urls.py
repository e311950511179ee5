"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("website.urls")),
    path("", include("api.urls")),
    path("", include("social_django.urls", namespace="social")),
    path("admin/", admin.site.urls),
]

handler400 = "website.error_pages.bad_request"
