"""Keys that do not open the stored tokens stop the start."""

from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import override_settings
from django.utils import timezone

from accounts.checks import require_working_keys
from accounts.models import AuthenticatorApp, Credential, Revocation
from accounts.sealing import seal, sealed_models
from notifications.models import Webhook
from tests.accounts.conftest import new_key
from tests.support.cast import make_user

pytestmark = pytest.mark.django_db


def run(command: str, **options: object) -> str:
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def test_a_wrong_key_stops_the_start(settings, sealed_credentials):
    require_working_keys()
    settings.ENCRYPTION_KEYS = [new_key()]
    with pytest.raises(
        ImproperlyConfigured,
        match="ENCRYPTION_KEYS does not open what is stored: 1 of the kind credential\\. ",
    ):
        require_working_keys()


@pytest.mark.parametrize(
    ("model", "fields"), sealed_models(), ids=lambda value: getattr(value, "__name__", "")
)
def test_everything_that_is_sealed_is_opened(settings, model, fields):
    """Second factors and permissions that Google has yet to be asked to take back, too."""
    settings.ENCRYPTION_KEYS = [new_key()]
    now, user = timezone.now(), make_user("ada")
    values = {
        Credential: {"provider": "spotify", "expires_at": now, "authorized_at": now},
        Revocation: {"due_at": now},
        AuthenticatorApp: {},
        Webhook: {},
    }[model]
    row = model._default_manager.create(user=user, **values)
    for field in fields:
        model._default_manager.filter(pk=row.pk).update(
            **dict.fromkeys(fields, "") | {field: seal("a secret")}
        )
        require_working_keys()
        refusal = pytest.raises(ImproperlyConfigured, match=f"1 of the kind {model._meta.verbose_name}")
        with override_settings(ENCRYPTION_KEYS=[new_key()]), refusal:
            require_working_keys()


def test_a_wrong_key_fails_the_check_that_migrate_runs_too(settings, sealed_credentials):
    assert "no issues" in run("check", databases=["default"])
    settings.ENCRYPTION_KEYS = [new_key()]
    with pytest.raises(SystemCheckError, match=r"accounts\.E001"):
        run("check", databases=["default"])
    with pytest.raises(SystemCheckError, match=r"accounts\.E001"):
        run("migrate", verbosity=0, skip_checks=False)
