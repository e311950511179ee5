"""Pages of refused requests name the site, and read nothing of the request."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.asserts import assertContains

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("request_", "title"),
    [
        (lambda client: client.get("/?track=%00"), "This request could not be understood"),
        (lambda client: client.get("/", CONTENT_LENGTH="60000000"), "This request is too long"),
    ],
    ids=["400", "413"],
)
def test_a_refused_request_gets_a_page_with_the_sites_name(request_, title):
    answer = request_(Client())
    assertContains(answer, f"<title>{title} · {settings.SITE_NAME}</title>", status_code=answer.status_code)
    assertContains(answer, f">{settings.SITE_NAME}</a>", status_code=answer.status_code)


def test_a_session_that_is_no_text_is_not_looked_up():
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a\udc80"
    assert client.get("/?track=%00").status_code == 400
