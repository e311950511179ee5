"""The pages, a module a topic."""

from django.urls import include, path

urlpatterns = [
    path("", include("website.home.urls")),
    path("", include("website.runs.urls")),
    path("library/", include("website.library.urls")),
    path("statistics/", include("website.statistics.urls")),
    path("sheet/", include("website.sheet.urls")),
    path("missing/", include("website.missing.urls")),
    path("smart/", include("website.smart.urls")),
    path("", include("website.settings.urls")),
    path("", include("website.api_tokens.urls")),
    path("", include("website.trigger_links.urls")),
    path("", include("website.webhooks.urls")),
    path("", include("website.button.urls")),
    path("", include("website.privacy.urls")),
    path("", include("website.sign_in.urls")),
    path("", include("website.design.urls")),
]
