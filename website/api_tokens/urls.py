"""The access tokens of the API."""

from django.urls import path

from website.api_tokens.views import api_tokens, revoke

urlpatterns = [
    path("settings/api/", api_tokens, name="api-tokens"),
    path("settings/api/<int:token_id>/revoke/", revoke, name="revoke-api-token"),
]
