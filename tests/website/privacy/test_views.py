"""The page about what is kept, which visitors see as well."""

from __future__ import annotations

from datetime import timedelta

from pytest_django.asserts import assertContains


def test_the_privacy_page_is_public(client, settings):
    settings.RETENTION = timedelta(days=365)
    page = client.get("/privacy/")
    assertContains(page, "What is kept, and why")
    assertContains(page, "365 days")
