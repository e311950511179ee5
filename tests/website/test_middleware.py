"""Text that PostgreSQL does not store is answered with 400, wherever a request carries it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.datastructures import MultiValueDict
from pytest_django.asserts import assertContains

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    "address", ["/smart/%00/", "/privacy/?track=%00", "/privacy/?%00=1", "/%00", "/static/%00.css"]
)
def test_an_address_with_a_nul_is_refused_with_a_page(client: Client, address: str) -> None:
    assertContains(client.get(address), "could not be understood", status_code=400)


@pytest.mark.parametrize("body", ["name=%00", "%00=1", "name=a&name=%00"])
def test_a_form_with_a_nul_is_refused(as_alice: Client, body: str) -> None:
    assert as_alice.post("/smart/new/", body, FORM).status_code == 400


def test_a_multipart_form_with_a_nul_is_refused(as_alice: Client) -> None:
    assert as_alice.post("/smart/new/", {"name": "a\0"}).status_code == 400
    assert as_alice.post("/smart/new/", {"a\0": SimpleUploadedFile("a", b"")}).status_code == 400


def test_half_a_surrogate_pair_is_refused(as_alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    # No parser of today makes one: this is for the next.
    monkeypatch.setattr("django.core.handlers.wsgi.WSGIRequest.FILES", MultiValueDict({"\ud800": []}))
    assert as_alice.get("/").status_code == 400


@pytest.mark.parametrize(
    "cookie", ["sessionid=a\0", 'sessionid="a\\000"', 'csrftoken="\\000"', 'messages="\\000"']
)
def test_a_cookie_with_a_nul_is_refused(client: Client, cookie: str) -> None:
    assert client.get("/", headers={"cookie": cookie}).status_code == 400


@pytest.mark.parametrize("header", ["referer", "user-agent", "hx-current-url", "x-forwarded-for"])
def test_a_header_with_a_nul_is_refused(client: Client, header: str) -> None:
    assert client.get("/", headers={header: "a\0"}).status_code == 400


def test_a_refusal_has_the_security_policy_of_every_page_and_logs_no_text(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/?code=secret%00")
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "secret" not in caplog.text


def test_a_body_that_ends_early_is_refused() -> None:
    class Gone:
        def read(self, *_: object) -> bytes:
            raise OSError("the browser is gone")

        readline = read

    strict = Client(enforce_csrf_checks=True)
    unread = {"wsgi.input": Gone(), "CONTENT_LENGTH": "10", "CONTENT_TYPE": FORM}
    answer = strict.post("/sign-out/", **unread)
    assert answer.status_code == 400


class Unread:
    """A body of which no byte may be read."""

    def read(self, *_: object) -> bytes:
        raise AssertionError

    readline = read


@pytest.mark.parametrize("path", ["/", "/sheet/share/", "/login/spotify/", "/admin/login/", "/gone/"])
@pytest.mark.parametrize("content_type", [FORM, "multipart/form-data; boundary=x", "application/json"])
def test_a_body_of_60_mb_is_refused_before_it_is_read(db: None, path: str, content_type: str) -> None:
    answer = Client().generic(
        "POST", path, content_type=content_type, CONTENT_LENGTH="60000000", **{"wsgi.input": Unread()}
    )
    assertContains(answer, "This request is too long", status_code=413)
    assert "default-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(("length", "status"), [(100_000, 200), (100_001, 413)])
def test_a_body_may_have_so_many_bytes(as_alice: Client, settings, length: int, status: int) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000
    body = "name=" + "a" * (length - 5)
    assert as_alice.post("/smart/preview/", body, FORM).status_code == status


@pytest.mark.parametrize("length", ["", "-1", "many", "9" * 5_000])
def test_a_length_that_is_none_is_no_error(client: Client, length: str) -> None:
    assert client.generic("GET", "/privacy/", CONTENT_LENGTH=length).status_code in {200, 413}


def test_a_file_is_refused_and_lies_nowhere(as_alice: Client, tmp_path, settings) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    # Longer than what Django keeps in memory of a file.
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
    file = SimpleUploadedFile("a.csv", b"a" * 5_000_000)
    assert as_alice.post("/smart/preview/", {"name": "a", "file": file}).status_code == 400
    assert list(tmp_path.iterdir()) == []


def test_a_multipart_form_without_a_file_is_read(as_alice: Client) -> None:
    assertContains(as_alice.post("/smart/new/", {"name": "Mine", "do": "preview"}), 'value="Mine"')
