"""What a refused refresh means."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from providers.token_endpoint.credentials import oauth_app
from providers.token_endpoint.errors import REFUSALS, TEMPORARY_ERRORS, InvalidGrant, refusal
from providers.token_endpoint.problems import (
    AccountForbidsAccess,
    InvalidClient,
    RefreshRefused,
    TokenEndpointUnavailable,
)


def answered(
    status: int, error: object = None, *, retry_after: str = "", vendor: str = "spotify"
) -> Exception:
    return refusal(oauth_app(vendor), status, {"error": error}, retry_after)


def test_a_revoked_refresh_token_is_no_problem_yet() -> None:
    assert isinstance(answered(400, "invalid_grant"), InvalidGrant)


@pytest.mark.parametrize("vendor", ["spotify", "google"])
@pytest.mark.parametrize(
    "error", ["invalid_client", "unauthorized_client", "deleted_client", "disabled_client", "org_internal"]
)
def test_a_refused_client_is_the_operators_and_names_the_settings(vendor: str, error: str) -> None:
    problem = answered(401, error, vendor=vendor)
    assert isinstance(problem, InvalidClient)
    assert problem.values == {
        "vendor": vendor,
        "error": error,
        "settings": f"{vendor.upper()}_CLIENT_ID and {vendor.upper()}_CLIENT_SECRET",
    }


@pytest.mark.parametrize("error", ["admin_policy_enforced", "policy_enforced", "access_denied"])
def test_an_account_that_forbids_access_is_the_persons(error: str) -> None:
    problem = answered(400, error, vendor="google")
    assert isinstance(problem, AccountForbidsAccess)
    assert (problem.fix, problem.values) == ("google", {"vendor": "google", "error": error})


@pytest.mark.parametrize("error", sorted(TEMPORARY_ERRORS))
def test_a_temporary_error_is_waited_for_whatever_its_status(error: str) -> None:
    assert isinstance(answered(400, error), TokenEndpointUnavailable)


def test_every_refusal_of_the_table_has_a_meaning() -> None:
    assert {type(answered(400, error)) for error in REFUSALS} == set(REFUSALS.values())


def test_an_unknown_error_is_kept_in_part() -> None:
    problem = answered(400, "x" * 200)
    assert isinstance(problem, RefreshRefused)
    assert problem.values["error"] == "x" * 80


@pytest.mark.parametrize(
    ("status", "error"), [(500, "invalid_grant"), (429, "invalid_client"), (400, None), (403, 5)]
)
def test_a_vendor_in_trouble_decides_nothing(status: int, error: object) -> None:
    assert isinstance(answered(status, error), TokenEndpointUnavailable)


@pytest.mark.parametrize(
    ("retry_after", "seconds"), [("", 60), ("soon", 60), ("5", 60), ("300", 300), ("9999999", 6 * 3600)]
)
def test_a_retry_after_is_kept_between_a_minute_and_six_hours(retry_after: str, seconds: int) -> None:
    with time_machine.travel("2026-11-27 12:00Z", tick=False):
        problem = answered(503, retry_after=retry_after)
        assert isinstance(problem, TokenEndpointUnavailable)
        assert problem.when == timezone.now() + timedelta(seconds=seconds)
