"""What stands in the way of a webhook."""

from __future__ import annotations

from problems.kinds import AskUser


class TooManyWebhooks(AskUser):
    """The person has as many webhooks as anybody may."""

    code = "too_many_webhooks"


class WebhookAddressInvalid(AskUser):
    """The address is none that is called: not https, without a host, too long, or with a password in it."""

    code = "webhook_address_invalid"


class WebhookSwitchedOff(AskUser):
    """It took nothing for three days, and is not called any more."""

    code = "webhook_switched_off"


class WebhookSecretLost(AskUser):
    """No key opens the secret that its messages are signed with, so that it is not called any more."""

    code = "webhook_secret_lost"
