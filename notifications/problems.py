"""What stands in the way of a webhook."""

from __future__ import annotations

from problems.kinds import AskUser


class TooManyWebhooks(AskUser):
    """The person has as many webhooks as anybody may."""

    code = "too_many_webhooks"


class WebhookAddressInvalid(AskUser):
    """The address is none that is called: not https, without a host, too long, or with a password in it."""

    code = "webhook_address_invalid"
