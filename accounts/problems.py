"""The problems of sign-in, of a person's permission at a vendor, and of the tokens that are stored for it.

`vendor` is "spotify" or "google" wherever it is a value.
"""

from __future__ import annotations

from problems.kinds import AskOperator, AskUser, Reconnect, TryLater


class AccessEnded(Reconnect):
    """The vendor has answered `invalid_grant` for long enough to be believed."""

    # Not `may_be_outage`: `accounts.token_refresh` has ruled an outage out before it comes to this.
    code = "access_ended"


class AccessUnconfirmed(TryLater):
    """The vendor has answered `invalid_grant`, which may be a failure of its own: it is asked again."""

    code = "access_unconfirmed"


class AnotherSpotifyAccount(AskUser):
    """The person is signed in here as `user` and came back from Spotify as another person."""

    code = "another_spotify_account"


class AppChanged(Reconnect):
    """The permission was given to another OAuth app than the one that is configured now."""

    code = "app_changed"


class AppNotConfigured(AskOperator):
    """The `settings` of the vendor's OAuth app are missing; `page` is where the operator gets their values."""

    code = "not_configured"


class ConsentExpired(Reconnect):
    """The vendor's consents end by themselves, and this one has."""

    code = "consent_expired"


class LimitUsedUp(TryLater):
    """One person, or one address, has done as much of something that costs everybody as they may: again at `when`."""


class ApiLimitUsedUp(LimitUsedUp):
    """An API token has asked for as much as it may in a minute."""

    code = "api_limit"


class TooManyApiTokens(AskUser):
    """The person has as many API tokens as anybody may."""

    code = "too_many_api_tokens"


class TriggerLimitUsedUp(LimitUsedUp):
    """A trigger link was used as often as it may be in a minute."""

    code = "trigger_limit"


class TooManyTriggerLinks(AskUser):
    """The person has as many trigger links as anybody may."""

    code = "too_many_trigger_links"


class CheckLimitUsedUp(LimitUsedUp):
    """The person has had their sheet checked as often as they may in a minute."""

    code = "check_limit"


class LinkLimitUsedUp(LimitUsedUp):
    """The person has tried to link, or to change, a spreadsheet as often as they may in an hour."""

    code = "link_limit"


class LookLimitUsedUp(LimitUsedUp):
    """Pages have looked into the person's spreadsheet, before something of it goes, as often as they may in a minute."""

    code = "look_limit"


class PersonSignInLimitUsedUp(LimitUsedUp):
    """The person has signed in, or connected Spotify again, as often as they may in an hour."""

    code = "person_sign_in_limit"


class PreviewLimitUsedUp(LimitUsedUp):
    """The person has looked at as many previews of smart sheets as they may in a minute."""

    code = "preview_limit"


class SignInLimitUsedUp(LimitUsedUp):
    """As many sign-ins have been begun from one address as may be in an hour."""

    code = "sign_in_limit"


class SyncLimitUsedUp(LimitUsedUp):
    """The person has started as many syncs as they may in an hour."""

    code = "sync_limit"


class KeyDoesNotOpen(AskOperator):
    """None of the configured keys opens a sealed text."""

    code = "key_does_not_open"


class NoLastingPermission(Reconnect):
    """The vendor gave no refresh token, so that the permission would end within the hour."""

    code = "no_lasting_permission"


class NotConnected(Reconnect):
    """The person has given no permission at the vendor."""

    code = "not_connected"


class RefreshFailed(TryLater):
    """Another worker has just failed to refresh the access token."""

    # Given without a request: otherwise each of many workers would ask a vendor that is down.

    code = "refresh_failed"


class RefreshInProgress(TryLater):
    """Another worker is refreshing the access token."""

    code = "refresh_in_progress"


class ScopesNotGranted(AskUser):
    """On the vendor's page the person did not allow everything that the site needs."""

    code = "permission_not_given"


class SignInFirst(AskUser):
    """Google can be connected only by a person who is signed in."""

    code = "sign_in_first"


class TwoAccountsOfOnePerson(AskOperator):
    """One Spotify account matches two people here, one by its `account_id`, one by its `id`."""

    code = "two_accounts_of_one_person"


class WebhookTestLimitUsedUp(LimitUsedUp):
    """The person has had their webhooks tested as often as they may in a minute."""

    code = "webhook_test_limit"
