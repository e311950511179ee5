"""RSA keys, generated once a process: a pair takes a tenth of a second, and each test has a new world."""

from __future__ import annotations

from functools import cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key


@cache
def private_key(name: str) -> RSAPrivateKey:
    """Returns the key with this name: `service-account` or `google`."""
    return generate_private_key(public_exponent=65537, key_size=2048)


@cache
def private_pem(name: str) -> str:
    """Returns the key with this name in PEM format."""
    key = private_key(name)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
