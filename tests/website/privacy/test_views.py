"""The page about what is kept, which visitors see as well."""

from __future__ import annotations

import re
from datetime import timedelta

from pytest_django.asserts import assertContains


def test_the_privacy_page_is_public(client, settings):
    settings.RETENTION = timedelta(days=365)
    page = client.get("/privacy/")
    assertContains(page, "What is kept, and why")
    assertContains(page, "365 days")


def test_the_contents_lead_to_every_part(client):
    page = client.get("/privacy/").content.decode()
    contents = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', page)
    assert contents == re.findall(r'<h2 id="([^"]+)">([^<]+)</h2>', page)
    assert len(contents) == page.count("<h2") > 5


def test_no_two_rows_of_a_part_are_called_alike(client):
    for part in client.get("/privacy/").content.decode().split("<h2")[1:]:
        names = re.findall(r"<dt>(.+?)</dt>", part)
        assert len(names) == len(set(names))
