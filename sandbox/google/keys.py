"""RSA keys, made once a process: a new pair takes a tenth of a second, and every test has a world of its own."""

from __future__ import annotations

from functools import cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key


@cache
def private_key(name: str) -> RSAPrivateKey:
    """The key of this name: `service-account` or `google`."""
    return generate_private_key(public_exponent=65537, key_size=2048)


@cache
def private_pem(name: str) -> str:
    key = private_key(name)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
