"""Two people, and a spreadsheet that is shared with the service account."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.credentials import store_consent
from accounts.models import User
from problems.kinds import AskUser
from providers.token_endpoint.records import Grant
from sheets.linking.share import link_shared
from sheets.models import LinkedSheet
from tests.support.cast import make_user

DRIVE_FILE = "https://www.googleapis.com/auth/drive.file"
CLIENT = "sandbox-google-client.apps.googleusercontent.com"


@pytest.fixture
def ada(db) -> User:
    return make_user("ada", display_name="Ada")


@pytest.fixture
def ben(db) -> User:
    return make_user("ben", display_name="Ben")


@pytest.fixture
def google(sandbox):
    return sandbox.world.google


@pytest.fixture
def book(google):
    """A spreadsheet of Ada's own, shared with the service account."""
    file = google.create_spreadsheet("ada", "My music")
    google.share(file.id, google.service_account_email)
    return file.workbook


def connect(google, user: User) -> None:
    email = google.email(user.username)
    grant = Grant(
        access=google.grants.issue_access(email, CLIENT, {DRIVE_FILE}),
        refresh=google.grants.issue_refresh(email, CLIENT, {DRIVE_FILE}),
        expires_at=timezone.now() + timedelta(hours=1),
        scopes=frozenset([DRIVE_FILE]),
    )
    store_consent(user, "google", grant, client_id=CLIENT, account=email)


def refused(user: User, pasted: str, kind=AskUser) -> str:
    with pytest.raises(kind) as problem:
        link_shared(user, pasted)
    assert not LinkedSheet.objects.filter(user=user).exists()
    return problem.value.code
