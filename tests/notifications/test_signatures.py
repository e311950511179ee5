"""The signature is that of Standard Webhooks: their own example comes out."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from notifications.signatures import make_signing_secret, sign


def test_the_example_of_the_specification_comes_out() -> None:
    """Of https://github.com/standard-webhooks/standard-webhooks, the test of its libraries."""
    headers = sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        b'{"test": 2432232314}',
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_secret_is_long_enough_and_never_the_same() -> None:
    secrets = {make_signing_secret() for _ in range(10)}
    assert len(secrets) == 10
    assert all(24 <= len(base64.b64decode(secret.removeprefix("whsec_"))) <= 64 for secret in secrets)
